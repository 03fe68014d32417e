/** A short slice of the two weeks, and what the watch must catch. `npm run two-weeks` runs all of it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { nodeSqliteDriver } from '../store/node-sqlite.ts'
import { openNotes } from '../store/open.ts'
import { snapshotInto } from '../store/snapshot.ts'
import type { AnnotationStore } from '../store/ports.ts'
import { createCouncil, session } from './council.ts'
import { searchFolder } from './files.ts'
import { runTwoWeeks } from './two-weeks.ts'
import { createWatch } from './watch.ts'

const seed = Number(process.env['SEED'] ?? 20261109)
const folders: string[] = []
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function slice(wrap: (store: AnnotationStore) => AnnotationStore = (store) => store) {
  const folder = await mkdtemp(join(tmpdir(), 'nghi-truong-two-weeks-'))
  folders.push(folder)
  const outcome = await runTwoWeeks({
    seed,
    people: 12,
    days: 2,
    deeds: 500,
    documents: 2,
    open: async () => wrap(await openNotes(nodeSqliteDriver, folder, '2026-11-09T00:00:00.000Z')),
  })
  return { ...outcome, folder }
}

describe(`two weeks, a slice (SEED=${seed})`, () => {
  test('all copies equal, nothing lost, nothing readable outside its layer', async () => {
    const { faults, figures, folder } = await slice()
    expect(faults).toEqual([])
    for (const what of ['marks', 'cuts', 'removals', 'copies compared', 'marks accounted for'])
      expect(figures[what], what).toBeGreaterThan(10)
    for (const what of ['intrusions', 'forgeries', 'expulsions'])
      expect(figures[what], what).toBeGreaterThan(0)
    await snapshotInto(nodeSqliteDriver, join(folder, 'notes.db'), join(folder, 'notes.backup'))
    const disk = searchFolder(folder)
    expect(disk.private).toEqual([])
    expect(disk.others).toBeGreaterThan(0)
  })

  test('a store that loses what it was given is found out', async () => {
    let n = 0
    const { faults } = await slice((store) => ({
      ...store,
      append: (room, update) => (++n % 40 === 0 ? Promise.resolve() : store.append(room, update)),
    }))
    expect(faults.length).toBeGreaterThan(0)
  })
})

describe('the watch', () => {
  const council = createCouncil(12, 1)
  const [file = ''] = council.files
  const bytes = (text: string) => Buffer.from(`\u0000${text}\u0001`)
  test('cries at private words on the wire, at words in a foreign room, at words to who may not read', () => {
    const watch = createWatch(council)
    const [an = '', binh = ''] = council.people
    const group = { session, file, layer: `group:${council.groupOf(an)}` } as const
    watch.frame(bytes(`NHOM-${council.groupOf(an)}-1`), 'down', group, an)
    expect(watch.faults).toEqual([])
    watch.frame(bytes(`RIENG-${an}-1`), 'up', { ...group, layer: `private:${an}` }, an)
    watch.frame(bytes('TRINHBAY-1'), 'down', group, an)
    watch.frame(bytes(`NHOM-${council.groupOf(an)}-1`), 'down', group, binh)
    watch.logged(`x RIENG-${an}-1`)
    expect(watch.faults).toHaveLength(4)
  })
})
