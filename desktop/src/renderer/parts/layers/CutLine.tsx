/**
 * Tells a person that his notes were taken out of a shared layer, or that he is kept from writing there, and why.
 * What must stay true: he learns it where he would miss them; put aside once, it does not come back on this device.
 */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Keep } from '../../client/keep.ts'
import { useEvery } from '../../client/view.ts'
import { suggestionWords } from '../../ui/words/suggestions.ts'
import { useWords } from '../../ui/words/words.ts'
import styles from './layers.module.css'

const key = (person: string): string => `nt.read.cut.${person}`

export function CutLine({
  person,
  file,
  keep,
}: {
  readonly person: string
  readonly file: string
  readonly keep: Keep
}) {
  const say = useWords(suggestionWords)
  const groups = useEvery('group')
  const orders = useEvery('withdrawal')
  const stops = useEvery('expulsion')
  const [aside, setAside] = useState(() => (keep.read(key(person)) ?? '').split(' '))
  const layerOf = (group: string | null): string =>
    group === null ? say('presenterLayer') : (groups.find((one) => one.id === group)?.name ?? group)
  const told = [
    ...orders
      .filter((one) => one.file === null || one.file === file)
      .map((one) => ({ ...one, name: one.id, text: 'cutYou' as const })),
    ...stops.map((one) => ({ ...one, name: `${one.id}@${one.at ?? ''}`, text: 'cutYouOut' as const })),
  ].find((one) => one.person === person && one.reason !== undefined && !aside.includes(one.name))
  if (!told) return null
  const put = (): void => {
    const next = [...aside.filter((one) => one !== ''), told.name]
    keep.write(key(person), next.join(' '))
    setAside(next)
  }
  return (
    <div className={styles['bar']} role="status" data-cut={told.kind}>
      <span>{say(told.text, { layer: layerOf(told.group), reason: told.reason ?? '' })}</span>
      <Button size="md" variant="default" onClick={put}>
        {say('cutSeen')}
      </Button>
    </div>
  )
}
