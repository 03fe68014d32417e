/**
 * A trustee's device before it opens the box: it verifies the whole archive and the roll itself, and decrypts by the rule
 * of `trustee-rule` alone.
 * What must stay true: nobody can use this device to decrypt anything but the tally of one closed record that it verified;
 * the ledger is on the disk before the first number is computed; the same head asked again gives the same text.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { checkBallotProofs } from '@nghi-truong/shared/secret-ballot/check-ballot'
import { openEnvelope, decryptPartially } from '@nghi-truong/shared/secret-ballot/decrypt'
import { comparisonCode } from '@nghi-truong/shared/secret-ballot/ceremony'
import { hexDigestOfBytes, utf8 } from '@nghi-truong/shared/secret-ballot/digest'
import type { Group } from '@nghi-truong/shared/secret-ballot/group'
import type { RandomBytes } from '@nghi-truong/shared/secret-ballot/numbers'
import { checkRoll, type RollEntry } from '@nghi-truong/shared/secret-ballot/roll'
import {
  decryptByRule,
  refuseDecryption,
  type DecryptFacts,
  type DecryptRefusal,
  type TrusteeLedger,
} from '@nghi-truong/shared/secret-ballot/trustee-rule'
import { flaw, type Finding, type Flaw } from '@nghi-truong/shared/secret-ballot/findings'
import { archiveVerifier, type ArchiveVerifier } from '@nghi-truong/shared/secret-ballot/verify-archive'
import type { Verdict } from '@nghi-truong/shared/secret-ballot/verify'
import { fromBase64url } from './bytes.ts'
import { archiveReader } from '@nghi-truong/shared/secret-ballot/archive'

export interface BoxFacts {
  /** The whole record as received. */
  readonly archive: Uint8Array
  /** Trackers of ballots whose proofs this device checked while the box was open; see `box-reader`. */
  readonly verified?: readonly string[]
  /** Hashes of every event this device has seen of this ballot. */
  readonly knownHeads: readonly string[]
  readonly announced: { readonly uuid: string; readonly fingerprint: string; readonly casts: number }
  readonly minimum: number
  readonly roll: readonly RollEntry[]
  /** Enrolled keys (Ed25519, base64url) by delegate. */
  readonly deviceKeys: Readonly<Record<string, readonly string[]>>
  /** How many took a ballot, as announced. */
  readonly present: number
  /** Who was present when the roll was frozen; nobody else may stand on it. */
  readonly electorate: readonly string[]
  readonly anchored: { readonly rollHash: string; readonly setupHead: string }
  /** The code this committee compared aloud. */
  readonly code: string
}

/** What the device found; `refused` empty: "đủ điều kiện mở". */
export interface Inspection {
  readonly verdict: Pick<Verdict, 'verdict' | 'stage' | 'summary' | 'result'>
  readonly findings: readonly Finding[]
  readonly rollFlaws: readonly Flaw[]
  readonly refused: readonly (DecryptRefusal | 'decrypt.otherKeys')[]
}

function signedBy(keys: readonly string[], message: string, signature: string): boolean {
  const bytes = utf8(message)
  return keys.some((key) => {
    try {
      return ed25519.verify(fromBase64url(signature), bytes, fromBase64url(key))
    } catch {
      // Not a key or not a signature at all: the same as a wrong one.
      return false
    }
  })
}

/** The third data member of the Setup event. */
function setupTexts(archive: Uint8Array): { trustees: string; credentials: string } {
  const texts: string[] = []
  const reader = archiveReader()
  for (let at = 0; at < archive.length && texts.length < 3; at += 65_536)
    for (const { kind, text } of reader.push(archive.subarray(at, at + 65_536)).members)
      if (kind === 'data') texts.push(text)
  return { trustees: texts[1] ?? '', credentials: texts[2] ?? '' }
}

export interface BoxVerifier {
  /** Reads and judges the record; the same bytes asked again are not judged again. */
  readonly judge: (facts: Pick<BoxFacts, 'archive' | 'knownHeads' | 'verified'>) => ArchiveVerifier
}

export function boxVerifier(group: Group): BoxVerifier {
  let last: { key: string; verifier: ArchiveVerifier } | null = null
  return {
    judge({ archive, knownHeads, verified = [] }) {
      const key = [hexDigestOfBytes(archive), ...knownHeads].join()
      if (last?.key === key) return last.verifier
      const before = new Set(verified)
      const verifier = archiveVerifier({
        profile: 'council',
        groupOf: () => group,
        knownHeads,
        // The verifier has compared the fingerprint before it asks; everything but the proofs is done again.
        judge: (election, ballot, settle) =>
          settle(before.has(ballot.tracker) ? [] : checkBallotProofs(election, ballot)),
      })
      verifier.push(archive)
      verifier.finish()
      last = { key, verifier }
      return verifier
    },
  }
}

function decryptFacts(
  box: BoxVerifier,
  facts: BoxFacts,
): Omit<DecryptFacts, 'ledgerHead'> & { sameKeys: boolean } {
  const verdict = box.judge(facts).verdict()
  const { trustees, credentials } = setupTexts(facts.archive)
  const rollFlaws = checkRoll({
    uuid: facts.announced.uuid,
    roll: facts.roll,
    credentialsText: credentials,
    present: facts.present,
    anchored: facts.anchored,
    setupHead: verdict.summary.setupHead ?? '',
    verify: (delegate, message, signature) => signedBy(facts.deviceKeys[delegate] ?? [], message, signature),
  })
  const strangers = facts.roll.filter(({ delegate }) => !facts.electorate.includes(delegate))
  if (strangers.length > 0) rollFlaws.push(flaw('C20', 'roll', `${strangers.length} not present`))
  const { announced, minimum } = facts
  return { verdict, announced, minimum, rollFlaws, sameKeys: comparisonCode(trustees) === facts.code }
}

/** Everything but the decision of the ledger. */
export function inspectBox(box: BoxVerifier, facts: BoxFacts, ledgerHead: string | undefined): Inspection {
  const { sameKeys, ...found } = decryptFacts(box, facts)
  const { verdict, stage, summary, result, findings } = found.verdict
  return {
    verdict: { verdict, stage, summary, result },
    findings,
    rollFlaws: found.rollFlaws,
    refused: [
      ...refuseDecryption({ ...found, ledgerHead }),
      ...(sameKeys ? [] : (['decrypt.otherKeys'] as const)),
    ],
  }
}

export interface Share {
  readonly seed: string
  /** Own sealed key of step 5 (the tool's `.dkey`). */
  readonly privateKey: string
}

export type Opened =
  | { readonly owner: number; readonly decryption: string }
  | { readonly refused: readonly (DecryptRefusal | 'decrypt.otherKeys' | 'decrypt.noShare')[] }

/** This trustee's partial decryption, or why there is none. */
export async function openBox(
  group: Group,
  box: BoxVerifier,
  facts: BoxFacts,
  share: Share,
  ledger: TrusteeLedger,
  random: RandomBytes,
): Promise<Opened> {
  const { sameKeys, ...found } = decryptFacts(box, facts)
  if (!sameKeys) return { refused: ['decrypt.otherKeys'] }
  const { record } = box.judge(facts)
  const { election, tally, trustees } = record
  if (!election || !tally || !trustees) return { refused: ['decrypt.notTallied'] }
  for (const [at, { key }] of trustees.owners.entries()) {
    const secret = openEnvelope(group, share, key.text)
    if (secret === undefined) continue
    const done = await decryptByRule(found, ledger, () => decryptPartially(election, tally, secret, random))
    return 'refused' in done ? done : { owner: at + 1, decryption: done.decryption }
  }
  return { refused: ['decrypt.noShare'] }
}
