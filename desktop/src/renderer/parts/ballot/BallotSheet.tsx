/**
 * The vote comes to the delegate, wherever he is reading: a sheet over the page, and a line at the top when put aside.
 * What must stay true: it opens once for each round by itself; opening, end and result are said aloud.
 */
import { Button, Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { IconCheckbox } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useOne, useSelect, useYou } from '../../client/view.ts'
import { Announcer } from '../../ui/kit/Announcer.tsx'
import { Urgent } from '../../ui/kit/Urgent.tsx'
import { ballotWords } from '../../ui/words/ballot.ts'
import { useWords } from '../../ui/words/words.ts'
import { Witnesses } from './Comparison.tsx'
import { inHall, runningBallot } from './reading.ts'
import { ResultBody, useVerdict } from './ResultCard.tsx'
import { VotingCard } from './VotingCard.tsx'
import classes from './ballot.module.css'

export function BallotSheet({
  onOpenDocument,
  quiet = false,
}: {
  readonly onOpenDocument: (document: string) => void
  /** Does not open by itself: for the chair, who runs the vote beside casting his own. */
  readonly quiet?: boolean
}) {
  const say = useWords(ballotWords)
  const narrow = useMediaQuery('(max-width: 48em)')
  const you = useYou()
  const running = useSelect(runningBallot)
  const mayVote = useSelect((records) =>
    running ? (records.one('electorate', running.id)?.people.includes(you.person) ?? false) : false,
  )
  /** The vote on the sheet; it stays there after its end, until put aside. */
  const [shown, setShown] = useState<string | null>(null)
  const [aside, setAside] = useState<string | null>(null)
  const runningId = running && mayVote ? running.id : null
  useEffect(() => {
    if (!quiet && runningId && runningId !== aside) setShown(runningId)
  }, [quiet, runningId, aside])
  const ballot = useOne('ballot', shown ?? '')
  const putAside = (): void => {
    setAside(shown)
    setShown(null)
  }
  return (
    <>
      <BallotNews />
      <Witnesses />
      {running && runningId && shown !== runningId ? (
        <Urgent>
          <div className={classes['banner']} role="region" aria-label={say('running')}>
            <span>{say('banner', { question: running.question })}</span>
            <Button
              leftSection={<IconCheckbox size="1.25rem" aria-hidden />}
              onClick={() => setShown(running.id)}
            >
              {say('openSheet')}
            </Button>
          </div>
        </Urgent>
      ) : null}
      <Modal
        opened={ballot !== undefined && ballot.state !== 'void'}
        onClose={putAside}
        size="60rem"
        fullScreen={narrow}
        title={say(ballot?.state === 'published' ? 'result' : 'title')}
        closeButtonProps={{ 'aria-label': say('minimise') }}
        closeOnClickOutside={false}
        transitionProps={{ duration: 120 }}
      >
        {ballot ? (
          ballot.state === 'published' ? (
            <>
              <h2 className={classes['question']}>{ballot.question}</h2>
              <ResultBody ballot={ballot} />
            </>
          ) : (
            <VotingCard
              ballot={ballot}
              onOpenDocument={(document) => {
                putAside()
                onOpenDocument(document)
              }}
            />
          )
        ) : null}
      </Modal>
    </>
  )
}

/** The last vote that changed, said to those who listen. */
function BallotNews() {
  const say = useWords(ballotWords)
  const verdict = useVerdict()
  const latest = useSelect((records): Ballot | undefined =>
    records
      .every('ballot')
      .filter((one) => one.openedAt !== null && inHall(one))
      .toSorted((a, b) => (a.openedAt ?? '').localeCompare(b.openedAt ?? ''))
      .at(-1),
  )
  const result = useOne('result', latest?.id ?? '')
  const words = !latest
    ? ''
    : latest.state === 'open'
      ? say('opened', { question: latest.question })
      : latest.state === 'closed'
        ? say('announcedClosed')
        : latest.state === 'published' && result
          ? say('announcedResult', { verdict: verdict(result) })
          : ''
  return <Announcer>{words}</Announcer>
}
