/** One document of an item: what it is, how long, how signed; pressing opens it. */
import { readingOf } from '@nghi-truong/shared/domain/reading'
import type { DocumentRecord, FileFacts } from '@nghi-truong/shared/domain/records'
import { IconFileTypePdf } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Chip } from '../../ui/kit/Chip.tsx'
import { agendaWords, documentTypeWord } from '../../ui/words/agenda.ts'
import { copyWords } from '../../ui/words/copy.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './agenda.module.css'

/** The badge is another part's; the role brings it along. */
export type RenderSignature = (facts: FileFacts, document: DocumentRecord | null) => ReactNode

export function DocumentRow({
  document,
  onOpen,
  renderSignature,
  actions,
  withState = true,
}: {
  readonly document: DocumentRecord
  readonly onOpen: (document: string) => void
  readonly renderSignature: RenderSignature
  readonly actions?: ReactNode
  /** False while nothing is published yet: then every document is a draft. */
  readonly withState?: boolean
}) {
  const say = useWords(agendaWords)
  const sayCopy = useWords(copyWords)
  const type = say(documentTypeWord[document.documentType])
  const meta = [
    // Some offices write the type into the number; once is enough.
    document.number.toLocaleLowerCase('vi').startsWith(type.toLocaleLowerCase('vi')) ? '' : type,
    document.number,
    say('pages', { pages: document.facts.pages }),
    document.version > 1 ? say('version', { version: document.version }) : '',
  ].filter(Boolean)
  return (
    <li className={classes['document']} data-state={document.state}>
      <button
        type="button"
        className={classes['open']}
        onClick={() => onOpen(document.id)}
        aria-label={say('openDocument', { title: document.title })}
      >
        <IconFileTypePdf size="1.75rem" aria-hidden />
        <span>
          <span className={classes['documentTitle']}>{document.title}</span>
          <span className={classes['documentMeta']}>{meta.join(' · ')}</span>
        </span>
      </button>
      <div className={classes['side']}>
        {document.classification === 'internal' || document.classification === 'recall' ? (
          <Chip tone="abstain">{say(document.classification)}</Chip>
        ) : null}
        {readingOf(document) === 'hallOnly' ? <Chip tone="abstain">{sayCopy('hallOnly')}</Chip> : null}
        {document.state === 'published' || (document.state === 'draft' && !withState) ? null : (
          <Chip tone={document.state === 'draft' ? 'other' : 'no'}>{say(document.state)}</Chip>
        )}
        {renderSignature(document.facts, document)}
        {actions}
      </div>
    </li>
  )
}
