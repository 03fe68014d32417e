/**
 * What the server finds out about files: facts, the signature report, the text for searching.
 * What must stay true: every file is looked into by a process that can be killed, a few at a time; one file at once is
 * looked into once; what was found is kept by hash before it is answered; a file refused leaves nothing behind.
 */
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { FileStore, FindingStore } from '../store/ports.ts'
import { lookInChild } from './child.ts'
import { fileLimits, wallFor, type FileLimits, type Inside, type Looked } from './job.ts'
import { createSearch, type Hits, type Searched } from './search.ts'
import { summaryOf } from './verdict.ts'

export interface IntakeParts {
  readonly files: FileStore
  readonly findings: FindingStore
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Where the trust bundle in force lies (a signed bundle file or a folder of certificates), or null. */
  readonly trust?: () => Promise<string | null>
  readonly limits?: Partial<FileLimits>
  /** Processes at once. */
  readonly processes?: number
  /** For tests: another script in place of the worker. */
  readonly script?: URL
}

export interface Intake {
  /** Looks at a stored file; known files are not looked into again. @throws when the file is not in the store */
  examine(sha256: string): Promise<FileFacts | Refusal>
  /** Looks again at a file already known: under another trust bundle the same bytes may be judged otherwise. */
  examineAgain(sha256: string): Promise<FileFacts | Refusal>
  /** What is known without waiting. */
  factsOf(sha256: string): FileFacts | undefined
  report(sha256: string): Promise<Record<string, unknown> | undefined>
  /** Page sizes and what the file would do if it were let. */
  inside(sha256: string): Promise<Inside | undefined>
  search(documents: readonly Searched[], words: string, limit: number): Promise<Hits>
  /** Breaks off what is under way: those who wait are told that the server is closing. */
  close(): Promise<void>
}

const topics = { facts: 'facts', report: 'report', inside: 'inside', text: 'text' } as const

/** Opens the intake with all facts known from before. */
export async function createIntake(parts: IntakeParts): Promise<Intake> {
  const { files, findings, now } = parts
  const limits = { ...fileLimits, ...parts.limits }
  const known = new Map((await findings.every(topics.facts)) as ReadonlyMap<string, FileFacts>)
  const underWay = new Map<string, Promise<FileFacts | Refusal>>()
  const closing = new AbortController()
  const inTurn = createTurns(parts.processes ?? 2)
  const search = createSearch(async (sha256) => {
    const found = await findings.get(sha256, topics.text)
    return Array.isArray(found) ? (found as string[]) : undefined
  })

  async function look(sha256: string, size: number, trust: string | null): Promise<Looked | Refusal> {
    if (closing.signal.aborted) return refuse('server.closing')
    const wallMs = wallFor(size, limits)
    const { path, done } = await pathOf(files, sha256, size)
    try {
      const job = { path, now: now(), trust, limits, textMs: wallMs * 0.6 }
      const { script } = parts
      const answer = await lookInChild(job, {
        wallMs,
        memory: limits.memory,
        signal: closing.signal,
        ...(script && { script }),
      })
      if (closing.signal.aborted) return refuse('server.closing')
      return 'refusal' in answer ? answer.refusal : answer.looked
    } finally {
      await done()
    }
  }

  /** A bundle that came into force meanwhile is asked as well: what is kept is of the newest. */
  async function lookUnderNewest(sha256: string, size: number): Promise<Looked | Refusal> {
    const inForce = async () => (await parts.trust?.()) ?? null
    const before = await inForce()
    const looked = await look(sha256, size, before)
    const after = isRefusal(looked) ? before : await inForce()
    return after === before ? looked : look(sha256, size, after)
  }

  async function examineAnew(sha256: string): Promise<FileFacts | Refusal> {
    const info = await files.info(sha256)
    if (!info) throw new Error(`file ${sha256} is not in the store`)
    if (info.size === 0) return refuse('file.empty')
    const looked = await inTurn(() => lookUnderNewest(sha256, info.size))
    if (isRefusal(looked)) return looked
    const { inside, report, text } = looked
    const facts: FileFacts = {
      sha256,
      size: info.size,
      pages: inside.pages,
      hasText: inside.hasText,
      signature: summaryOf(report),
    }
    await findings.set(sha256, topics.report, report)
    await findings.set(sha256, topics.inside, inside)
    await findings.set(sha256, topics.text, text)
    // Last: who has the facts has all the rest.
    await findings.set(sha256, topics.facts, facts)
    known.set(sha256, facts)
    search.forget(sha256)
    return facts
  }

  /** Who asks while the file is being looked into gets that answer. */
  async function once(sha256: string): Promise<FileFacts | Refusal> {
    const running = underWay.get(sha256)
    if (running) return running
    const examining = examineAnew(sha256)
    underWay.set(sha256, examining)
    try {
      return await examining
    } finally {
      underWay.delete(sha256)
    }
  }

  return {
    examine: async (sha256) => known.get(sha256) ?? once(sha256),
    examineAgain: once,
    factsOf: (sha256) => known.get(sha256),
    async report(sha256) {
      return (await findings.get(sha256, topics.report)) as Record<string, unknown> | undefined
    },
    async inside(sha256) {
      return (await findings.get(sha256, topics.inside)) as Inside | undefined
    },
    search: (documents, words, limit) => search.find(documents, words, limit),
    async close() {
      closing.abort()
      await Promise.allSettled(underWay.values())
    },
  }
}

/** Where the bytes lie for another process; a store without a file system lends a copy. */
async function pathOf(files: FileStore, sha256: string, size: number) {
  const path = files.path(sha256)
  if (path !== undefined) return { path, done: async () => {} }
  const folder = await mkdtemp(join(tmpdir(), 'nghi-truong-'))
  const copy = join(folder, 'file.pdf')
  const handle = await open(copy, 'wx', 0o600)
  try {
    for await (const piece of files.read(sha256, 0, size)) await handle.writeFile(piece)
  } finally {
    await handle.close()
  }
  return { path: copy, done: () => rm(folder, { recursive: true, force: true }) }
}

/** Lets so many work at once; the others wait in order. */
function createTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = most
  return async (work) => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
