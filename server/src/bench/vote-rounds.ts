/**
 * A public vote as chair and devices carry it out over HTTP: draft, open, cast, close, announce.
 * What must stay true: votes are signed before the clock runs, as a device signs while its owner still reads.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { must, type Asking } from './api.ts'
import { signedCast, type Hall } from './hall.ts'

let commands = 0

/** Ids of one run of the benchmark; the folder is fresh each time. */
export const freshId = (): string => `bench-${String(++commands).padStart(10, '0')}`

export interface Desk {
  readonly url: string
  readonly hall: Hall
}

export interface Receipt {
  readonly seq: number
  readonly hash: string
}

const asChair = ({ url, hall }: Desk): Asking => ({ url, token: hall.chair.token })

export const commandPath = (hall: Hall): string => `/api/sessions/${hall.session}/commands`

export const wish = (desk: Desk, type: string, input: unknown): Promise<Receipt> =>
  must<Receipt>(asChair(desk), 'POST', commandPath(desk.hall), { id: freshId(), type, input })

interface Known {
  readonly kind: string
  readonly id: string
  readonly state?: string
}

export async function records(desk: Desk): Promise<readonly Known[]> {
  const { session } = desk.hall
  return (await must<{ records: Known[] }>(asChair(desk), 'GET', `/api/sessions/${session}`)).records
}

/** @returns the ballot's id */
export async function openBallot(desk: Desk, durationSeconds: number | null = null): Promise<string> {
  const item = (await records(desk)).find((one) => one.kind === 'item')?.id
  await wish(desk, 'ballot.draft', {
    item,
    code: 'adopt_resolution',
    question: 'Thông qua dự thảo nghị quyết',
    durationSeconds,
  })
  const ballot = (await records(desk)).find((one) => one.kind === 'ballot' && one.state === 'draft')?.id
  if (ballot === undefined) throw new Error('no draft')
  await wish(desk, 'ballot.open', { ballot })
  return ballot
}

const secrets = new Map<string, KeyObject>()
const choices = ['yes', 'no', 'abstain']

/** One signed vote of each delegate, as request bodies. */
export function signedVotes(hall: Hall, ballot: string): { token: string; body: string }[] {
  return hall.delegates.map((member, index) => {
    let secret = secrets.get(member.key)
    if (!secret) secrets.set(member.key, (secret = createPrivateKey(member.secret)))
    const choice = choices[index % choices.length] ?? 'yes'
    const input = signedCast(member, { ballot, round: 1, choice, clientSeq: 1 }, secret)
    return {
      token: member.token,
      body: JSON.stringify({ id: freshId(), type: 'ballot.cast', input }),
    }
  })
}
