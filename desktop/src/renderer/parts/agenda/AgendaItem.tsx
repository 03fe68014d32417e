/** One item of the agenda with its documents; the same for those who read and those who prepare. */
import type { DocumentRecord, Item } from '@nghi-truong/shared/domain/records'
import { IconClock, IconEye, IconUser } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Chip } from '../../ui/kit/Chip.tsx'
import { agendaWords } from '../../ui/words/agenda.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './agenda.module.css'

export function AgendaItem({
  item,
  documents,
  actions,
  handle,
  dragging = false,
  foot,
  children,
}: {
  readonly item: Item
  readonly documents: readonly DocumentRecord[]
  readonly actions?: ReactNode
  /** In place of the number: the handle by which it is moved. */
  readonly handle?: ReactNode
  readonly dragging?: boolean
  /** Below the documents. */
  readonly foot?: ReactNode
  /** The list of documents. */
  readonly children?: ReactNode
}) {
  const say = useWords(agendaWords)
  return (
    <article
      className={classes['item']}
      data-state={item.state}
      data-dragging={dragging}
      aria-label={`${say('item', { number: item.position + 1 })}: ${item.title}`}
      {...(item.state === 'current' ? { 'aria-current': 'step' as const } : {})}
    >
      <div>
        {handle ?? (
          <div className={classes['number']} aria-hidden>
            {item.position + 1}
          </div>
        )}
      </div>
      <div className={classes['body']}>
        <div className={classes['head']}>
          <h3 className={classes['title']}>{item.title}</h3>
          <div className={classes['side']}>
            {item.state === 'current' ? <Chip tone="other">{say('current')}</Chip> : null}
            {item.state === 'done' ? <Chip tone="yes">{say('done')}</Chip> : null}
            {actions}
          </div>
        </div>
        <p className={classes['meta']}>
          {item.presenter ? (
            <span>
              <IconUser size="1.1rem" aria-hidden /> {item.presenter}
            </span>
          ) : null}
          {item.minutes > 0 ? (
            <span>
              <IconClock size="1.1rem" aria-hidden /> {say('minutes', { minutes: item.minutes })}
            </span>
          ) : null}
          {item.visibility === 'everyone' ? null : (
            <span>
              <IconEye size="1.1rem" aria-hidden /> {say(item.visibility)}
            </span>
          )}
        </p>
        {documents.length > 0 ? (
          <ul className={classes['documents']} aria-label={say('documents', { count: documents.length })}>
            {children}
          </ul>
        ) : null}
        {foot ? <div className={classes['foot']}>{foot}</div> : null}
      </div>
    </article>
  )
}
