/** The page of the contract is what the code says, and its example client works as printed. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Running } from '../main.ts'
import { call, signIn, wish } from '../testing/call.ts'
import { sha256, tinyPdf } from '../testing/pdf.ts'
import { startDemoServer } from '../testing/server.ts'
import { apiDocument, apiPage } from './api-doc.ts'
import { openApi } from './openapi.ts'

test('docs/api.md is as printed (else: node server/src/http/api-doc.ts)', () => {
  expect(readFileSync(apiPage, 'utf8')).toBe(apiDocument())
})

test('every reference of the OpenAPI document leads somewhere', () => {
  const contract = openApi('1')
  const text = JSON.stringify(contract)
  const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '')
  expect(names.length).toBeGreaterThan(50)
  expect(names.filter((name) => !Object.hasOwn(contract.components.schemas, name))).toEqual([])
  expect(text).not.toContain('#/$defs')
})

/** A sitting with one published document and an open ballot, in which everybody but db020 is present. */
async function sitting(server: Running): Promise<string> {
  const [chair, clerk] = [await signIn(server, 'chutoa'), await signIn(server, 'thuky1')]
  const state = await server.look.state('ky-hop-3')
  const item = state?.every('item')[0]?.id
  const bytes = tinyPdf('Du thao nghi quyet')
  await call(server, 'PUT', `/api/files/${sha256(bytes)}?session=ky-hop-3`, { token: clerk, body: bytes })
  await wish(server, clerk, 'documents.attach', { item, file: sha256(bytes), title: 'Dự thảo' })
  const document = state?.every('document')[0]?.id
  expect((await wish(server, clerk, 'documents.publish', { document })).status).toBe(200)
  const people = state?.every('attendance').map((one) => one.id) ?? []
  for (const person of people.filter((one) => one !== 'db020'))
    await wish(server, clerk, 'attendance.mark', { person, state: 'present' })
  expect((await wish(server, chair, 'session.open')).status).toBe(200)
  await wish(server, clerk, 'ballot.draft', { item, code: 'adopt_resolution', question: 'Thông qua?' })
  return state?.every('ballot')[0]?.id ?? ''
}

test('the example client signs in, follows, annotates and votes', { timeout: 30_000 }, async () => {
  const server = await startDemoServer()
  const ballot = await sitting(server)
  const chair = await signIn(server, 'chutoa')
  const client = fileURLToPath(new URL('testing/stranger.mjs', import.meta.url))
  const child = spawn(process.execPath, [client], {
    env: { ...process.env, BASE: server.url, NAME: 'db020', PASSWORD: 'Demo@2026-db020' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString()
    // It waits for a ballot: the chair opens it once the stranger is there.
    if (/annotated 1/.test(data.toString())) void wish(server, chair, 'ballot.open', { ballot })
  })
  child.stderr.on('data', (data: Buffer) => (said += data.toString()))
  const status = await new Promise((resolve) => child.on('close', resolve))
  expect(said).toMatch(
    /signed in as .*\nfollowing Kỳ họp.*\nchecked in\nfirst bytes 206 bytes 0-.*\nannotated 1\nvoted \d+ [0-9a-f]{64}\nsigned out/,
  )
  expect(status).toBe(0)
  const state = await server.look.state('ky-hop-3')
  expect(state?.one('cast', `${ballot}:db020`)).toMatchObject({ choice: 'yes' })
  const group = state?.one('person', 'db020')?.group
  expect(
    await server.stores.notes.size(`ky-hop-3.${state?.every('document')[0]?.facts.sha256}.group:${group}`),
  ).toBeGreaterThan(0)
  await server.close()
})
