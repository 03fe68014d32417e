// A committee member at his device, over the session's own records and verbs: the ceremony by itself, a restart, the envelope.
import type { AnyRecord } from '@nghi-truong/shared/domain/records'
import type { SecretKeys } from '@nghi-truong/shared/domain/secret-records'
import {
  assembleParty,
  comparisonCode,
  readCerts,
  trusteesText,
} from '@nghi-truong/shared/secret-ballot/ceremony'
import { seededRandom } from '@nghi-truong/shared/secret-ballot/sample'
import { groups } from '@nghi-truong/shared/secret-ballot/verify-archive'
import { describe, expect, it, vi } from 'vitest'
import type { Send } from '../send.ts'
import { createView, type View } from '../view.ts'
import { createJobs } from './jobs.ts'
import { createTrustee, type Trustee, type TrusteeState } from './trustee.ts'
import { memoryVault, vaultLedger, type Vault } from './vault.ts'
import type { Workshop } from './workshop.ts'

vi.setConfig({ testTimeout: 120_000 })

const group = groups()('BELENIOS-2048')
const random = seededRandom('members')
const people = ['an', 'binh', 'chau'] as const

/** The jobs without a worker. */
const workshopOf = (vault: Vault): Pick<Workshop, 'run'> => {
  const jobs = createJobs(random, vaultLedger(vault, 'p'))
  return {
    run: async (name, input) => {
      const job = jobs[name] as (input: unknown) => unknown
      return (await job(input)) as never
    },
  }
}

const fresh: SecretKeys = {
  kind: 'secretKeys',
  id: 'secretKeys',
  audience: ['everyone'],
  number: 1,
  members: people,
  threshold: 2,
  state: 'certificate',
  done: [],
  stepAt: '',
  fault: null,
  mismatches: 0,
  trustees: null,
  publicKey: null,
  code: null,
  rehearsal: null,
}

/** The server's half of the ceremony, as its records say it. */
function hall() {
  let keys = fresh
  const views = new Map<string, View>()
  const records: AnyRecord[] = [keys]
  const wishes: { person: string; type: string; input: unknown }[] = []
  const show = (...puts: AnyRecord[]): void => {
    records.push(...puts)
    for (const view of views.values()) view.receive({ type: 'patch', seq: 1, puts } as never)
  }
  const setKeys = (how: Partial<SecretKeys>): void => {
    keys = { ...keys, ...how }
    show(keys)
  }
  const texts = (step: string): string[] =>
    people.map((person) => {
      const id = `1-${step}-${person}`
      const found = records.findLast((one) => one.kind === 'secretKeyMessage' && one.id === id)
      return found?.kind === 'secretKeyMessage' ? found.text : ''
    })
  const next = { certificate: 'polynomial', polynomial: 'key', key: 'assembling' } as const
  const assemble = (): void => {
    const options = { superset: true }
    const party = readCerts(group, texts('certificate'), 2, options)
    if ('refused' in party) throw new Error(party.refused)
    const made = assembleParty(group, party, texts('polynomial'), texts('key'), options)
    if ('refused' in made) throw new Error(made.refused)
    const text = trusteesText(made.party)
    show({ kind: 'secretTrustees', id: 'secretTrustees', audience: ['everyone'], number: 1, text })
    setKeys({ state: 'confirming', done: [], code: comparisonCode(text) })
  }
  const sendAs =
    (person: string): Send =>
    async (type, input) => {
      await Promise.resolve()
      wishes.push({ person, type, input })
      const said = input as { step: 'certificate' | 'polynomial' | 'key'; text: string; same: boolean }
      if (type === 'secretKeys.post' && keys.state === said.step) {
        const done = [...keys.done, person]
        const { step, text } = said
        show({
          kind: 'secretKeyMessage',
          id: `1-${step}-${person}`,
          audience: ['role:committee'],
          number: 1,
          step,
          person,
          text,
        })
        setKeys(done.length < people.length ? { done } : { done: [], state: next[step] })
        if (step === 'key' && done.length === people.length) assemble()
      }
      if (type === 'secretKeys.confirm') {
        const done = [...keys.done, person]
        if (said.same) setKeys(done.length < people.length ? { done } : { done, state: 'ready' })
        else setKeys({ state: 'failed', fault: { member: null, reason: 'code', by: person }, mismatches: 1 })
      }
      return { kind: 'accepted', receipt: { seq: 1, hash: '0'.repeat(64) } }
    }
  const sit = (person: string, vault: Vault): Trustee => {
    const view = createView('s')
    views.set(person, view)
    view.receive({
      type: 'snapshot',
      seq: 0,
      head: '',
      now: new Date(0).toISOString(),
      records,
      you: { person, roles: ['committee', 'delegate'], groups: [] },
    } as never)
    return createTrustee({ view, send: sendAs(person), vault, workshop: workshopOf(vault) })
  }
  const post = (person: string, text: string): Promise<unknown> =>
    sendAs(person)('secretKeys.post', { number: 1, step: 'certificate', text })
  return { sit, wishes, post, texts, now: () => keys }
}

const until = (trustee: Trustee, kind: TrusteeState['kind']): Promise<TrusteeState> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (trustee.now().kind !== kind) return
      stop()
      resolve(trustee.now())
    }
    const stop = trustee.subscribe(look)
    look()
  })

const pin = '246810'

async function complete() {
  const room = hall()
  const vaults = people.map(() => memoryVault())
  const seats = people.map((person, at) => room.sit(person, vaults[at] ?? memoryVault()))
  for (const seat of seats) {
    await until(seat, 'take')
    await seat.take(pin)
  }
  const shown = await Promise.all(seats.map((seat) => until(seat, 'compare')))
  return { room, vaults, seats, shown }
}

describe('a committee member at his device', () => {
  it('takes a key, compares, and holds it', async () => {
    const { room, seats, shown } = await complete()
    expect(new Set(shown.map((state) => 'code' in state && state.code))).toEqual(new Set([room.now().code]))
    for (const seat of seats) await seat.confirm(true)
    await Promise.all(seats.map((seat) => until(seat, 'ready')))
    expect(room.wishes.filter((one) => one.type === 'secretKeys.blame')).toEqual([])
    const [seat] = seats
    expect(await seat?.share('000000')).toBeNull()
    const share = await seat?.share(pin)
    expect(share?.privateKey).toBe(
      (JSON.parse(room.texts('key')[0] ?? '') as { private_key: string }).private_key,
    )
  })

  it('a window opened anew asks for the PIN and goes on with what it made', async () => {
    const room = hall()
    const vault = memoryVault()
    const first = room.sit('an', vault)
    await until(first, 'take')
    await first.take(pin)
    first.stop()
    const others = ['binh', 'chau'].map((person) => room.sit(person, memoryVault()))
    for (const other of others) {
      await until(other, 'take')
      await other.take(pin)
    }
    const again = room.sit('an', vault)
    await until(again, 'unlock')
    expect(await again.unlock('111111')).toBe(false)
    expect(await again.unlock(pin)).toBe(true)
    await until(again, 'compare')
    const mine = room.wishes.filter((one) => one.person === 'an' && one.type === 'secretKeys.post')
    expect(mine.map((one) => (one.input as { step: string }).step)).toEqual([
      'certificate',
      'polynomial',
      'key',
    ])
  })

  it('on another device the key comes from the envelope, and from no other', async () => {
    const { room, seats } = await complete()
    for (const seat of seats) await seat.confirm(true)
    const [mine, other] = seats
    if (!mine || !other) throw new Error('seats')
    await until(mine, 'ready')
    const [seed, foreign] = [await mine.seedFor(pin), await other.seedFor(pin)]
    const spare = room.sit('an', memoryVault())
    await until(spare, 'elsewhere')
    expect(await spare.share(pin)).toBeNull()
    expect(await spare.restore(foreign ?? '', '135790')).toBe(false)
    expect(await spare.restore(seed ?? '', '135790')).toBe(true)
    await until(spare, 'ready')
    expect(await spare.share('135790')).toEqual(await mine.share(pin))
  })

  it('a code that differs ends the keys for everybody', async () => {
    const { seats } = await complete()
    await seats[0]?.confirm(false)
    await Promise.all(seats.map((seat) => until(seat, 'failed')))
    expect(seats.map((seat) => seat.now().kind)).toEqual(['failed', 'failed', 'failed'])
  })

  it('a browser that forbids storage holds no key', async () => {
    const room = hall()
    const seat = room.sit('an', memoryVault(false))
    await until(seat, 'take')
    await expect(seat.take(pin)).rejects.toThrow('nothing lasting')
    expect(room.wishes).toEqual([])
  })

  it('who holds no key has nothing to do', async () => {
    const room = hall()
    const stranger = room.sit('dung', memoryVault())
    expect((await until(stranger, 'none')).kind).toBe('none')
  })

  it('a message of another is reported with his name, once', async () => {
    const room = hall()
    const seats = people.map((person) => room.sit(person, memoryVault()))
    const [an, binh, chau] = seats
    if (!an || !binh || !chau) throw new Error('seats')
    for (const seat of seats) await until(seat, 'take')
    await an.take(pin)
    await chau.take(pin)
    // Binh's device posts a certificate signed for another place.
    const jobs = createJobs(random, vaultLedger(memoryVault(), 'p'))
    const { made } = jobs.begin({ place: { number: 1, size: 3, threshold: 2, index: 3 } })
    await room.post('binh', made.cert)
    await vi.waitFor(() => {
      const blamed = room.wishes.filter((one) => one.type === 'secretKeys.blame')
      expect(blamed.map(({ person, input }) => ({ person, input }))).toEqual(
        expect.arrayContaining([
          { person: 'an', input: { number: 1, member: 'binh', reason: 'ceremony.certificate' } },
        ]),
      )
      expect(blamed.filter((one) => one.person === 'an')).toHaveLength(1)
    })
  })

  it('nothing open lies in the vault', async () => {
    const { vaults, seats } = await complete()
    const seed = (await seats[0]?.seedFor(pin)) ?? 'none'
    const [vault] = vaults
    if (!vault) throw new Error('vault')
    const kept = await Promise.all((await vault.keys('')).map((key) => vault.read(key)))
    const text = JSON.stringify(kept, (_, value: unknown) =>
      value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value,
    )
    expect(text).toContain('"cert"')
    expect(text).not.toContain(seed)
    expect(text).not.toContain(pin)
  })
})
