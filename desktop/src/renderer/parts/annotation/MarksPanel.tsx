/**
 * All marks of the document in one list: filtered, searched, gone to.
 * What must stay true: what is not shown on the pages is not listed; words are searched without diacritics too.
 */
import { SegmentedControl, TextInput } from '@mantine/core'
import { IconSearch, IconShieldCheck } from '@tabler/icons-react'
import type { Mark } from '@nghi-truong/shared/protocol/rooms'
import { useMemo, useState } from 'react'
import { dateTime } from '../../ui/dates.ts'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAnnotating } from './annotating.tsx'
import { paint } from './colours.ts'
import styles from './dock.module.css'
import { topOf } from './hit.ts'
import { listed, textOf, type Filter, type Listed } from './list.ts'

/** Rows drawn at once. */
const most = 500

export function MarksPanel({
  onGo,
}: {
  readonly onGo: (page: number, at: readonly [number, number]) => void
}) {
  const say = useWords(annotationWords)
  const { person, setOpen, all } = useAnnotating()
  const [filter, setFilter] = useState<Filter>({ who: 'all', text: '' })
  const found = useMemo(() => listed(all, filter, person), [all, filter, person])
  return (
    <>
      <div className={styles['filters']}>
        <SegmentedControl
          fullWidth
          size="sm"
          aria-label={say('filter')}
          value={filter.who}
          onChange={(who) => setFilter({ ...filter, who })}
          data={(['all', 'mine', 'others'] as const).map((who) => ({
            value: who,
            label: say(`filter.${who}`),
          }))}
        />
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
  const { person, nameOf, layerName } = useAnnotating()
  const { mark, layer } = one
  const words = textOf(mark)
  return (
    <>
      {head && <p className={styles['head']}>{say('page', { page: mark.page })}</p>}
      <button type="button" className={styles['item']} onClick={onGo}>
        <i style={{ background: shade(mark) }} title={say(`colour.${mark.colour}`)} />
        <q>{words === '' ? say(`kind.${mark.kind}`) : words}</q>
        <small>
          {say(`colour.${mark.colour}`)} · {mark.author === person ? say('mine') : nameOf(mark.author)} ·{' '}
          {layerName(layer)} · {dateTime(mark.at)}
        </small>
      </button>
    </>
  )
}

const shade = (mark: Mark): string => (mark.kind === 'pen' ? paint[mark.colour].ink : paint[mark.colour].soft)
