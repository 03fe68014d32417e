/** Secret ballots for everybody: that one is under way, and the results once announced. */
import { Button, Stack, Text } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { useEvery, useSelect, useYou } from '../../client/view.ts'
import { Announcer } from '../../ui/kit/Announcer.tsx'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { paperStateWord, paperTone, paperWords } from '../../ui/words/paper.ts'
import { useWords } from '../../ui/words/words.ts'
import { PaperResultBody } from './PaperResult.tsx'
import { RuleLine } from './RuleLine.tsx'
import { runningPaper } from './reading.ts'
import classes from './paper.module.css'

/** Nothing while there is none. */
export function PaperResults() {
  const say = useWords(paperWords)
  const all = useEvery('paperBallot')
  const shown = all.filter((ballot) => ballot.state !== 'draft').toReversed()
  if (shown.length === 0) return null
  return (
    <Stack gap="md">
      {shown.map((ballot) => (
        <Card
          key={ballot.id}
          title={ballot.title}
          {...(ballot.round > 1 ? { hint: say('round', { round: ballot.round }) } : {})}
          actions={<Chip tone={paperTone[ballot.state]}>{say(paperStateWord[ballot.state])}</Chip>}
        >
          {ballot.state === 'published' ? (
            <PaperResultBody ballot={ballot} />
          ) : ballot.state === 'void' ? (
            <Text>{say('voided', { reason: ballot.voidReason ?? '' })}</Text>
          ) : (
            <>
              <RuleLine ballot={ballot} />
              <Text>{ballot.subjects.map((one) => one.name).join(' · ')}</Text>
            </>
          )}
        </Card>
      ))}
    </Stack>
  )
}

/** The line over the page while a secret ballot is under way; for the Ban kiểm phiếu with the door to its page. */
export function PaperBanner({ onCommittee }: { readonly onCommittee?: () => void }) {
  const say = useWords(paperWords)
  const you = useYou()
  const running = useSelect(runningPaper)
  const announced = useSelect((records) =>
    records
      .every('paperBallot')
      .filter((one) => one.state === 'published')
      .at(-1),
  )
  const counts = you.roles.includes('committee') && onCommittee
  return (
    <>
      <Announcer>
        {running
          ? say('banner', { title: running.title })
          : announced
            ? say('announced', { title: announced.title })
            : ''}
      </Announcer>
      {running ? (
        <div className={classes['banner']} role="region" aria-label={say('title')}>
          <span>
            {say(running.state === 'issuing' ? 'banner' : 'bannerCounting', { title: running.title })}
          </span>
          {counts ? (
            <Button leftSection={<IconChecklist size="1.25rem" aria-hidden />} onClick={onCommittee}>
              {say('toCommittee')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </>
  )
}
