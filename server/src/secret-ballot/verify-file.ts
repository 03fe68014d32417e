/**
 * Verifies a record on disk as a stream. What must stay true: at most a few ballots are in memory however large the
 * file, and a file that cannot be read to its end is never called accepted.
 */
import { createReadStream } from 'node:fs'
import type { Election } from '@nghi-truong/shared/secret-ballot/election'
import type { Profile } from '@nghi-truong/shared/secret-ballot/findings'
import { compareSkeletons, skeletonReader } from '@nghi-truong/shared/secret-ballot/extends'
import type { Comparison, Skeleton } from '@nghi-truong/shared/secret-ballot/extends'
import { archiveVerifier, groups } from '@nghi-truong/shared/secret-ballot/verify-archive'
import type { Verdict, ProofJudge } from '@nghi-truong/shared/secret-ballot/verify'
import { wasmArithmetic } from './montgomery.ts'
import { ballotPool } from './pool.ts'

export type FileOptions = {
  readonly profile: Profile
  /** 0: everything in this thread. */
  readonly workers: number
  readonly knownHeads?: readonly string[]
}

export type FileVerdict = { readonly verdict: Verdict; readonly election: Election | undefined }

const chunkBytes = 256 * 1024

/** Rejects if the file cannot be read or a worker dies: then nothing is known about the record. */
export async function verifyFile(path: string, options: FileOptions): Promise<FileVerdict> {
  const pool = options.workers > 0 ? ballotPool(options.workers) : undefined
  const open: Promise<void>[] = []
  const { profile } = options
  const judge: ProofJudge | undefined =
    pool &&
    ((election, ballot, settle) => {
      const judged = pool.check(profile, election.text, ballot.text).then(settle)
      // awaited below with all others; this only keeps an early failure from ending the process first
      judged.catch(() => undefined)
      open.push(judged)
    })
  try {
    const verifier = archiveVerifier({
      profile,
      groupOf: groups(wasmArithmetic),
      ...(judge === undefined ? {} : { judge }),
      ...(options.knownHeads === undefined ? {} : { knownHeads: options.knownHeads }),
    })
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
      verifier.push(chunk as Uint8Array)
      await pool?.room()
      if (verifier.stopped) break
    }
    await Promise.all(open)
    verifier.finish()
    return { verdict: verifier.verdict(), election: verifier.record.election }
  } finally {
    await Promise.allSettled(open)
    await pool?.close()
  }
}

async function readSkeleton(path: string): Promise<Skeleton | { readonly broken: string }> {
  const reader = skeletonReader()
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }))
    reader.push(chunk as Uint8Array)
  return reader.finish()
}

/** Whether the record NEW extends the record OLD; a broken archive extends nothing. */
export async function compareFiles(older: string, newer: string): Promise<Comparison> {
  const before = await readSkeleton(older)
  if ('broken' in before)
    return { verdict: 'differs', detail: `the older record is broken: ${before.broken}` }
  const after = await readSkeleton(newer)
  if ('broken' in after) return { verdict: 'differs', detail: `the newer record is broken: ${after.broken}` }
  return compareSkeletons(before, after)
}
