/**
 * Following whoever presents this document, or reading by oneself: one tap either way.
 * What must stay true: nobody's page is moved unless he chose to follow; who scrolls by himself reads by himself; the
 * presenter's own page is his.
 */
import { Button } from '@mantine/core'
import { IconEye, IconPresentation } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { usePresent, type Layer, type Place } from '../../client/notes.ts'
import { layersWords } from '../../ui/words/layers.ts'
import { useWords } from '../../ui/words/words.ts'
import styles from './layers.module.css'

/** What this bar needs of the reader. */
export interface FollowedReader {
  readonly spot: () => { readonly page: number; readonly fx: number; readonly fy: number }
  readonly share: () => number
  readonly showAs: (
    spot: { readonly page: number; readonly fx: number; readonly fy: number },
    share: number,
  ) => void
  readonly scroller: () => HTMLElement | null
}

const lookEveryMs = 150
/** Said again although nothing moved: for those who have just come. */
const againMs = 2500

export function FollowBar({
  layer,
  presenter,
  person,
  nameOf,
  reader,
}: {
  /** The presenter's. */
  readonly layer: Layer
  readonly presenter: string | null
  readonly person: string
  readonly nameOf: (person: string) => string
  readonly reader: FollowedReader
}) {
  if (presenter === null) return null
  return presenter === person ? (
    <Presenting layer={layer} reader={reader} />
  ) : (
    <Following layer={layer} presenter={presenter} name={nameOf(presenter)} reader={reader} />
  )
}

function Presenting({ layer, reader }: { readonly layer: Layer; readonly reader: FollowedReader }) {
  const say = useWords(layersWords)
  const latest = useRef(reader)
  latest.current = reader
  const { presence } = layer.room
  useEffect(() => {
    let last = ''
    let saidAt = 0
    const look = (): void => {
      const place: Place = { ...latest.current.spot(), share: latest.current.share() }
      const now = JSON.stringify(place)
      if (now === last && Date.now() - saidAt < againMs) return
      last = now
      saidAt = Date.now()
      presence.show(place)
    }
    const timer = setInterval(look, lookEveryMs)
    return () => {
      clearInterval(timer)
      presence.show(null)
    }
  }, [presence])
  return (
    <div className={styles['bar']} data-tone="calm" role="status">
      <IconPresentation size={22} aria-hidden />
      <span>{say('presenting')}</span>
    </div>
  )
}

function Following({
  layer,
  presenter,
  name,
  reader,
}: {
  readonly layer: Layer
  readonly presenter: string
  readonly name: string
  readonly reader: FollowedReader
}) {
  const say = useWords(layersWords)
  const [on, setOn] = useState(false)
  const place = usePresent(layer.room).find((one) => one.person === presenter && one.place)?.place ?? null
  const latest = useRef(reader)
  latest.current = reader
  useEffect(() => {
    if (!on || !place) return
    latest.current.showAs(place, place.share)
  }, [on, place])
  useEffect(() => {
    const element = latest.current.scroller()
    if (!on || !element) return undefined
    let ours = true
    // A hand on the page, not our own placing: scrolling that follows it is the reader's own wish.
    const hand = (): void => {
      ours = false
    }
    const scrolled = (): void => {
      if (!ours) setOn(false)
    }
    for (const kind of ['wheel', 'touchmove', 'keydown'] as const)
      element.addEventListener(kind, hand, { passive: true })
    element.addEventListener('scroll', scrolled, { passive: true })
    return () => {
      for (const kind of ['wheel', 'touchmove', 'keydown'] as const) element.removeEventListener(kind, hand)
      element.removeEventListener('scroll', scrolled)
    }
  }, [on])
  return (
    <div className={styles['bar']} data-tone="calm" role="status" data-following={on}>
      <IconPresentation size={22} aria-hidden />
      <span>
        {on && place ? say('following', { name, page: place.page }) : say('followWaiting', { name })}
      </span>
      <Button
        size="sm"
        variant={on ? 'default' : 'filled'}
        leftSection={<IconEye size={20} aria-hidden />}
        onClick={() => setOn(!on)}
      >
        {say(on ? 'stopFollowing' : 'follow')}
      </Button>
    </div>
  )
}
