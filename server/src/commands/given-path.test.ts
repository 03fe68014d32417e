/** Names given on the command line, from wherever npm was called; a missing file is a line, never a crash. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { givenPath } from './given-path.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'given-')))
const stood = join(folder, 'stood')
const project = join(folder, 'project')
mkdirSync(stood)
mkdirSync(project)
writeFileSync(join(stood, 'mine.pdf'), 'hello')
afterAll(() => rmSync(folder, { recursive: true }))

const run = (command: string, ...args: string[]) => {
  const script = fileURLToPath(new URL(command, import.meta.url))
  const { stdout, status } = spawnSync(process.execPath, [script, ...args], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: stood },
  })
  const lines = stdout.split('\n').filter(Boolean)
  return { status, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

test('what is there as named is taken; else it is looked for where the person stood', () => {
  expect(givenPath(join(stood, 'mine.pdf'), project)).toBe(join(stood, 'mine.pdf'))
  expect(givenPath('no-such-file.pdf', stood)).toBe(join(stood, 'no-such-file.pdf'))
  expect(givenPath('package.json', stood)).not.toContain(stood)
  expect(givenPath('no-such-file.pdf', '')).toBe(join(process.cwd(), 'no-such-file.pdf'))
})

test('verify names the file as given, and says of a missing one what is the matter', () => {
  const { status, lines } = run('verify.ts', '--json', 'mine.pdf', 'gone.pdf')
  expect(lines).toMatchObject([
    { file: 'mine.pdf', error: 'notPdf' },
    { file: 'gone.pdf', error: 'ENOENT', signatures: [] },
  ])
  expect(status).toBe(1)
})

test('ballots too', () => {
  writeFileSync(join(stood, 'mine.bel'), 'hello')
  const { status, lines } = run('ballots.ts', 'verify', '--json', 'mine.bel', 'gone.bel')
  expect(lines.map((line) => [line['file'], line['verdict']])).toEqual([
    ['mine.bel', 'reject'],
    ['gone.bel', 'reject'],
  ])
  expect(JSON.stringify(lines[0])).not.toContain('ENOENT')
  expect(JSON.stringify(lines[1])).toContain('ENOENT')
  expect(status).toBe(2)
})
