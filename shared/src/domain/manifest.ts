/**
 * The list of counted choices by which everybody compares his own vote with what the hall saw.
 * What must stay true: a device can find its own line without asking the server, by a code made from its own signature;
 * names stand in the list only where the rule publishes them; any two who write the list get the same hash; the functions
 * here are the only ones that write it (server, device and offline recount alike).
 */
import type { Ballot, Cast, Manifest, ManifestEntry, Result } from './records.ts'

/** SHA-256 of a UTF-8 text, lower-case hex. */
export type Hash = (text: string) => string

type Voted = Pick<Cast, 'ballot' | 'person' | 'clientSeq'> & {
  readonly proof: { readonly signature: string } | null
}

/**
 * The code of one choice, 8 hex digits. A device's signature is known to it and to the log alone, and no two devices can
 * be given the same; a choice without one (a raised hand) is named by person and count, which hides nothing.
 */
export function entryCode(hash: Hash, round: number, { ballot, person, clientSeq, proof }: Voted): string {
  const own = proof?.signature ?? `${person} ${clientSeq}`
  return hash(['nghi-truong-entry/v1', ballot, String(round), own].join('\n')).slice(0, 8)
}

type Asked = Pick<Ballot, 'id' | 'round' | 'options'>

/** What is hashed. Each line is one fact; no field can hold a tab or a line feed. */
export function manifestText(
  log: string,
  { id, round, options }: Asked,
  entries: readonly ManifestEntry[],
  counts: Readonly<Record<string, number>>,
): string {
  return [
    'nghi-truong-manifest/v1',
    log,
    id,
    String(round),
    ...options.map((option) => `=\t${option.id}\t${counts[option.id] ?? 0}`),
    ...entries.map((one) => `${one.code}\t${one.choice}\t${one.person ?? '-'}`),
  ].join('\n')
}

const byText = (a: ManifestEntry, b: ManifestEntry): number => {
  const [left, right] = [a, b].map((one) => `${one.code}\t${one.choice}\t${one.person ?? '-'}`) as [
    string,
    string,
  ]
  return left < right ? -1 : left > right ? 1 : 0
}

/** The list of a vote that ends: by code, so that its order tells nothing of who voted when. */
export function manifestEntries(
  hash: Hash,
  ballot: Pick<Ballot, 'round' | 'rule'>,
  casts: readonly (Voted & { readonly choice: string })[],
): readonly ManifestEntry[] {
  return casts
    .map((cast) => ({
      code: entryCode(hash, ballot.round, cast),
      choice: cast.choice,
      person: ballot.rule.publishNames ? cast.person : null,
    }))
    .sort(byText)
}

/** The short code that stands on every screen and on the paper. */
export const shortCode = (hash: string): string => hash.slice(0, 8)

/** What the device knows of its own vote, without the server. */
export interface Own {
  readonly person: string
  /** As sent from this device and acknowledged; null where it sent none. */
  readonly cast: (Voted & { readonly choice: string }) | null
  /** The server's record of this person's vote, from wherever it came. */
  readonly record: (Voted & { readonly choice: string }) | null
}

export type Comparison =
  /** This device's own signed vote stands in the list as it was sent. */
  | { readonly kind: 'agrees'; readonly code: string; readonly choice: string }
  /** Voted on another device or by a raised hand: the list says what the record says. */
  | { readonly kind: 'agreesWithRecord'; readonly code: string; readonly choice: string }
  | { readonly kind: 'notVoted' }
  /** Hands counted without names: nobody has a line of his own. */
  | { readonly kind: 'noEntries' }
  | { readonly kind: 'differs'; readonly why: 'hash' | 'counts' | 'missing' | 'choice' | 'unknownVote' }

/** Holds an announced list against its hash, its result and one's own vote. */
export function compare(
  hash: Hash,
  log: string,
  ballot: Asked,
  manifest: Pick<Manifest, 'entries' | 'hash'>,
  result: Pick<Result, 'counts' | 'code'>,
  own: Own,
): Comparison {
  const { entries } = manifest
  if (
    hash(manifestText(log, ballot, entries, result.counts)) !== manifest.hash ||
    result.code !== shortCode(manifest.hash)
  )
    return { kind: 'differs', why: 'hash' }
  const total = Object.values(result.counts).reduce((sum, count) => sum + count, 0)
  if (entries.length === 0 && total > 0) return { kind: 'noEntries' }
  for (const { id } of ballot.options)
    if (entries.filter((one) => one.choice === id).length !== (result.counts[id] ?? 0))
      return { kind: 'differs', why: 'counts' }
  if (entries.length !== total) return { kind: 'differs', why: 'counts' }
  const mine = own.cast ?? own.record
  if (!mine) {
    const named = entries.some((one) => one.person === own.person)
    return named ? { kind: 'differs', why: 'unknownVote' } : { kind: 'notVoted' }
  }
  const code = entryCode(hash, ballot.round, mine)
  const found = entries.filter((one) => one.code === code && (one.person ?? own.person) === own.person)
  if (found.length === 0) return { kind: 'differs', why: 'missing' }
  if (!found.some((one) => one.choice === mine.choice)) return { kind: 'differs', why: 'choice' }
  return { kind: own.cast ? 'agrees' : 'agreesWithRecord', code, choice: mine.choice }
}
