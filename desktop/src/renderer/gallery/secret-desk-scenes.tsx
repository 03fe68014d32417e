/**
 * The desk of an electronic secret ballot (thử nghiệm) in every state: the steps once, then a ballot from draft to result.
 * What must stay true: as for all scenes, a state shown here is reached by real commands.
 */
import { Stack } from '@mantine/core'
import { SecretDesk, SecretRunning } from '../parts/secret-ballot/SecretDesk.tsx'
import { chair, delegateId, type Hall } from './hall.ts'
import type { SceneOf } from './scene.ts'
import { pretendDevice } from './secret-device.ts'
import {
  ballotOf,
  balloting,
  election,
  judged,
  keysAt,
  optedIn,
  ready,
  rehearsal,
  relief,
  strikeOut,
  survey,
  tellers,
  type Asked,
  type Going,
} from './secret-hall.ts'
import { secretCounts } from './secret-scenes.tsx'
import type { Tap } from './Taps.tsx'

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
  part: (
    <Stack>
      <SecretRunning />
      <SecretDesk />
    </Stack>
  ),
})

const at =
  (asked: Asked, to: Parameters<typeof balloting>[2], going: Going = {}) =>
  (hall: Hall): void =>
    balloting(hall, asked, to, going)

const { elected, tied, forty } = secretCounts

function complained(hall: Hall): void {
  balloting(hall, relief, 'closed', { sealed: 2 })
  const { id: ballot, closed } = ballotOf(hall)
  hall.wish(delegateId(5), 'secretBallot.complain', { ballot, reason: 'not_in_box' })
  hall.wish(tellers[2] ?? '', 'secretBallot.seal', {
    ballot,
    head: closed?.head,
    fit: false,
    reasons: ['decrypt.ballotCount'],
  })
}

const counted =
  (said: Parameters<typeof judged>[1]) =>
  (hall: Hall): void => {
    balloting(hall, election, 'counted', { counts: elected })
    judged(hall, said)
  }

export const secretDeskScenes: readonly SceneOf[] = [
  desk('secret-desk-off', (hall) => optedIn(hall, 'off'), [{ word: 'limits' }]),
  desk('secret-desk-proposed', (hall) => optedIn(hall, 'proposed')),
  desk('secret-desk-proposed-mine', (hall) => optedIn(hall, 'proposed'), [], 'thuky'),
  desk('secret-desk-no-board', (hall) => optedIn(hall, 'allowed', false)),
  desk('secret-desk-keys', (hall) => optedIn(hall)),
  desk('secret-desk-keys-taking', (hall) => keysAt(hall, 'certificate', 5)),
  desk('secret-desk-keys-compare', (hall) => keysAt(hall, 'confirming', 2)),
  desk('secret-desk-keys-failed', (hall) => keysAt(hall, 'failed')),
  desk('secret-desk-rehearse', (hall) => keysAt(hall, 'ready')),
  desk('secret-desk-rehearsal-counted', (hall) => {
    keysAt(hall, 'ready')
    rehearsal(hall, 'counted', { counts: [[21, 20, 19]] })
    judged(hall, { ours: 'accept' })
  }),
  desk('secret-desk-ready', (hall) => ready(hall)),
  desk('secret-desk-keys-again', (hall) => ready(hall), [{ word: 'keysAgain' }]),
  desk('secret-desk-prepare', (hall) => ready(hall), [{ word: 'prepare' }, { word: 'addSubject' }]),
  desk('secret-desk-draft', at(strikeOut, 'draft')),
  desk('secret-desk-armed', at(election, 'armed')),
  desk('secret-desk-issuing', at(election, 'issuing', { issued: 57 })),
  desk('secret-desk-open-sure', at(election, 'issuing', { issued: 57 }), [{ word: 'open' }]),
  desk('secret-desk-open', at(election, 'open', { cast: 41, tested: 3 })),
  desk('secret-desk-close-sure', at(election, 'open', { cast: 57, tested: 3 }), [{ word: 'closeBox' }]),
  desk('secret-desk-to-paper', at(election, 'open', { cast: 41 }), [{ word: 'toPaper' }]),
  desk('secret-desk-void', at(election, 'open', { cast: 41 }), [{ word: 'more' }, { word: 'void' }]),
  desk('secret-desk-paused', (hall) => {
    balloting(hall, election, 'open', { cast: 41 })
    hall.wish(chair, 'secretBallot.pause', { ballot: ballotOf(hall).id })
  }),
  desk('secret-desk-closing', at(election, 'closing')),
  desk('secret-desk-complaint', complained),
  desk('secret-desk-closed', (hall) => {
    balloting(hall, election, 'closed', { sealed: 4 })
    hall.tick(61_000)
  }),
  desk('secret-desk-opening', (hall) => {
    balloting(hall, election, 'opening', { opened: 2 })
    hall.wish('system', 'secretBallot.boxRefusedDecryption', {
      ballot: ballotOf(hall).id,
      person: tellers[3],
      hash: '1'.repeat(64),
      reason: 'proof',
    })
  }),
  desk('secret-desk-one-verdict', counted({ ours: 'accept' })),
  desk('secret-desk-two-verdicts', counted({ ours: 'accept', tool: 'accept' })),
  desk('secret-desk-rejected', counted({ ours: 'accept', tool: 'reject' })),
  desk('secret-desk-published', at(election, 'published', { counts: elected })),
  desk('secret-desk-tied', at(election, 'published', { counts: tied })),
  desk('secret-desk-survey', at(survey, 'published', { counts: forty })),
  desk('secret-desk-moved', (hall) => {
    balloting(hall, election, 'open', { cast: 41 })
    hall.wish(chair, 'secretBallot.toPaper', { ballot: ballotOf(hall).id, reason: 'Mất điện hội trường' })
  }),
]
