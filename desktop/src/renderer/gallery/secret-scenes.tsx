/**
 * The delegate's side of an electronic secret ballot (thử nghiệm) in every state, and the screen of the hall.
 * What must stay true: as for all scenes, a state shown here is reached by real commands; the device alone pretends.
 */
import { openingText } from '../client/secret-ballot/opening.ts'
import { ProjectorPicture } from '../parts/projector/Projector.tsx'
import { SecretResults } from '../parts/secret-ballot/SecretResults.tsx'
import { SecretSheet } from '../parts/secret-ballot/SecretSheet.tsx'
import { NowCard } from '../parts/sitting/NowCard.tsx'
import { answerOf } from './fake-transport.ts'
import { chair, delegateId, type Hall } from './hall.ts'
import type { SceneOf } from './scene.ts'
import { galleryText, galleryTracker, pretendDevice, type Script } from './secret-device.ts'
import {
  ballotOf,
  balloting,
  election,
  keysAt,
  recordOf,
  rehearsal,
  relief,
  somePeople,
  strikeOut,
  survey,
  type Asked,
  type Going,
} from './secret-hall.ts'
import type { Tap } from './Taps.tsx'

const me = delegateId(5)

/** What the server would answer beside its records. */
export const boxAnswers =
  (going: Going = {}) =>
  (hall: Hall) =>
  (path: string) => {
    const what = /secret-ballots\/[^/]+\/([a-z]+)/.exec(path)?.[1]
    if (what === 'record') return answerOf(200, recordOf(hall, going).archive)
    if (what === 'roll') return answerOf(200, { uuid: ballotOf(hall).uuid ?? '', roll: [] })
    if (what === 'credential') return answerOf(200, { issued: true, receiptKey: 'k'.repeat(43) })
    if (what === 'decryption') return answerOf(200, { accepted: true })
    if (what !== 'events') return undefined
    const { events } = recordOf(hall, going)
    return answerOf(200, { epoch: 1, events, height: events.length })
  }

interface Booth {
  readonly before: (hall: Hall) => void
  readonly script?: Script
  readonly taps?: readonly Tap[]
  readonly going?: Going
  readonly person?: string
}

/** The sheet over whatever the delegate was looking at. */
const booth = (name: string, { before, script = {}, taps, going, person = me }: Booth): SceneOf => ({
  name,
  person,
  before,
  device: (hall) => pretendDevice(hall, person, script),
  answers: boxAnswers(going),
  ...(taps ? { taps } : {}),
  part: (
    <>
      <SecretSheet />
      <NowCard />
    </>
  ),
})

const mine: Going = { texts: [galleryText] }
const open =
  (asked: Asked, to: 'open' | 'paused' = 'open') =>
  (hall: Hall): void => {
    balloting(hall, asked, 'open', { ...mine, cast: 21 })
    if (to === 'paused') hall.wish(chair, 'secretBallot.pause', { ballot: ballotOf(hall).id })
  }
const closed = (hall: Hall, going: Going = mine): void => balloting(hall, relief, 'closed', going)

const word = (key: Extract<Tap, { word: unknown }>['word']): Tap => ({ word: key })
const names = (...which: readonly number[]): Tap[] =>
  which.map((at) => ({ text: somePeople(40)[at]?.name ?? '' }))
/** The highest level for those people. */
const levels = (...which: readonly number[]): Tap[] =>
  which.map((nth) => ({ text: nth % 9 === 8 ? 'Tín nhiệm thấp' : 'Tín nhiệm cao', nth }))
const agree: Tap = { text: 'Đồng ý' }
const lock = [word('review'), word('lock')]
const castAll = [agree, ...lock, word('cast')]

const voting: readonly SceneOf[] = [
  booth('secret-take', {
    before: (hall) => balloting(hall, election, 'issuing', { issued: 12 }),
    script: { taken: false },
  }),
  booth('secret-take-absent', {
    before: (hall) => balloting(hall, election, 'issuing', { issued: 12 }),
    script: { taken: false },
    person: delegateId(63),
  }),
  booth('secret-taken', { before: (hall) => balloting(hall, election, 'issuing', { issued: 13 }) }),
  booth('secret-rehearsal', {
    before(hall) {
      keysAt(hall, 'ready')
      rehearsal(hall, 'open', { cast: 9 })
    },
  }),
  booth('secret-one', { before: open(relief) }),
  booth('secret-list', { before: open(election), taps: names(1, 4, 5) }),
  booth('secret-list-too-many', { before: open(election), taps: names(0, 1, 2, 3, 4, 5) }),
  booth('secret-list-blank', { before: open(election), taps: [word('blank')] }),
  booth('secret-list-nobody', { before: open(election), taps: [word('review')] }),
  booth('secret-strike', { before: open(strikeOut) }),
  booth('secret-strike-some', { before: open(strikeOut), taps: names(2, 6) }),
  booth('secret-strike-review', { before: open(strikeOut), taps: [...names(2, 6), word('review')] }),
  booth('secret-strike-all', {
    before: open(strikeOut),
    taps: [...names(0, 1, 2, 3, 4, 5, 6), word('review')],
  }),
  booth('secret-columns', {
    before: open({ ...election, people: somePeople(3), seats: 3, form: 'columns' }),
    taps: [agree],
  }),
  booth('secret-forty', { before: open(survey) }),
  booth('secret-forty-some', {
    before: open(survey),
    taps: [...levels(0, 1, 2, 4, 5), word('nextUnmarked')],
  }),
  booth('secret-forty-review', {
    before: open(survey),
    taps: [...levels(...Array(37).keys()), word('review')],
  }),
  booth('secret-bad-paper', { before: open(relief), script: { faults: ['paper.otherElection'] } }),
  booth('secret-other-device', { before: open(relief), script: { faults: ['paper.notListed'] } }),
  booth('secret-not-here', { before: open(relief), script: { taken: false } }),
  booth('secret-why', { before: open(relief), taps: [word('why')] }),
]

const casting: readonly SceneOf[] = [
  booth('secret-review', { before: open(relief), taps: [agree, word('review')] }),
  booth('secret-locked', { before: open(relief), taps: [agree, ...lock] }),
  booth('secret-paused', { before: open(relief, 'paused'), taps: [word('openSheet'), agree, ...lock] }),
  booth('secret-test-sure', { before: open(relief), taps: [agree, ...lock, word('test')] }),
  booth('secret-test-link', { before: open(relief), taps: [agree, ...lock, word('test'), word('test')] }),
  booth('secret-sending', { before: open(relief), script: { box: 'never' }, taps: castAll }),
  {
    ...booth('secret-sending-offline', { before: open(relief), script: { box: 'never', cast: true } }),
    wire: (wire) => setTimeout(() => wire.setOnline(false), 500),
  },
  booth('secret-recorded', { before: open(relief), taps: castAll }),
  booth('secret-refused-late', {
    before: (hall) => closed(hall),
    script: { box: 'closed', cast: true },
    taps: [word('openSheet')],
  }),
  booth('secret-refused-fault', { before: open(relief), script: { box: 'proof', cast: true } }),
  booth('secret-refused-twice', { before: open(relief), script: { box: 'alreadyCast', cast: true } }),
]

const after: readonly SceneOf[] = [
  booth('secret-closing', {
    before: (hall) => balloting(hall, relief, 'closing'),
    taps: [word('openSheet')],
  }),
  booth('secret-in-box', {
    before: (hall) => closed(hall),
    script: { cast: true },
    going: mine,
    taps: [word('openSheet')],
  }),
  booth('secret-not-in-box', {
    before: (hall) => closed(hall, {}),
    script: { cast: true },
    taps: [word('openSheet')],
  }),
  booth('secret-complained', {
    before(hall) {
      closed(hall, {})
      hall.wish(me, 'secretBallot.complain', { ballot: ballotOf(hall).id, reason: 'not_in_box' })
    },
    script: { cast: true },
    taps: [word('openSheet')],
  }),
  booth('secret-not-cast', { before: (hall) => closed(hall), taps: [word('openSheet')] }),
  booth('secret-moved', {
    before(hall) {
      open(relief)(hall)
      // The sheet that was open stays open.
      setTimeout(
        () =>
          hall.wish(chair, 'secretBallot.toPaper', {
            ballot: ballotOf(hall).id,
            reason: 'Mất điện hội trường',
          }),
        1500,
      )
    },
  }),
]

const scanned = (hall: Hall): Tap[] => [
  {
    field: 'otherField',
    value: openingText({
      uuid: ballotOf(hall).uuid ?? '',
      tracker: galleryTracker,
      seed: new Uint8Array(32).fill(0x5a),
      marks: [[1, 0]],
    }),
  },
  word('otherCheck'),
]

/** [Kiểm tra thử] seen from the second device. */
const second = (name: string, script: Script): SceneOf => ({
  name,
  person: delegateId(9),
  before: open(relief),
  device: (hall) => pretendDevice(hall, delegateId(9), script),
  answers: boxAnswers(),
  taps: scanned,
  part: <SecretResults />,
})

const results = (name: string, before: (hall: Hall) => void): SceneOf => ({
  name,
  person: me,
  before,
  device: (hall) => pretendDevice(hall, me, {}),
  part: <SecretResults />,
})

const elected = [[2, 55, 51, 49, 48, 47, 30, 12]]
const tied = [[1, 55, 52, 50, 49, 40, 40, 12]]
const forty = somePeople(40).map((_, n) =>
  n === 6 ? [4, 13, 42] : [50 - (n % 13), 2 + (n % 13), 1 + (n % 4)],
)

const screens = (name: string, before: (hall: Hall) => void): SceneOf => ({
  name,
  person: 'manhinh',
  bare: true,
  before,
  part: <ProjectorPicture />,
})

export const secretCounts = { elected, tied, forty }

export const secretScenes: readonly SceneOf[] = [
  ...voting,
  ...casting,
  ...after,
  second('secret-test-good', {}),
  second('secret-test-wrong', { testFault: 'test.differs' }),
  second('secret-test-gone', { testFault: 'gone' }),
  results('secret-result-elected', (hall) => balloting(hall, election, 'published', { counts: elected })),
  results('secret-result-forty', (hall) => balloting(hall, survey, 'published', { counts: forty })),
  results('secret-result-void', (hall) => {
    open(relief)(hall)
    hall.wish(chair, 'secretBallot.void', { ballot: ballotOf(hall).id, reason: 'Sai tên người trên phiếu' })
  }),
  screens('projector-secret-issuing', (hall) => balloting(hall, election, 'issuing', { issued: 31 })),
  screens('projector-secret-open', (hall) => open(election)(hall)),
  screens('projector-secret-paused', (hall) => open(election, 'paused')(hall)),
  screens('projector-secret-closing', (hall) => balloting(hall, election, 'closing')),
  screens('projector-secret-codes', (hall) => balloting(hall, election, 'closed')),
  screens('projector-secret-opening', (hall) => balloting(hall, election, 'opening', { opened: 2 })),
  screens('projector-secret-counted', (hall) => balloting(hall, election, 'counted', { counts: elected })),
  screens('projector-secret-elected', (hall) => balloting(hall, election, 'published', { counts: elected })),
  screens('projector-secret-relief', (hall) => balloting(hall, relief, 'published', { counts: [[44, 12]] })),
  screens('projector-secret-forty', (hall) => balloting(hall, survey, 'published', { counts: forty })),
]
