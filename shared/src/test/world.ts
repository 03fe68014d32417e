/**
 * A random life of a session, by a printed seed: real features over a real in-memory state, with a plain second
 * bookkeeping of the votes beside it.
 * What must stay true: everything random comes from the seed; the bookkeeping uses none of the domain's counting.
 */
import { createPublicKey, verify } from 'node:crypto'
import { portableHash } from '../log/chain.ts'
import { houseCatalog, sessionCatalog, type Catalog } from '../domain/catalog.ts'
import { apply, decide } from '../domain/decide.ts'
import type { Actor, Context, Happened } from '../domain/feature.ts'
import type { FileFacts, HouseGroup, HousePerson } from '../domain/records.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import { province } from '../domain/rules/province.ts'
import { createMemory, type Memory } from '../domain/state.ts'

export type Random = () => number

/** mulberry32: small, well spread, the same everywhere. */
export function seeded(seed: number): Random {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export const pick = <T>(random: Random, list: readonly T[]): T => {
  const found = list[Math.floor(random() * list.length)]
  if (found === undefined) throw new Error('nothing to pick from')
  return found
}

const groups: readonly HouseGroup[] = [1, 2, 3].map((n) => ({
  kind: 'houseGroup',
  id: `to${n}`,
  audience: ['everyone'],
  name: `Tổ ${n}`,
}))

export function roster(delegates: number): { people: readonly HousePerson[]; groups: readonly HouseGroup[] } {
  const person = (id: string, roles: HousePerson['roles'], group: string | null): HousePerson => ({
    kind: 'housePerson',
    id,
    audience: ['everyone'],
    name: `Người ${id}`,
    position: '',
    roles,
    group,
    seat: null,
  })
  return {
    groups,
    people: [
      person('chair', ['chair', 'delegate'], 'to1'),
      person('clerk', ['secretariat'], null),
      person('guest', ['guest'], null),
      person('root', ['admin'], null),
      ...Array.from({ length: delegates - 1 }, (_, n) =>
        person(`d${n + 1}`, ['delegate'], `to${(n % 3) + 1}`),
      ),
    ],
  }
}

/** `fa…`: came back from signing here, signed from the file whose name has `f` in place of `fa`. */
export const factsOf = (sha256: string): FileFacts => ({
  ...(sha256.startsWith('fa')
    ? { signed: { log: 'kyhop', paper: 'minutes', from: `f${sha256.slice(2)}${sha256.slice(-1)}` } as const }
    : {}),
  sha256,
  size: 1000,
  pages: 3,
  hasText: true,
  signature: {
    colour: 'none',
    code: 'none',
    count: 0,
    signers: [],
    checkedAt: '2026-12-01T00:00:00.000Z',
    bundle: null,
  },
})

export const conveneInput = {
  title: 'Kỳ họp thứ Ba',
  council: 'Hội đồng nhân dân tỉnh An Phú',
  place: 'Hội trường tỉnh',
  term: 'XI (2026-2031)',
  ordinal: 3,
  sessionKind: 'regular' as const,
  startsOn: '2026-12-08',
  profile: province,
}

/** Ed25519 by Node, from the raw key: the test's own way, not the server's. */
export function verifyEd25519(key: string, text: string, signature: string): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key }
  return verify(
    null,
    Buffer.from(text),
    createPublicKey({ key: jwk, format: 'jwk' }),
    Buffer.from(signature, 'base64url'),
  )
}

export interface Logged extends Happened {
  readonly seq: number
  readonly at: string
  readonly actor: string
}

export interface World {
  readonly state: Memory
  readonly log: readonly Logged[]
  /** Carries a wish out as `person` would; refusals change nothing. */
  wish(person: string, type: string, input: unknown): Refusal | readonly Logged[]
  at(this: void): string
  tick(ms: number): void
}

export function createWorld(delegates = 9, catalog: Catalog = sessionCatalog): World {
  const state = createMemory()
  const log: Logged[] = []
  let clock = Date.parse('2026-12-08T01:00:00.000Z')
  let ids = 0
  const house = roster(delegates)
  const actorOf = (person: string): Actor => {
    if (person === 'system') return { person, roles: ['system'], groups: [] }
    const known = state.one('person', person) ?? house.people.find((one) => one.id === person && state.empty)
    const group = known?.group
    return { person, roles: known?.roles ?? [], groups: group ? [group] : [] }
  }
  const at = () => new Date(clock).toISOString()
  return {
    state,
    log,
    at,
    tick: (ms) => (clock += ms),
    wish(person, type, input) {
      const context: Context = {
        actor: actorOf(person),
        at: at(),
        log: 'kyhop',
        verify: verifyEd25519,
        hash: portableHash,
        id: () => `id${++ids}`,
        file: (sha256) => (sha256.startsWith('f') ? factsOf(sha256) : undefined),
        trust: (sha256) => (sha256.startsWith('b') ? Number.parseInt(sha256.slice(-4), 16) : undefined),
        roster: () => house,
      }
      const decision = decide(catalog, state, { type, input }, context)
      if (isRefusal(decision)) return decision
      return decision.map((happened) => {
        const entry = { ...happened, seq: log.length + 1, at: at(), actor: person }
        log.push(entry)
        state.put(apply(catalog, state, entry, entry))
        return entry
      })
    },
  }
}

/** Folds a log from nothing: what a restart does. */
export function refold(log: readonly Logged[], catalog: Catalog = sessionCatalog): Memory {
  const state = createMemory()
  for (const entry of log) state.put(apply(catalog, state, entry, entry))
  return state
}

export { houseCatalog }
