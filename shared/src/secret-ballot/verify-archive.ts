/**
 * Reader and verifier joined: bytes in, verdict out. What must stay true: the same verdict however the bytes are cut.
 */
import { archiveReader } from './archive.ts'
import type { ArchiveFault } from './archive.ts'
import type { GroupOf } from './election.ts'
import { flaw, locate } from './findings.ts'
import type { Finding } from './findings.ts'
import { makeGroup } from './group.ts'
import type { Group } from './group.ts'
import type { ArithmeticMaker } from './arithmetic.ts'
import { parametersOf } from './parameters.ts'
import type { GroupName } from './parameters.ts'
import { recordVerifier } from './verify.ts'
import type { RecordVerifier, Verdict, VerifierOptions } from './verify.ts'

/** A finder of groups that makes each at most once. */
export function groups(maker?: ArithmeticMaker): GroupOf {
  const made = new Map<GroupName, Group>()
  return (name) => {
    const held = made.get(name)
    if (held !== undefined) return held
    const parameters = parametersOf(name)
    if (parameters === undefined) throw new Error(`no group ${name}`)
    const group = makeGroup(parameters, maker)
    made.set(name, group)
    return group
  }
}

const finding = (found: ArchiveFault): Finding =>
  found.reason === 'notUtf8'
    ? locate(flaw('C4', 'shape', found.detail), found.member)
    : locate(flaw('C1', 'archiveBytes', `${found.reason}: ${found.detail}`), found.member)

export type ArchiveVerifier = {
  /** The next bytes of the file. */
  push(chunk: Uint8Array): void
  readonly stopped: boolean
  readonly record: RecordVerifier
  /** The end of the file. */
  finish(): void
  verdict(): Verdict
}

export function archiveVerifier(options: VerifierOptions): ArchiveVerifier {
  const reader = archiveReader()
  const record = recordVerifier(options)
  return {
    record,
    get stopped() {
      return record.stopped
    },
    push(chunk) {
      if (record.stopped) return
      const { members, fault } = reader.push(chunk)
      for (const member of members) record.member(member)
      if (fault !== undefined && !record.stopped) record.broken(finding(fault))
    },
    finish() {
      if (record.stopped) return
      const fault = reader.finish()
      if (fault !== undefined) record.broken(finding(fault))
    },
    verdict: () => record.verdict(),
  }
}

/** Verifies a whole archive held in memory. */
export function verifyArchive(bytes: Uint8Array, options: VerifierOptions): Verdict {
  const verifier = archiveVerifier(options)
  verifier.push(bytes)
  verifier.finish()
  return verifier.verdict()
}
