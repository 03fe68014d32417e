/**
 * "Ghi chú chưa khớp": marks of an earlier version for which the new one has no sure place.
 * What must stay true: each is shown with its words and the picture of its old place; one tap puts it where the author is
 * looking, one tap puts it away, and both can be undone.
 */
import { Button } from '@mantine/core'
import { annotationWords } from '../../../ui/words/annotation.ts'
import { versionWords } from '../../../ui/words/versions.ts'
import { useWords } from '../../../ui/words/words.ts'
import { useAnnotating } from '../annotating.tsx'
import { paint, signs } from '../colours.ts'
import styles from '../dock.module.css'
import { textOf } from '../list.ts'
import { OldPicture } from './OldPicture.tsx'
import { dropWaiting, placeHere } from './placing-again.ts'
import { useVersions, type Waiting } from './versions.tsx'

/** Drawn at once; the next follow as these are dealt with. */
const most = 20

export function UnmatchedPanel() {
  const say = useWords(versionWords)
  const versions = useVersions()
  if (!versions || versions.waiting.length === 0)
    return <p className={styles['note']}>{say('unmatchedNone')}</p>
  return (
    <>
      <p className={styles['note']}>{say('unmatchedHint')}</p>
      <div className={styles['list']}>
        {versions.waiting.slice(0, most).map((one) => (
          <Item key={`${one.layer} ${one.id}`} one={one} />
        ))}
      </div>
    </>
  )
}

function Item({ one }: { readonly one: Waiting }) {
  const say = useWords(versionWords)
  const words = useWords(annotationWords)
  const now = useAnnotating()
  const versions = useVersions()
  const { mark, old, why, answers } = one
  const text = textOf(mark)
  if (!versions) return null
  return (
    <section className={styles['unmatched']} data-unmatched={one.id} aria-label={say('unmatchedOne')}>
      <div className={styles['unmatchedHead']}>
        <i style={{ background: paint[mark.colour].soft, color: '#14181c' }} aria-hidden="true">
          {signs[mark.colour]}
        </i>
        <span>
          <strong>{words(`kind.${mark.kind}`)}</strong> ·{' '}
          {say('fromPage', { page: mark.page, version: old.version })} · {now.layerName(one.layer)}
          {answers.length > 0 && ` · ${words('answers', { count: answers.length })}`}
        </span>
      </div>
      {text !== '' && <q>{text}</q>}
      <OldPicture old={old} mark={mark} library={versions.library} />
      <small>{say(`why.${why}`)}</small>
      <div className={styles['unmatchedFoot']}>
        <Button
          size="md"
          // Selected words must survive the press.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => placeHere(now, one)}
        >
          {say('placeHere')}
        </Button>
        <Button size="md" variant="default" onClick={() => dropWaiting(now, one)}>
          {say('drop')}
        </Button>
      </div>
    </section>
  )
}
