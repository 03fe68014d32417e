/**
 * A secret ballot comes to the delegate wherever he is reading: a line over the page, and a sheet that opens by itself when
 * a ballot is to be taken and when the box opens.
 * What must stay true: it opens once for each stage; a screen reader hears every stage; a ballot that waited on this device
 * is sent again as soon as this is on screen.
 */
import { Button, Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import { IconMailbox } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import {
  useCastBallot,
  useForgetting,
  useHeads,
  useOfferingAgain,
  useSecretDevice,
  useWatching,
} from '../../client/secret-ballot/use.ts'
import { useOne, useSelect, useView, useYou } from '../../client/view.ts'
import { Announcer } from '../../ui/kit/Announcer.tsx'
import { Urgent } from '../../ui/kit/Urgent.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { runningSecret } from './reading.ts'
import { VoterCard } from './VoterCard.tsx'
import classes from './secret.module.css'

/** The stage at which a delegate has something to do. */
const calling = (ballot: SecretBallot | undefined): string | null =>
  ballot?.state === 'issuing' || ballot?.state === 'open' ? `${ballot.id}:${ballot.state}` : null

export function SecretSheet({ quiet = false }: { readonly quiet?: boolean }) {
  const say = useWords(secretWords)
  const narrow = useMediaQuery('(max-width: 48em)')
  const you = useYou()
  const { session } = useView()
  const device = useSecretDevice()
  useHeads(device)
  useWatching(device)
  useForgetting(device)
  useOfferingAgain(device)
  const running = useSelect(runningSecret)
  /** Stays while the sheet closes, so that it does not empty under one's eyes. */
  const [shown, setShown] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const show = (id: string | null): void => {
    setShown(id)
    setOpen(id !== null)
  }
  const [called, setCalled] = useState<string | null>(null)
  const ballot = useOne('secretBallot', shown ?? '')
  const cast = useCastBallot(device, running?.uuid ?? null)
  const votes = you.roles.includes('delegate')
  const call = calling(running)
  useEffect(() => {
    if (!votes || quiet || call === null || call === called) return
    setCalled(call)
    show(running?.id ?? null)
  }, [votes, quiet, call, called, running])
  // The chair has resumed, or the network is back: what waits is sent now, not at the next try.
  useEffect(() => {
    if (running?.state === 'open') device?.casting.hurry()
  }, [running?.state, device])
  if (!votes) return null
  const done = cast?.state === 'recorded' && running?.state === 'open'
  const line = !running
    ? ''
    : running.state === 'issuing'
      ? say('bannerTake', { title: running.title })
      : running.state === 'open' && !done
        ? say('bannerVote', { title: running.title })
        : running.closed
          ? say('bannerClosed', { title: running.title })
          : say('banner', { title: running.title })
  return (
    <>
      <Announcer>{running ? newsOf(running, say) : ''}</Announcer>
      {running && !(open && shown === running.id) ? (
        <Urgent>
          <div className={classes['banner']} role="region" aria-label={say('title')}>
            <span>{line}</span>
            <Button
              leftSection={<IconMailbox size="1.25rem" aria-hidden />}
              variant="white"
              onClick={() => show(running.id)}
            >
              {say('openSheet')}
            </Button>
          </div>
        </Urgent>
      ) : null}
      <Modal
        opened={open && ballot !== undefined && device !== null}
        onClose={() => setOpen(false)}
        size="54rem"
        fullScreen={narrow}
        title={say('title')}
        closeButtonProps={{ 'aria-label': say('minimise') }}
        closeOnClickOutside={false}
        closeOnEscape={false}
        transitionProps={{ duration: 120 }}
      >
        {ballot && device ? (
          <VoterCard
            key={ballot.id}
            ballot={ballot}
            device={device}
            testBase={`${location.origin}${location.pathname}#/s/${session}/delegate/ballots`}
          />
        ) : null}
      </Modal>
    </>
  )
}

function newsOf(ballot: SecretBallot, say: ReturnType<typeof useWords<keyof typeof secretWords.vi>>): string {
  const { title } = ballot
  switch (ballot.state) {
    case 'issuing':
      return say('announcedIssuing', { title })
    case 'open':
      return say('announcedOpen', { title })
    case 'closed':
      return say('announcedClosed', { title })
    default:
      return ''
  }
}
