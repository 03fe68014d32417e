/**
 * `npm run two-weeks [-- --seed N] [--people N] [--days N] [--deeds N]`
 * Two weeks of concurrent annotating by 50 simulated people, on the product's own rooms over SQLite.
 * What must stay true: it ends with 1 when copies differ, a mark is lost or anything was readable outside its layer, on the
 * wire, in the database files or in a back-up; the seed is printed.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openNotes } from '../store/open.ts'
import { snapshotInto } from '../store/snapshot.ts'
import { sqlite3Driver } from '../store/sqlite3.ts'
import { searchFolder } from '../two-weeks/files.ts'
import { runTwoWeeks } from '../two-weeks/two-weeks.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    people: { type: 'string', default: '50' },
    days: { type: 'string', default: '14' },
    deeds: { type: 'string', default: '1500' },
    documents: { type: 'string', default: '3' },
  },
})
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-two-weeks-'))
const started = performance.now()
console.log(`seed ${seed}`)
try {
  const { faults, figures } = await runTwoWeeks({
    seed,
    people: Number(values.people),
    days: Number(values.days),
    deeds: Number(values.deeds),
    documents: Number(values.documents),
    open: () => openNotes(sqlite3Driver, folder, new Date().toISOString()),
    say: (line) => console.log(line),
  })
  await snapshotInto(sqlite3Driver, join(folder, 'notes.db'), join(folder, 'notes.backup'))
  const disk = searchFolder(folder)
  console.table({
    ...figures,
    'bytes on disk': disk.bytes,
    seconds: Math.round((performance.now() - started) / 1000),
  })
  if (disk.others === 0) console.log('the search of the disk found nothing at all: not trusted')
  const wrong = [...faults, ...disk.private.map((one) => `private words on the disk: ${one}`)]
  for (const one of wrong) console.error(one)
  const sound = wrong.length === 0 && disk.others > 0
  console.log(sound ? 'all copies equal, nothing readable outside its layer' : `NOT SOUND (seed ${seed})`)
  process.exitCode = sound ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
