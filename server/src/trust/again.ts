/**
 * Examines the files again when another bundle is in force.
 * What must stay true: one file after another, so that uploads keep their turn; it can be broken off between two files
 * and goes on at the next start; records keep the verdict they were made with.
 */
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'

export interface AgainParts {
  readonly files: { list(): Promise<string[]> }
  readonly documents: {
    factsOf(sha256: string): FileFacts | undefined
    examineAgain(sha256: string): Promise<FileFacts | Refusal>
  }
  /** Name of the bundle the files are to be judged under; null: there is none, and nothing is done. */
  readonly wanted: () => string | null
  readonly report: (what: string, error: unknown) => void
}

export interface Again {
  /** Another bundle is in force, or the server has just begun. */
  readonly start: () => void
  /** Files not yet judged under it. */
  readonly pending: () => number
  readonly close: () => Promise<void>
}

export function createAgain({ files, documents, wanted, report }: AgainParts): Again {
  let closing = false
  let left = 0
  let asked = 0
  let running: Promise<void> | undefined

  const stale = (sha256: string): boolean => {
    const facts = documents.factsOf(sha256)
    return facts !== undefined && facts.signature.bundle !== wanted()
  }

  async function one(sha256: string): Promise<void> {
    if (wanted() === null || !stale(sha256)) return
    try {
      const found = await documents.examineAgain(sha256)
      // The old facts stand; what could not be looked at now may be looked at after the next start.
      if (isRefusal(found) && !closing) report('a file could not be examined again', found)
    } catch (error) {
      if (!closing) report('a file could not be examined again', error)
    }
  }

  async function run(): Promise<void> {
    let done = -1
    while (done !== asked && !closing) {
      done = asked
      const all = (await files.list()).filter(stale)
      left = all.length
      for (const sha256 of all) {
        if (closing || done !== asked) break
        await one(sha256)
        left--
      }
    }
    left = 0
  }

  return {
    start() {
      asked++
      if (closing || wanted() === null) return
      running ??= run()
        .catch((error: unknown) => report('examining again', error))
        .finally(() => (running = undefined))
    },
    pending: () => left,
    async close() {
      closing = true
      await running
    },
  }
}
