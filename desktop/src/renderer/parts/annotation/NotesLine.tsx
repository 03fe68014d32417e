/**
 * How the notes are doing, said calmly: nothing while all is well.
 * What must stay true: a short break of the network is not announced; the sentence says first that nothing is lost.
 */
import { IconCloudOff, IconCloudCheck, IconInfoCircle } from '@tabler/icons-react'
import { refusalText } from '@nghi-truong/shared/domain/refusal'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { useAnnotating } from './annotating.tsx'
import styles from './dock.module.css'

/** A break shorter than this is nobody's concern. */
const patienceMs = 2500
/** How long the good news stays. */
const newsMs = 5000

export function NotesLine() {
  const say = useWords(annotationWords)
  const language = useLanguage()
  const { layers, layerName } = useAnnotating()
  const [mine] = layers
  const line = useSyncExternalStore(
    mine?.room.subscribe ?? silence,
    () => mine?.room.now().line ?? 'connecting',
  )
  const away = line === 'offline'
  const [said, setSaid] = useState<'nothing' | 'away' | 'merged'>('nothing')
  const was = useRef(said)
  was.current = said
  useEffect(() => {
    if (away) {
      const timer = setTimeout(() => setSaid('away'), patienceMs)
      return () => clearTimeout(timer)
    }
    if (line !== 'online') return undefined
    if (was.current !== 'away') return undefined
    setSaid('merged')
    const timer = setTimeout(() => setSaid('nothing'), newsMs)
    return () => clearTimeout(timer)
  }, [away, line])

  const refused = layers.find((layer) => layer.room.now().line === 'refused')
  const refusal = refused?.room.now().refusal
  if (refused && refusal)
    return (
      <div className={styles['line']} role="status">
        <IconInfoCircle size={20} />
        {say('refused', { layer: layerName(refused.name), reason: refusalText(refusal, language) })}
      </div>
    )
  if (said === 'away')
    return (
      <div className={styles['line']} role="status">
        <IconCloudOff size={20} />
        {say('offline')}
      </div>
    )
  if (said === 'merged')
    return (
      <div className={styles['line']} data-tone="calm" role="status">
        <IconCloudCheck size={20} />
        {say('merged')}
      </div>
    )
  return null
}

const silence = (): (() => void) => () => undefined
