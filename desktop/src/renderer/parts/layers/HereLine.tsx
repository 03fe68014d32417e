/** Who of one's group has the same document open just now. */
import { IconUsers } from '@tabler/icons-react'
import { usePresent, type Layer } from '../../client/notes.ts'
import { layersWords } from '../../ui/words/layers.ts'
import { useWords } from '../../ui/words/words.ts'
import styles from './layers.module.css'

/** Named; the rest are counted. */
const most = 3

export function HereLine({
  layer,
  person,
  nameOf,
}: {
  /** Of a group. */
  readonly layer: Layer
  readonly person: string
  readonly nameOf: (person: string) => string
}) {
  const say = useWords(layersWords)
  const here = [...new Set(usePresent(layer.room).map((one) => one.person))].filter((one) => one !== person)
  if (here.length === 0) return null
  const names = here.slice(0, most).map(nameOf).join(', ')
  return (
    <div className={styles['here']} role="status" data-here={here.length}>
      <IconUsers size={18} aria-hidden />
      {here.length > most ? say('hereMore', { names, count: here.length - most }) : say('here', { names })}
    </div>
  )
}
