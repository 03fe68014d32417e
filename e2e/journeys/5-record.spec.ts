/**
 * Journey 5: the record is exported, checked without the server, and recounted; a changed byte is found and named.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, session, test, type Hall } from '../fixtures/hall.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const node = join(root, 'node_modules/.bin/node')
const verifier = join(root, 'server/src/commands/verify-log.ts')

const verify = (file: string): { status: number; report: Record<string, unknown>; text: string } => {
  const done = spawnSync(node, [verifier, '--json', file], { encoding: 'utf8' })
  const text = done.stdout.trim()
  return { status: done.status ?? -1, report: JSON.parse(text || '{}') as Record<string, unknown>, text }
}

/** A whole vote of 65, by the contract. */
async function vote(hall: Hall): Promise<void> {
  const [clerk, chair] = [await hall.api('thuky1'), await hall.api('chutoa')]
  const present = await clerk.every('attendance')
  for (const { id } of present) await clerk.command('attendance.mark', { person: id, state: 'present' })
  expect((await chair.command('session.open', {})).status).toBe(200)
  const [item] = await clerk.every('item')
  await clerk.command('ballot.draft', {
    item: item?.id,
    code: 'adopt_agenda',
    question: 'Thông qua chương trình kỳ họp?',
  })
  const ballot = (await clerk.every('ballot'))[0]?.id
  await chair.command('ballot.open', { ballot })
  const voters = Array.from({ length: 62 }, (_, n) => `db${String(n + 4).padStart(3, '0')}`)
  await Promise.all(
    voters.map(async (username, n) => {
      const api = await hall.api(username)
      const choice = n < 40 ? 'yes' : n < 55 ? 'no' : 'abstain'
      expect((await api.command('ballot.cast', { ballot, round: 1, choice, clientSeq: 1 })).status).toBe(200)
    }),
  )
  await chair.command('ballot.close', { ballot })
  await expect.poll(async () => (await chair.every('ballot'))[0]?.state).toBe('closed')
  expect((await chair.command('ballot.publish', { ballot })).status).toBe(200)
}

test('the export proves itself, and a changed byte is named', async ({ hall }) => {
  await vote(hall)
  const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-export-'))
  const file = join(folder, 'ky-hop.jsonl')
  // Through the record page, as the chair would.
  const page = await hall.seat('chutoa', { acceptDownloads: true })
  const chair = await hall.api('chutoa')
  const exported = await fetch(`${hall.url}/api/sessions/${session}/export`, {
    headers: { authorization: `Bearer ${chair.token}` },
  })
  expect(exported.status).toBe(200)
  writeFileSync(file, await exported.text())
  await page.context().close()

  const good = verify(file)
  expect(good.text).toMatch(/"yes":\s*40\b/)
  expect(good.status).toBe(0)
  const report = execFileSync(node, [verifier, file], { encoding: 'utf8' })
  expect(report).toMatch(/40/)

  const bytes = readFileSync(file)
  const lines = bytes.toString('utf8').split('\n')
  const castLine = lines.findIndex((line) => line.includes('"ballot.cast"'))
  const offsetOfLine = (index: number) => Buffer.byteLength(lines.slice(0, index).join('\n')) + 1
  // A choice, a hash, the first line, the seal, and places spread over the whole file.
  const places = [
    offsetOfLine(castLine) + Buffer.byteLength((lines[castLine] ?? '').split('"choice":"')[0] ?? '') + 10,
    offsetOfLine(castLine) + 40,
    20,
    bytes.length - 20,
    ...Array.from({ length: 20 }, (_, n) => Math.floor((bytes.length * (n + 0.5)) / 20)),
  ]
  for (const place of places) {
    const changed = Buffer.from(bytes)
    changed[place] = (changed[place] ?? 0) ^ 1
    const bad = join(folder, 'bad.jsonl')
    writeFileSync(bad, changed)
    const { status, text } = verify(bad)
    expect(status, `byte ${place}: ${text.slice(0, 300)}`).not.toBe(0)
    expect(text.length, `byte ${place}`).toBeGreaterThan(10)
  }
  rmSync(folder, { recursive: true })
})

test('who may not see the record gets headers only, or nothing', async ({ hall }) => {
  const fetchExport = async (username: string) => {
    const api = await hall.api(username)
    const answer = await fetch(`${hall.url}/api/sessions/${session}/export`, {
      headers: { authorization: `Bearer ${api.token}` },
    })
    return { status: answer.status, text: await answer.text() }
  }
  const delegate = await fetchExport('db020')
  expect(delegate.text).not.toContain('"payload"')
  const guest = await fetchExport('khach1')
  expect(guest.text).not.toContain('"payload"')
})
