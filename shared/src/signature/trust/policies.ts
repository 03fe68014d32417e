/**
 * Certificate policies along a chain (RFC 5280, 6.1): any policy will do for us, unless a CA of the chain demands one.
 * What must stay true: where a CA requires an explicit policy, the chain must carry one from top to bottom; mappings and
 * their prohibition are honoured; what cannot be read throws Malformed.
 *
 * Since every policy is acceptable to the user, only the question remains whether the tree of valid policies is empty: it
 * is kept as the policies still valid at each depth, each with what it is called one step below.
 */
import type { Certificate } from '../cms/certificate.ts'
import { content, is, oid, readTlv, sequence } from '../cms/der.ts'
import type { Tlv } from '../cms/der.ts'
import { Malformed } from '../limits.ts'

const any = '2.5.29.32.0'

const value = (c: Certificate, id: string): Tlv | null => {
  const extension = c.extensions.get(id)
  return extension ? readTlv(extension.value) : null
}

/** Policies named; null where the extension is absent. */
const policiesOf = (c: Certificate): ReadonlySet<string> | null => {
  const item = value(c, '2.5.29.32')
  if (!item) return null
  const named = sequence(item).map((one) => oid(sequence(one)[0]))
  const set = new Set(named)
  if (set.size !== named.length || set.size === 0) throw new Malformed('policies')
  return set
}

const mappingsOf = (c: Certificate): readonly (readonly [string, string])[] => {
  const item = value(c, '2.5.29.33')
  return (item ? sequence(item) : []).map((pair) => {
    const [above, below] = sequence(pair).map(oid)
    if (above === undefined || below === undefined || above === any || below === any)
      throw new Malformed('policy mapping')
    return [above, below] as const
  })
}

const skip = (item: Tlv): number => {
  const [byte = 0, ...more] = content(item)
  // Larger than any chain is as good as unlimited.
  return more.length > 0 ? 255 : byte
}

const constraintsOf = (c: Certificate): { explicit: number | null; mapping: number | null } => {
  const item = value(c, '2.5.29.36')
  const parts = item ? sequence(item) : []
  const part = (tag: number): number | null => {
    const found = parts.find((one) => is(one, tag, 2))
    return found ? skip(found) : null
  }
  return { explicit: part(0), mapping: part(1) }
}

const inhibitOf = (c: Certificate): number | null => {
  const item = value(c, '2.5.29.54')
  return item && skip(item)
}

/** Names a policy goes by one step below. */
type Level = ReadonlyMap<string, ReadonlySet<string>>

function step(level: Level, named: ReadonlySet<string>, anyCounts: boolean): Level | null {
  const next = new Map<string, ReadonlySet<string>>()
  const expected = new Set([...level.values()].flatMap((names) => [...names]))
  for (const policy of named)
    if (policy !== any && (expected.has(policy) || level.has(any))) next.set(policy, new Set([policy]))
  if (named.has(any) && anyCounts)
    for (const policy of expected) if (!next.has(policy)) next.set(policy, new Set([policy]))
  return next.size > 0 ? next : null
}

function mapped(level: Level, c: Certificate, allowed: boolean): Level | null {
  const next = new Map(level)
  const renamed = new Map<string, Set<string>>()
  for (const [above, below] of mappingsOf(c)) {
    if (!allowed) next.delete(above)
    else if (level.has(above) || level.has(any))
      renamed.set(above, (renamed.get(above) ?? new Set<string>()).add(below))
  }
  for (const [above, below] of renamed) next.set(above, below)
  return next.size > 0 ? next : null
}

/** @param chain from the certificate asked about to the pinned one, which is trusted as it is */
export function policiesHold(chain: readonly Certificate[]): boolean {
  const path = chain.slice(0, -1).toReversed()
  const free = path.length + 1
  let [explicit, mapping, inhibit] = [free, free, free]
  let level: Level | null = new Map([[any, new Set([any])]])
  for (const [at, c] of path.entries()) {
    const last = at === path.length - 1
    const selfIssued = c.subjectKey === c.issuerKey
    const named = policiesOf(c)
    level = level && named ? step(level, named, inhibit > 0 || (!last && selfIssued)) : null
    if (explicit === 0 && !level) return false
    const constraints = constraintsOf(c)
    if (last) {
      if (explicit > 0) explicit--
      if (constraints.explicit === 0) explicit = 0
      continue
    }
    level = level && mapped(level, c, mapping > 0)
    if (!selfIssued) {
      explicit = Math.max(0, explicit - 1)
      mapping = Math.max(0, mapping - 1)
      inhibit = Math.max(0, inhibit - 1)
    }
    explicit = Math.min(explicit, constraints.explicit ?? explicit)
    mapping = Math.min(mapping, constraints.mapping ?? mapping)
    inhibit = Math.min(inhibit, inhibitOf(c) ?? inhibit)
  }
  return explicit > 0 || level !== null
}
