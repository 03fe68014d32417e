/**
 * The Ban kiểm phiếu of an electronic secret ballot (thử nghiệm) in every state: the key, the envelope, the closed box.
 * What must stay true: as for all scenes, a state shown here is reached by real commands; the device alone pretends.
 */
import { CommitteeCall } from '../parts/secret-ballot/CommitteeCall.tsx'
import { CommitteeSecret } from '../parts/secret-ballot/CommitteeSecret.tsx'
import { NowCard } from '../parts/sitting/NowCard.tsx'
import type { Hall } from './hall.ts'
import type { SceneOf } from './scene.ts'
import { galleryPin, gallerySeed, pretendDevice, type Script } from './secret-device.ts'
import {
  ballotOf,
  balloting,
  election,
  headTeller,
  judged,
  keysAt,
  optedIn,
  relief,
  secondTeller,
  tellers,
  type Going,
} from './secret-hall.ts'
import { boxAnswers, secretCounts } from './secret-scenes.tsx'
import type { Tap } from './Taps.tsx'

const nothing = (): void => undefined

interface Seat {
  readonly before: (hall: Hall) => void
  readonly script?: Script
  readonly taps?: readonly Tap[]
  readonly person?: string
}

const seat = (name: string, { before, script = {}, taps, person = tellers[3] ?? '' }: Seat): SceneOf => ({
  name,
  person,
  before,
  device: (hall) => pretendDevice(hall, person, script),
  answers: boxAnswers(),
  ...(taps ? { taps } : {}),
  part: <CommitteeSecret />,
})

const pin: Tap = { field: 'pin', value: galleryPin }
const wrongPin: Tap = { field: 'pin', value: '111111' }
const printed: readonly Tap[] = [{ word: 'envelope' }, pin, { word: 'show' }]
const typed: Tap = { field: 'restoreSeed', value: gallerySeed }
const restore: readonly Tap[] = [{ word: 'restore' }, typed]
const newPin: readonly Tap[] = [pin, { field: 'pinAgain', value: galleryPin }, { word: 'take' }]

const closed = (hall: Hall): void => balloting(hall, relief, 'closed')
const opening =
  (going: Going = {}) =>
  (hall: Hall): void =>
    balloting(hall, relief, 'opening', going)

function secondMismatch(hall: Hall): void {
  keysAt(hall, 'failed')
  hall.wish(headTeller, 'secretKeys.start')
  keysAt(hall, 'failed', 0, false)
}

const keyScenes: readonly SceneOf[] = [
  seat('secret-key-none', { before: (hall) => optedIn(hall) }),
  seat('secret-key-take', { before: (hall) => keysAt(hall, 'certificate', 2), script: { key: false } }),
  seat('secret-key-pin-short', {
    before: (hall) => keysAt(hall, 'certificate', 2),
    script: { key: false },
    taps: [
      { field: 'pin', value: '1234' },
      { field: 'pinAgain', value: '12' },
    ],
  }),
  seat('secret-key-unlock', {
    before: (hall) => keysAt(hall, 'key', 2),
    taps: [wrongPin, { word: 'unlock' }],
  }),
  seat('secret-key-working', { before: (hall) => keysAt(hall, 'key', 2), taps: [pin, { word: 'unlock' }] }),
  seat('secret-key-compare', {
    before: (hall) => keysAt(hall, 'confirming', 2),
    taps: [pin, { word: 'unlock' }],
  }),
  seat('secret-key-not-same', {
    before: (hall) => keysAt(hall, 'confirming', 2),
    taps: [pin, { word: 'unlock' }, { word: 'notSame' }],
  }),
  seat('secret-key-confirmed', {
    before: (hall) => keysAt(hall, 'confirming', 4),
    taps: [pin, { word: 'unlock' }],
  }),
  seat('secret-key-ready', { before: (hall) => keysAt(hall, 'ready') }),
  seat('secret-envelope', { before: (hall) => keysAt(hall, 'ready'), taps: [{ word: 'envelope' }] }),
  seat('secret-envelope-wrong-pin', {
    before: (hall) => keysAt(hall, 'ready'),
    taps: [{ word: 'envelope' }, wrongPin, { word: 'show' }],
  }),
  seat('secret-envelope-shown', { before: (hall) => keysAt(hall, 'ready'), taps: printed }),
  seat('secret-key-elsewhere', { before: (hall) => keysAt(hall, 'ready'), script: { key: false } }),
  seat('secret-restore', {
    before: (hall) => keysAt(hall, 'ready'),
    script: { key: false },
    taps: restore,
  }),
  seat('secret-restore-wrong', {
    before: (hall) => keysAt(hall, 'ready'),
    script: { key: false, otherSeed: true },
    taps: [...restore, ...newPin],
  }),
  seat('secret-restored', {
    before: (hall) => keysAt(hall, 'ready'),
    script: { key: false },
    taps: [...restore, ...newPin],
  }),
  seat('secret-key-failed', { before: (hall) => keysAt(hall, 'failed') }),
  seat('secret-key-only-paper', { before: secondMismatch }),
  seat('secret-head-starts', { before: (hall) => keysAt(hall, 'failed'), person: headTeller }),
]

const boxScenes: readonly SceneOf[] = [
  seat('secret-box-checking', { before: closed, script: { refused: 'looking' } }),
  seat('secret-box-fit', { before: closed }),
  seat('secret-box-unfit', {
    before: closed,
    script: { refused: ['decrypt.ballotCount', 'decrypt.notExtended'] },
  }),
  seat('secret-box-sealed', { before: (hall) => balloting(hall, relief, 'closed', { sealed: 4 }) }),
  seat('secret-box-open', { before: opening({ opened: 1 }) }),
  seat('secret-box-open-pin', {
    before: opening({ opened: 1 }),
    taps: [{ word: 'boxOpen' }, wrongPin, { word: 'boxOpen' }],
  }),
  seat('secret-box-given', { before: opening({ opened: 2 }), person: secondTeller }),
  seat('secret-box-part-refused', {
    before(hall) {
      opening({ opened: 1 })(hall)
      hall.wish('system', 'secretBallot.boxRefusedDecryption', {
        ballot: ballotOf(hall).id,
        person: tellers[3],
        hash: '1'.repeat(64),
        reason: 'proof',
      })
    },
  }),
  seat('secret-tool-verdict', {
    before(hall) {
      balloting(hall, election, 'counted', { counts: secretCounts.elected })
      judged(hall, { ours: 'accept' })
    },
  }),
]

const called = (name: string, before: (hall: Hall) => void): SceneOf => ({
  name,
  person: tellers[4] ?? '',
  before,
  part: (
    <>
      <CommitteeCall onCommittee={nothing} />
      <NowCard />
    </>
  ),
})

export const secretCommitteeScenes: readonly SceneOf[] = [
  ...keyScenes,
  ...boxScenes,
  called('secret-call-keys', (hall) => keysAt(hall, 'certificate', 2)),
  called('secret-call-box', closed),
  called('secret-call-open', opening({ opened: 1 })),
]
