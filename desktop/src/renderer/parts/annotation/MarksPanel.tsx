/**
 * All marks of the document in one list: filtered, searched, gone to.
 * What must stay true: what is not shown on the pages is not listed; words are searched without diacritics too.
 */
import { TextInput } from '@mantine/core'
import { IconSearch, IconShieldCheck } from '@tabler/icons-react'
import type { Mark } from '@nghi-truong/shared/protocol/rooms'
import { useMemo, useState, type ReactNode } from 'react'
import { dateTime } from '../../ui/dates.ts'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAnnotating } from './annotating.tsx'
import { paint, signs } from './colours.ts'
import styles from './dock.module.css'
import { topOf } from './hit.ts'
import { listed, textOf, type Filter, type Listed } from './list.ts'
import { MarkFilters } from './MarkFilters.tsx'

/** Rows drawn at once. */
const most = 500

/** `foot`: what can be done with all of them. */
export function MarksPanel({
  onGo,
  foot,
}: {
  readonly foot?: ReactNode
  readonly onGo: (page: number, at: readonly [number, number]) => void
}) {
  const say = useWords(annotationWords)
  const { person, setOpen, all } = useAnnotating()
  const [filter, setFilter] = useState<Filter>({ who: 'all', text: '' })
  const found = useMemo(() => listed(all, filter, person), [all, filter, person])
  return (
    <>
      <div className={styles['filters']}>
        <MarkFilters filter={filter} onChange={setFilter} />
        <TextInput
          size="md"
          type="search"
          leftSection={<IconSearch size={20} />}
          aria-label={say('filterText')}
          placeholder={say('filterText')}
          value={filter.text}
          onChange={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
        />
      </div>
      <div className={styles['list']}>
        {found.length === 0 && (
          <p className={styles['note']}>{say(all.length === 0 ? 'listEmpty' : 'listNoMatch')}</p>
        )}
        {found.slice(0, most).map((one, n) => (
          <Item
            key={`${one.layer} ${one.id}`}
            one={one}
            head={n === 0 || found[n - 1]?.mark.page !== one.mark.page}
            onGo={() => {
              onGo(one.mark.page, topOf(one.mark))
              setOpen({ layer: one.layer, id: one.id, page: one.mark.page })
            }}
          />
        ))}
      </div>
      {foot && <div className={styles['filters']}>{foot}</div>}
      <div className={styles['foot']}>
        <IconShieldCheck size={20} style={{ flex: 'none' }} />
        <span>
          <strong>{say('untouched')}.</strong> {say('signedCopy')}
        </span>
      </div>
    </>
  )
}

function Item({
  one,
  head,
  onGo,
}: {
  readonly one: Listed
  readonly head: boolean
  readonly onGo: () => void
}) {
  const say = useWords(annotationWords)
  const { person, nameOf, layerName, answers } = useAnnotating()
  const { mark, layer } = one
  const words = textOf(mark)
  const kind = mark.kind === 'stamp' ? say(`stamp.${mark.stamp}`) : say(`kind.${mark.kind}`)
  const count = answers.get(`${layer} ${one.id}`)?.length ?? 0
  return (
    <>
      {head && <p className={styles['head']}>{say('page', { page: mark.page })}</p>}
      <button type="button" className={styles['item']} onClick={onGo}>
        <i style={{ background: shade(mark), color: inked(mark) ? '#fff' : '#14181c' }} aria-hidden="true">
          {mark.kind === 'bookmark' ? '★' : signs[mark.colour]}
        </i>
        <q>{words === '' ? kind : words}</q>
        <small>
          {words !== '' && `${kind} · `}
          {mark.kind !== 'bookmark' && `${say(`colour.${mark.colour}`)} · `}
          {count > 0 && `${say('answers', { count })} · `}
          {mark.author === person ? say('mine') : nameOf(mark.author)} · {layerName(layer)} ·{' '}
          {dateTime(mark.at)}
        </small>
      </button>
    </>
  )
}

const inked = (mark: Mark): boolean => mark.kind === 'pen' || mark.kind === 'shape'
const shade = (mark: Mark): string => (inked(mark) ? paint[mark.colour].ink : paint[mark.colour].soft)
