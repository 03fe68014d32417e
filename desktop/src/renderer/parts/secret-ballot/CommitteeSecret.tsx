/** Electronic secret ballots for a member of the Ban kiểm phiếu: the key, the closed boxes, the counted results. */
import { Stack } from '@mantine/core'
import { isOver } from '../../client/secret-ballot/forgetting.ts'
import { useHeads, useSecretDevice, useTrusteeOf, useTrusteeState } from '../../client/secret-ballot/use.ts'
import { useEvery, useOne, useYou } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { BoxCard } from './BoxCard.tsx'
import { Export } from './Export.tsx'
import { KeyEnd } from './KeyEnd.tsx'
import { KeysStep } from './KeysStep.tsx'
import { MemberCard } from './MemberCard.tsx'
import { ResultBody } from './ResultBody.tsx'
import { ToolVerdict } from './ToolVerdict.tsx'
import { TrialChip } from './Trial.tsx'

/** Nothing while the council has not allowed the mode. */
export function CommitteeSecret() {
  const say = useWords(secretWords)
  const you = useYou()
  const mode = useOne('secretMode', 'secretMode')
  const committee = useOne('committee', 'committee')
  const keys = useOne('secretKeys', 'secretKeys')
  const ballots = useEvery('secretBallot')
  const device = useSecretDevice()
  const keysOver =
    isOver(useOne('secretClearing', 'secretClearing')) && (keys?.members.includes(you.person) ?? false)
  useHeads(device)
  const trustee = useTrusteeOf(device)
  const state = useTrusteeState(trustee)
  if (mode?.state !== 'allowed' || !committee?.members.includes(you.person)) return null
  // While codes are compared only the member's own is on his screen.
  const leads = keys?.state !== 'confirming' && keys?.state !== 'ready'
  const boxes = ballots.filter((one) => one.state === 'closed' || one.state === 'opening')
  const counted = ballots.filter((one) => one.state === 'counted')
  return (
    <Stack gap="md">
      {device && trustee && state.kind !== 'none'
        ? boxes.map((ballot) => <BoxCard key={ballot.id} ballot={ballot} device={device} trustee={trustee} />)
        : null}
      {counted.map((ballot) => (
        <Card key={ballot.id} title={ballot.title} actions={<TrialChip />}>
          <ResultBody ballot={ballot} />
          <ToolVerdict ballot={ballot} />
          <Export ballot={ballot} />
        </Card>
      ))}
      {keysOver && device ? <KeyEnd device={device} /> : null}
      {trustee && !keysOver ? <MemberCard trustee={trustee} state={state} /> : null}
      {committee.head === you.person && leads ? (
        <Card title={say('stepKeys')} actions={<TrialChip />}>
          <KeysStep />
        </Card>
      ) : null}
    </Stack>
  )
}
