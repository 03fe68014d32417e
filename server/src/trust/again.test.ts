/** Examining again: every stale file once, one after another, broken off at the close, taken up by the newest bundle. */
import { expect, test } from 'vitest'
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { createAgain } from './again.ts'

const factsOf = (sha256: string, bundle: string | null): FileFacts => ({
  sha256,
  size: 1,
  pages: 1,
  hasText: true,
  signature: { colour: 'none', code: 'unsigned', count: 0, signers: [], checkedAt: '', bundle },
})

function stand(names: readonly string[]) {
  const known = new Map(names.map((name) => [name, factsOf(name, null)]))
  const seen: string[] = []
  const problems: unknown[] = []
  let wanted: string | null = 'first'
  let working = 0
  let during: (name: string) => FileFacts | Refusal | undefined = () => undefined
  const again = createAgain({
    files: { list: async () => [...names, 'never-examined'] },
    documents: {
      factsOf: (name) => known.get(name),
      async examineAgain(name) {
        expect(++working).toBe(1)
        await new Promise((resolve) => setImmediate(resolve))
        working--
        seen.push(name)
        const facts = during(name) ?? factsOf(name, wanted)
        if (!('refused' in facts)) known.set(name, facts)
        return facts
      },
    },
    wanted: () => wanted,
    report: (_what, error) => problems.push(error),
  })
  const idle = () => expect.poll(again.pending).toBe(0)
  return {
    again,
    seen,
    problems,
    idle,
    want: (name: string | null) => (wanted = name),
    during: (what: typeof during) => (during = what),
  }
}

test('each stale file once; a file already judged under it, or never examined, is left alone', async () => {
  const { again, seen, idle } = stand(['a', 'b', 'c'])
  again.start()
  await idle()
  await expect.poll(() => seen).toEqual(['a', 'b', 'c'])
  again.start()
  await again.close()
  expect(seen).toEqual(['a', 'b', 'c'])
})

test('without a bundle nothing is done', async () => {
  const { again, seen, want } = stand(['a'])
  want(null)
  again.start()
  await again.close()
  expect(seen).toEqual([])
})

test('a newer bundle in the middle: those done are done again, under the newest', async () => {
  const { again, seen, want, during } = stand(['a', 'b'])
  during((name) => {
    if (name === 'b') {
      want('second')
      again.start()
    }
    return undefined
  })
  again.start()
  await expect.poll(() => seen).toEqual(['a', 'b', 'a'])
  await again.close()
  expect(seen).toHaveLength(3)
})

test('the close breaks off between two files; a failure is told and the next file is looked at', async () => {
  const { again, seen, during } = stand(['a', 'b', 'c'])
  let closed: Promise<void> | undefined
  during(() => void (closed ??= again.close()))
  again.start()
  await expect.poll(() => closed !== undefined).toBe(true)
  await closed
  expect(seen).toEqual(['a'])

  const other = stand(['a', 'b'])
  other.during((name) => (name === 'a' ? refuse('file.dangerous') : undefined))
  other.again.start()
  await expect.poll(() => other.seen).toEqual(['a', 'b'])
  await other.again.close()
  expect(other.problems).toHaveLength(1)
})
