// The page's side of the worker: answers find their askers, the ledger is the page's, a failure is an error.
import { describe, expect, it } from 'vitest'
import type { TrusteeLedger } from '@nghi-truong/shared/secret-ballot/trustee-rule'
import { memoryVault, vaultLedger } from './vault.ts'
import type { FromWorker, ToWorker } from './wire.ts'
import { createWorkshop, type WorkerLike } from './workshop.ts'

/** A worker that does what the test says. */
function fake(respond: (message: ToWorker, say: (answer: FromWorker) => void) => void) {
  const heard: ToWorker[] = []
  let ended = 0
  const start = (): WorkerLike => {
    const worker: WorkerLike = {
      onmessage: null,
      onerror: null,
      postMessage(message) {
        heard.push(message)
        respond(message, (data) => worker.onmessage?.({ data } as MessageEvent<FromWorker>))
      },
      terminate() {
        ended += 1
      },
    }
    return worker
  }
  return { start, heard, ended: () => ended }
}

const ledger: TrusteeLedger = vaultLedger(memoryVault(), 'p')
const input = { deviceSecret: new Uint8Array(32), uuid: 'u' }
const slow = { election: 'e', text: 't' }

describe('the workshop', () => {
  it('gives each answer to who asked, in any order', async () => {
    const held: (() => void)[] = []
    const { start } = fake((message, say) => {
      if ('job' in message) held.push(() => say({ job: message.job, output: `answer ${message.job}` }))
    })
    const workshop = createWorkshop(ledger, start)
    const [first, second] = [workshop.run('credential', input), workshop.run('credential', input)]
    for (const answer of held.toReversed()) answer()
    expect([await first, await second]).toEqual(['answer 1', 'answer 2'])
  })

  it('a failed job is an error', async () => {
    const { start } = fake((message, say) => {
      if ('job' in message) say({ job: message.job, failed: 'no' })
    })
    await expect(createWorkshop(ledger, start).run('credential', input)).rejects.toThrow('no')
  })

  it('writes the ledger of the page, and says what could not be written', async () => {
    const { start, heard } = fake((message, say) => {
      if ('job' in message) {
        say({ asks: 1, ledger: { do: 'promise', uuid: 'u', head: 'a' } })
        say({ asks: 2, ledger: { do: 'promise', uuid: 'u', head: 'b' } })
        say({ asks: 3, ledger: { do: 'find', uuid: 'u' } })
      } else if (message.answered === 3) say({ job: 1, output: 'done' })
    })
    await createWorkshop(ledger, start).run('credential', input)
    expect(heard.slice(1)).toEqual(
      expect.arrayContaining([
        { answered: 1, entry: undefined },
        { answered: 2, failed: expect.stringContaining('another head') as string },
        { answered: 3, entry: { head: 'a', decryption: undefined } },
      ]),
    )
  })

  it('a worker that breaks fails everything that waited, and the next job gets a new one', async () => {
    const workers: WorkerLike[] = []
    const { start, ended } = fake(() => undefined)
    const workshop = createWorkshop(ledger, () => {
      const worker = start()
      workers.push(worker)
      return worker
    })
    const waiting = workshop.run('credential', input)
    workers[0]?.onerror?.({ message: 'broken' } as ErrorEvent)
    await expect(waiting).rejects.toThrow('broken')
    const next = workshop.run('credential', input)
    workshop.stop()
    await expect(next).rejects.toThrow('stopped')
    expect([workers.length, ended()]).toEqual([2, 2])
  })

  it('ballots of others never stand before what a person waits for, and are spread over the helpers', async () => {
    const workers: (() => void)[][] = []
    const { start } = fake((message, say) => {
      if ('job' in message)
        workers.at(-1)?.push(() => say({ job: message.job, output: `${message.name} ${message.job}` }))
    })
    const queues = new Map<WorkerLike, (() => void)[]>()
    const workshop = createWorkshop(
      ledger,
      () => {
        const mine: (() => void)[] = []
        workers.push(mine)
        const worker = start()
        const post = worker.postMessage.bind(worker)
        worker.postMessage = (message) => {
          workers.push(mine)
          post(message)
          workers.pop()
        }
        queues.set(worker, mine)
        return worker
      },
      2,
    )
    const long = [1, 2, 3, 4].map(() => workshop.run('judgeBallot', slow))
    const own = workshop.run('credential', input)
    const [first, second, mine] = [...queues.values()]
    expect([first?.length, second?.length, mine?.length]).toEqual([2, 2, 1])
    mine?.[0]?.()
    expect(await own).toBe('credential 1')
    for (const answer of [...(first ?? []), ...(second ?? [])]) answer()
    expect(await Promise.all(long)).toHaveLength(4)
    workshop.stop()
  })
})
