/**
 * A device for secret ballots that only pretends, for the gallery: it answers its jobs as told and keeps what it is given
 * in memory.
 * What must stay true: nothing here encrypts or verifies, and nothing but the gallery may use it; everything a screen shows
 * besides is the product's own: outbox, search in the box, the member's machine.
 */
import { memoryVault } from '../client/secret-ballot/vault.ts'
import { createCasting, type BoxAnswer } from '../client/secret-ballot/casting.ts'
import type { SecretDevice } from '../client/secret-ballot/device.ts'
import type { CastReason } from '@nghi-truong/shared/protocol/ballot-box'
import type { Inspection } from '../client/secret-ballot/opening-box.ts'
import type { PaperFault } from '../client/secret-ballot/paper.ts'
import type { JobName, Jobs } from '../client/secret-ballot/jobs.ts'
import type { TestFault } from '@nghi-truong/shared/secret-ballot/test-ballot'
import { questionsOf } from '../parts/secret-ballot/questions.ts'
import type { Hall } from './hall.ts'
import { ballotOf, recordOf } from './secret-hall.ts'

export const galleryPin = '246810'
export const gallerySeed = 'bDdVF8ReuWtSSMTCa6wFK9'
export const galleryText = 'lá phiếu đã khóa'
export const galleryTracker = 'jWIjP6YjNDaeIvlqa4mqp+RwuiHCdl1iznQix48QTFI'

export interface Script {
  /** This device took the person's ballot. Default: once a ballot is handed out. */
  readonly taken?: boolean
  /** What is wrong with the paper. */
  readonly faults?: readonly PaperFault[]
  /** What the box answers; never: it is not reached. Default: recorded. */
  readonly box?: 'recorded' | 'never' | CastReason
  /** Cast before the scene begins. */
  readonly cast?: boolean
  readonly testFault?: TestFault | 'gone'
  /** This device holds the member's key. */
  readonly key?: boolean
  /** The seed typed in from the envelope is another one. */
  readonly otherSeed?: boolean
  /** What the device finds in the closed box; `looking`: it has not finished. */
  readonly refused?: Inspection['refused'] | 'looking'
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

/** Answers of the workshop by the script. */
function jobs(hall: Hall, script: Script): Partial<Record<JobName, (input: never) => unknown>> {
  const answers: { [N in JobName]?: (input: Parameters<Jobs[N]>[0]) => unknown } = {
    credential: () => '12345',
    readPaper: ({ texts, announced }) =>
      script.faults
        ? { faults: script.faults }
        : {
            uuid: announced.uuid,
            name: '',
            description: '',
            questions: questionsOf(texts.election),
            issued: 60,
          },
    warm: () => true,
    fillIn: () => ({ text: galleryText, tracker: galleryTracker, seed: new Uint8Array(32).fill(0x5a) }),
    sealForTest: () => new Uint8Array(4),
    checkTest: () => script.testFault ?? null,
    begin: ({ place }) => ({
      seed: gallerySeed,
      made: { ...place, cert: '{}', certs: null, polynomial: null, output: null },
    }),
    nextStep({ seen }) {
      const code = hall.state.one('secretKeys', 'secretKeys')?.code
      return seen.trustees !== null && code ? { do: 'compare', code } : { do: 'wait' }
    },
    ownsCert: () => !script.otherSeed,
    sealSeed: () => ({ kdf: 'scrypt', cost: 1, salt: new Uint8Array(1), sealed: new Uint8Array(1) }),
    openSeed: ({ pin }) => (pin === galleryPin ? gallerySeed : null),
    readBox: ({ from, bytes }) => ({ read: from + bytes.length, election: null, ballots: [] }),
    inspectBox: () => (script.refused === 'looking' ? never() : inspection(hall, script.refused ?? [])),
    openBox: () => ({ owner: 1, decryption: '{}' }),
  }
  return answers
}

function inspection(hall: Hall, refused: Inspection['refused']): Inspection {
  const ballots = ballotOf(hall).closed?.ballots ?? 0
  const summary = {
    uuid: null,
    name: null,
    fingerprint: null,
    head: null,
    setupHead: null,
    closingHead: null,
    events: ballots + 3,
    credentials: ballots,
    ballots,
    counted: ballots,
    trustees: 7,
  }
  const found = {
    check: 'C19',
    reason: 'notExtended',
    at: galleryTracker,
    detail: 'a head is missing',
  } as const
  return {
    verdict: { verdict: 'accept', stage: 'closed', summary, result: null },
    findings: refused.length > 0 ? [found] : [],
    rollFlaws: [],
    refused,
  }
}

export async function pretendDevice(hall: Hall, person: string, script: Script): Promise<SecretDevice> {
  const vault = memoryVault()
  const ballot = hall.state.every('secretBallot').at(-1)
  const keys = hall.state.one('secretKeys', 'secretKeys')
  const work = jobs(hall, script)
  if (ballot?.uuid && script.taken !== false) await vault.write(`taken/${person}/${ballot.uuid}`, '12345')
  if (keys && script.key !== false && keys.members.includes(person))
    await vault.write(`trustee/ky-hop-mau/${person}/${keys.number}`, {
      sealed: { kdf: 'scrypt', cost: 1, salt: new Uint8Array(1), sealed: new Uint8Array(1) },
      made: {
        number: keys.number,
        size: keys.members.length,
        threshold: keys.threshold,
        index: keys.members.indexOf(person) + 1,
        cert: '{}',
        certs: null,
        polynomial: null,
        output: null,
      },
    })
  const put = (): Promise<BoxAnswer> => {
    const said = script.box ?? 'recorded'
    if (said === 'never') return never()
    const common = { tracker: galleryTracker, epoch: 1, signature: 's' }
    const head = recordOf(hall, { texts: [galleryText] }).lastBallot
    return Promise.resolve(
      said === 'recorded'
        ? { kind: 'accepted', receipt: { ...common, head } }
        : { kind: 'refused', refusal: { ...common, head, reason: said, first: null } },
    )
  }
  const casting = createCasting({ vault, put, genuine: () => true, wait: () => never() })
  await casting.setPerson(person)
  if (script.cast && ballot)
    await casting.cast({
      uuid: ballot.uuid ?? '',
      text: galleryText,
      tracker: galleryTracker,
      receiptKey: ballot.receiptKey ?? '',
      at: new Date(hall.now() - 60_000).toISOString(),
    })
  return {
    vault,
    workshop: {
      run: async (name, input) => (await work[name]?.(input as never)) as never,
      stop: () => undefined,
    },
    door: {
      put,
      giveUp: () => Promise.resolve(true),
      tested: () => Promise.resolve(script.testFault === 'gone' ? null : new Uint8Array(4)),
    },
    casting,
    noteHead: () => Promise.resolve(),
    heads: () => Promise.resolve([]),
    watches: new Map(),
  }
}
