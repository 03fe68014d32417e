/**
 * The end of the rolls and keys of secret ballots (thử nghiệm), at the desk and at a member of the committee; and a delegate
 * whose device knows another receipt key than the box has.
 * What must stay true: as for all scenes, a state shown here is reached by real commands.
 */
import { Clearing } from '../parts/secret-ballot/Clearing.tsx'
import { CommitteeCall } from '../parts/secret-ballot/CommitteeCall.tsx'
import { CommitteeSecret } from '../parts/secret-ballot/CommitteeSecret.tsx'
import { SecretSheet } from '../parts/secret-ballot/SecretSheet.tsx'
import { chair, delegateId, hallSession, type Hall } from './hall.ts'
import type { SceneOf } from './scene.ts'
import { pretendDevice } from './secret-device.ts'
import { balloting, relief, tellers } from './secret-hall.ts'
import { boxAnswers } from './secret-scenes.tsx'
import type { Tap } from './Taps.tsx'

const backups = [
  '2026-12-09T04-05-00.000Z.ntb',
  '2026-12-09T04-00-00.000Z.ntb',
  '2026-12-09T03-00-00.000Z.ntb',
]

/** Sealed by the secretariat; the stick was looked at, or not. */
const sealed =
  (known = true) =>
  (hall: Hall): void => {
    balloting(hall, relief, 'published', { counts: [[2, 58]] })
    hall.wish('thuky', 'secretBallot.sealRolls', {})
    hall.wish('system', 'secretBallot.boxNamedBackups', { backups: known ? backups : [], known })
    hall.tick(31 * 86_400_000)
  }

function destroyed(hall: Hall): void {
  sealed()(hall)
  hall.wish(chair, 'secretBallot.destroyRolls', {})
  for (const { id: ballot } of hall.state.every('secretBallot'))
    hall.wish('system', 'secretBallot.boxDestroyed', { ballot })
  for (const member of tellers.slice(0, 2)) hall.wish(member, 'secretKeys.destroy', {})
}

const desk = (
  name: string,
  before: (hall: Hall) => void,
  taps: readonly Tap[] = [],
  person = chair,
): SceneOf => ({
  name,
  person,
  before,
  device: (hall) => pretendDevice(hall, person, {}),
  taps,
  part: <Clearing />,
})

const seat = (name: string, person: string): SceneOf => ({
  name,
  person,
  before: destroyed,
  device: (hall) => pretendDevice(hall, person, {}),
  answers: boxAnswers(),
  part: <CommitteeSecret />,
})

const voter = delegateId(5)

const otherKey: SceneOf = {
  name: 'secret-other-receipt-key',
  person: voter,
  before: (hall) => balloting(hall, relief, 'open', { cast: 3 }),
  async device(hall) {
    const made = await pretendDevice(hall, voter, {})
    await made.vault.write(`receiptKey/${hallSession}`, 'x'.repeat(43))
    return made
  },
  answers: boxAnswers(),
  part: <SecretSheet />,
}

export const secretClearingScenes: readonly SceneOf[] = [
  desk('secret-rolls-kept', (hall) => balloting(hall, relief, 'published', { counts: [[2, 58]] })),
  desk('secret-rolls-sealed', sealed()),
  desk('secret-rolls-sealed-mine', sealed(), [], 'thuky'),
  desk('secret-rolls-destroy', sealed(), [{ text: 'Hủy danh sách' }]),
  desk('secret-rolls-destroy-blind', sealed(false), [{ text: 'Hủy danh sách' }]),
  desk('secret-rolls-destroyed', destroyed),
  seat('secret-key-end', tellers[3] ?? ''),
  seat('secret-key-ended', tellers[0] ?? ''),
  { ...seat('secret-key-end-call', tellers[3] ?? ''), part: <CommitteeCall onCommittee={() => undefined} /> },
  otherKey,
]
