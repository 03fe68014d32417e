/**
 * How the person's private notes are kept, said over the page when something is to be done: unlock, or write down the code.
 * What must stay true: reading is never in its way; "later" is answered for this reading only.
 */
import { Button } from '@mantine/core'
import { IconKey, IconLock } from '@tabler/icons-react'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useKeyring, useMarks, type Layer } from '../../client/notes.ts'
import { layersWords } from '../../ui/words/layers.ts'
import { useWords } from '../../ui/words/words.ts'
import { CodeDialog } from './CodeDialog.tsx'
import styles from './layers.module.css'
import { UnlockDialog } from './UnlockDialog.tsx'

export function KeysLine({
  layer,
  person,
  name,
}: {
  /** The private one. */
  readonly layer: Layer
  readonly person: string
  readonly name: string
}) {
  const say = useWords(layersWords)
  const { ring, state } = useKeyring(person)
  const marks = useMarks(layer.room)
  const [dialog, setDialog] = useState<'unlock' | 'code' | null>(null)
  const [later, setLater] = useState(false)
  const wanted = useSyncExternalStore(ring.subscribe, ring.wanted)
  const seen = useRef(wanted)
  // Who draws on a locked layer is asked for the keys: a stroke that vanishes must be explained.
  useEffect(() => {
    if (seen.current === wanted) return
    seen.current = wanted
    if (ring.now().kind === 'locked') setDialog('unlock')
  }, [wanted, ring])
  const locked = state.kind === 'locked'
  const codeless = state.kind === 'ready' && state.ring.recovery === null && marks.size > 0
  return (
    <>
      {locked && (
        <div className={styles['bar']} role="status">
          <IconLock size={22} aria-hidden />
          <span>{say(state.revoked ? 'lockedRevoked' : 'locked')}</span>
          <Button size="sm" onClick={() => setDialog('unlock')}>
            {say('unlock')}
          </Button>
        </div>
      )}
      {state.kind === 'away' && (
        <div className={styles['bar']} role="status">
          <IconLock size={22} aria-hidden />
          <span>{say('away')}</span>
        </div>
      )}
      {codeless && !later && (
        <div className={styles['bar']} data-tone="calm" role="status">
          <IconKey size={22} aria-hidden />
          <span>{say('codeWanted')}</span>
          <Button size="sm" onClick={() => setDialog('code')}>
            {say('codeShow')}
          </Button>
          <Button size="sm" variant="default" onClick={() => setLater(true)}>
            {say('later')}
          </Button>
        </div>
      )}
      {dialog === 'unlock' && <UnlockDialog ring={ring} person={person} onClose={() => setDialog(null)} />}
      {dialog === 'code' && <CodeDialog ring={ring} name={name} onClose={() => setDialog(null)} />}
    </>
  )
}
