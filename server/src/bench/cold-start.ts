/**
 * (a) Cold start: how long until a server answers on the log of a two-day session.
 * What must stay true: the log is made by real votes through the engine, signatures included; measured from the start of
 * the process to the first good answer.
 */
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import type { Hall } from './hall.ts'
import { must } from './api.ts'
import { pause } from './pace.ts'
import { startWorker } from './process.ts'
import { median, type Row } from './row.ts'
import { openBallot, records, signedVotes, wish, type Desk } from './vote-rounds.ts'

export interface ColdOptions {
  readonly folder: string
  readonly delegates: number
  readonly ballots: number
  readonly rounds: number
}

const server = new URL('server-process.ts', import.meta.url)

async function fill(dataDir: string, delegates: number, ballots: number): Promise<void> {
  const worker = startWorker(server)
  try {
    const { url } = await worker.ask<{ url: string }>('start', {
      dataDir,
      limits: { login: 1e9, address: 1e9 },
    })
    const hall = await worker.ask<Hall>('seat', { delegates, graceSeconds: 0 })
    const desk: Desk = { url, hall }
    for (let count = 0; count < ballots; count++)
      await wholeVote(desk, (name, input) => worker.ask(name, input))
    await worker.ask('stop')
  } finally {
    await worker.end()
  }
}

async function wholeVote(
  desk: Desk,
  tell: (name: string, input: unknown) => Promise<unknown>,
): Promise<void> {
  const ballot = await openBallot(desk)
  const votes = signedVotes(desk.hall, ballot).map(({ body }, index) => ({
    person: desk.hall.delegates[index]?.person,
    wish: JSON.parse(body) as unknown,
  }))
  await tell('wishes', { session: desk.hall.session, votes })
  await wish(desk, 'ballot.close', { ballot })
  while ((await records(desk)).some((one) => one.id === ballot && one.state === 'closing')) await pause(5)
  await wish(desk, 'ballot.publish', { ballot })
}

function entriesIn(dataDir: string): number {
  const database = new DatabaseSync(join(dataDir, 'core.db'), { readOnly: true })
  const [row] = database.prepare('SELECT count(*) AS entries FROM entry').all()
  database.close()
  return Number(row?.['entries'])
}

/** Seconds from the start of the process to a snapshot of the session. */
async function started(dataDir: string | undefined): Promise<number> {
  const start = performance.now()
  const worker = startWorker(server)
  try {
    const { url } = await worker.ask<{ url: string }>('start', { dataDir })
    await must({ url }, 'GET', '/api/health')
    return (performance.now() - start) / 1000
  } finally {
    await worker.end('SIGKILL')
  }
}

export async function benchColdStart({ folder, delegates, ballots, rounds }: ColdOptions): Promise<Row[]> {
  const [full, empty] = [join(folder, 'full'), join(folder, 'empty')]
  await fill(full, delegates, ballots)
  const entries = entriesIn(full)
  await started(empty)
  const times: { full: number; empty: number }[] = []
  for (let count = 0; count < rounds; count++)
    times.push({ full: await started(full), empty: await started(empty) })
  return [
    {
      part: 'a',
      name: `cold start on ${entries} entries`,
      value: median(times.map((one) => one.full)),
      unit: 's',
      baseline: { name: 'start of an empty folder', value: median(times.map((one) => one.empty)) },
      target: { of: 'value', most: 5 },
      note: 'every entry read, its link and hashes checked, folded; from the start of the process to the first answer',
    },
  ]
}
