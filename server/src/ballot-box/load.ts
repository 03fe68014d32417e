/**
 * Brings a box back from its folder, or begins one.
 * What must stay true: the texts of the setup are read from the record itself, never from elsewhere; every ballot that was
 * acknowledged must be there, else the box stays shut; proofs are not checked again here, for they were before the
 * ballot was written and are again by the verifier of the finished record.
 */
import { join } from 'node:path'
import type { Member } from '@nghi-truong/shared/secret-ballot/archive'
import { ballotReader } from '@nghi-truong/shared/secret-ballot/ballot'
import { readCredentials } from '@nghi-truong/shared/secret-ballot/credentials'
import { trackerOfHex } from '@nghi-truong/shared/secret-ballot/digest'
import { readElection, type Election, type GroupOf } from '@nghi-truong/shared/secret-ballot/election'
import { isFault } from '@nghi-truong/shared/secret-ballot/shapes'
import { ballotPairs, tallier } from '@nghi-truong/shared/secret-ballot/tally'
import { appendSetup } from '@nghi-truong/shared/secret-ballot/write'
import type { Held } from './box.ts'
import { journalLine, type JournalLine } from './journal.ts'
import { openLinesFile, type Copied, type LinesFile } from './lines-file.ts'
import { openRecordFile, type RecordFile } from './record-file.ts'

export interface SetupTexts {
  readonly election: string
  readonly trustees: string
  readonly credentials: string
}

export interface Loaded {
  readonly election: Election
  readonly trustees: string
  readonly credentials: ReadonlySet<string>
  readonly record: RecordFile
  readonly journal: LinesFile<JournalLine>
  readonly held: Held
  /** Text of the encrypted tally, partial decryptions by owner, and the result, where the record has them. */
  readonly after: After
}

export interface After {
  tally: string | undefined
  readonly decryptions: Map<number, string>
  result: readonly (readonly number[])[] | undefined
}

interface Reading {
  /** The box is closed and its tally lies in the record: the ballots need not be added up again. */
  readonly light: boolean
  texts: SetupTexts | undefined
  election: Election | undefined
  held: { sums: ReturnType<typeof tallier>; ballots: Held['ballots'][number][] } | undefined
  readonly after: After
}

function readSetup(reading: Reading, texts: SetupTexts, groupOf: GroupOf): void {
  const { election, flaws } = readElection(texts.election, 'council', groupOf)
  if (!election || flaws.length > 0) throw new Error('the election text of the record is not in order')
  reading.texts = texts
  reading.election = election
  reading.held = { sums: tallier(election), ballots: [] }
}

function takeEvent(
  reading: Reading,
  type: string,
  hash: string,
  data: readonly Member[],
  groupOf: GroupOf,
): void {
  const [first, second, third] = data.map((member) => member.text)
  if (type === 'Setup')
    return readSetup(
      reading,
      { election: first ?? '', trustees: second ?? '', credentials: third ?? '' },
      groupOf,
    )
  const { election, held, after } = reading
  if (!election || !held || first === undefined) return
  if (type === 'Ballot' && reading.light) {
    const credential = /^\{"election_uuid":"[^"]*","election_hash":"[^"]*","credential":"(\d+)"/.exec(
      first,
    )?.[1]
    if (credential === undefined) throw new Error('the record holds a ballot that cannot be read')
    held.ballots.push({ credential, tracker: trackerOfHex(data[0]?.hash ?? ''), event: hash })
  } else if (type === 'Ballot') {
    const ballot = ballotReader(election)(first)
    if (isFault(ballot)) throw new Error('the record holds a ballot that cannot be read')
    held.sums.add(ballotPairs(ballot), 1n)
    held.ballots.push({ credential: ballot.credential.text, tracker: ballot.tracker, event: hash })
  } else if (type === 'EncryptedTally') after.tally = first
  else if (type === 'PartialDecryption')
    after.decryptions.set((JSON.parse(second ?? '{}') as { owner: number }).owner, first)
  else if (type === 'Result') after.result = (JSON.parse(first) as { result: number[][] }).result
}

/**
 * @param fresh texts of the setup, to begin with where there is no record yet
 * @param light for a box that is over: its sums are then those of nothing and must not be asked for
 * @param copy for a second machine, by the name of the file
 * @throws when the folder holds a record that is not in order, or none and no texts were given
 */
export async function loadBox(
  folder: string,
  groupOf: GroupOf,
  now: string,
  fresh?: SetupTexts,
  light = false,
  copy: (name: string) => Copied | undefined = () => undefined,
): Promise<Loaded> {
  const reading: Reading = {
    light,
    texts: undefined,
    election: undefined,
    held: undefined,
    after: { tally: undefined, decryptions: new Map(), result: undefined },
  }
  const seconds = Math.floor(Date.parse(now) / 1000)
  const record = await openRecordFile(
    join(folder, 'record.bel'),
    seconds,
    (event, data) => takeEvent(reading, event.type, event.hash, data, groupOf),
    copy('record.bel'),
  )
  try {
    if (!reading.texts) {
      if (!fresh) throw new Error('there is no record')
      await record.append([appendSetup(fresh.election, fresh.trustees, fresh.credentials)])
      readSetup(reading, fresh, groupOf)
    }
    const { election, held, texts, after } = reading
    if (!election || !held || !texts) throw new Error('the record has no setup')
    const { credentials } = readCredentials(texts.credentials, 'council', election.group)
    if (!credentials) throw new Error('the credentials of the record cannot be read')
    const journal = await openLinesFile(join(folder, 'journal.jsonl'), journalLine, copy('journal.jsonl'))
    return {
      election,
      trustees: texts.trustees,
      credentials: new Set(credentials.keys()),
      record,
      journal,
      held,
      after,
    }
  } catch (error) {
    await record.close()
    throw error
  }
}
