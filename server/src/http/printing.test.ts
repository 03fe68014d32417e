/** The papers by HTTP: who gets which, and that the marks printed are those of the log. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Running } from '../main.ts'
import { textOf } from '../printing/testing/text.ts'
import { call, signIn, wish } from '../testing/call.ts'
import { startDemoServer } from '../testing/server.ts'

let server: Running
let chair = ''
let clerk = ''
let delegate = ''
let ballot = ''
const must = async (token: string, type: string, input: unknown = {}) => {
  const answer = await wish(server, token, type, input)
  expect(answer.status, `${type} ${JSON.stringify(answer.body)}`).toBe(200)
  return answer.body
}
const sheet = (token: string | undefined, which = ballot, session = 'ky-hop-3') =>
  call(server, 'GET', `/api/sessions/${session}/ballots/${which}/sheet`, { token })

beforeAll(async () => {
  server = await startDemoServer()
  chair = await signIn(server, 'chutoa')
  clerk = await signIn(server, 'thuky1')
  delegate = await signIn(server, 'db020')
  const state = await server.look.state('ky-hop-3')
  const item = state?.every('item')[0]?.id
  const people = state?.every('attendance').map((one) => one.id) ?? []
  for (const person of people.slice(0, 60)) await must(clerk, 'attendance.mark', { person, state: 'present' })
  await must(chair, 'session.open')
  await must(clerk, 'ballot.draft', {
    item,
    code: 'adopt_resolution',
    question: 'Thông qua dự thảo Nghị quyết?',
    method: 'show_of_hands',
  })
  ballot = state?.every('ballot')[0]?.id ?? ''
  await must(chair, 'ballot.open', { ballot })
  await must(clerk, 'ballot.enterHand', { ballot, person: people[0], choice: 'yes' })
  await must(chair, 'ballot.close', { ballot })
}, 60_000)
afterAll(() => server.close())

test('nobody gets a sheet before the announcement, everybody after', { timeout: 60_000 }, async () => {
  const counted = (await server.look.state('ky-hop-3'))?.one('result', ballot)
  await new Promise<void>((resolve) => {
    if (counted) resolve()
    const stop = server.look.onCommit(({ changes }) => {
      if (!changes.some(({ put }) => put.kind === 'result')) return
      stop()
      resolve()
    })
  })
  expect(await sheet(chair)).toMatchObject({ status: 409, body: { code: 'ballot.wrongState' } })
  expect((await sheet(delegate)).status).toBe(409)
  const { seq } = await must(chair, 'ballot.publish', { ballot })
  const papers = await Promise.all([sheet(chair), sheet(clerk), sheet(delegate)])
  for (const paper of papers) {
    expect(paper.status).toBe(200)
    expect(paper.headers['content-type']).toBe('application/pdf')
    expect(paper.headers['content-disposition']).toMatch(
      /^attachment; filename="phieu-ket-qua-[0-9a-f]{8}\.pdf"$/,
    )
    expect(paper.headers['cache-control']).toBe('no-store')
  }
  expect(papers[2]?.bytes.equals(papers[0]?.bytes ?? Buffer.of())).toBe(true)
  const text = await textOf(papers[2]?.bytes ?? Buffer.of())
  expect(text).toContain('Tán thành 1 1,54 % 1,67 %')
  expect(text).toContain('Lương Thế Hiển')
  // The head printed is the hash of the entry that closed the vote.
  let closed = ''
  for await (const entry of server.look.entries('ky-hop-3'))
    if (entry.header.type === 'ballot.closed') closed = entry.hash
  expect(text.replaceAll(' ', '')).toContain(closed)
  expect(seq).toBeGreaterThan(0)
})

test('strangers and wrong names learn nothing', async () => {
  expect((await sheet(undefined)).status).toBe(401)
  expect(await sheet(delegate, 'missing')).toMatchObject({ status: 404, body: { code: 'ballot.notSeen' } })
  expect(await sheet(delegate, ballot, 'other')).toMatchObject({
    status: 404,
    body: { code: 'session.notSeen' },
  })
  expect(await sheet(chair, ballot, 'house')).toMatchObject({
    status: 404,
    body: { code: 'session.notSeen' },
  })
  expect((await sheet(delegate, '<x>')).status).toBe(404)
})

const minutes = (token: string) => call(server, 'GET', '/api/sessions/ky-hop-3/minutes', { token })
const record = (token: string, which: string) =>
  call(server, 'GET', `/api/sessions/ky-hop-3/papers/${which}/record`, { token })

test('minutes are the desk’s', { timeout: 60_000 }, async () => {
  expect(await minutes(delegate)).toMatchObject({ status: 403, body: { code: 'command.notAllowed' } })
  const paper = await minutes(clerk)
  expect(paper.status).toBe(200)
  const text = await textOf(paper.bytes)
  expect(text).toContain('BIÊN BẢN')
  expect(text).toContain('Kỳ họp chưa bế mạc')
})

test('the record of a count is the desk’s and the board’s, once agreed', { timeout: 60_000 }, async () => {
  const state = await server.look.state('ky-hop-3')
  const item = state?.every('item')[0]?.id
  const members = ['db010', 'db011', 'db012', 'db013', 'db014', 'db015', 'db016']
  await must(chair, 'committee.elect', { head: 'db010', secretary: 'db011', members })
  const subjects = [{ id: 'a', name: 'Ông A' }]
  await must(clerk, 'paper.draft', { item, code: 'elect_office', title: 'Bầu Ủy viên', subjects })
  const paperBallot = state?.every('paperBallot')[0]?.id ?? ''
  await must(chair, 'paper.open', { paperBallot })
  const tellers = await Promise.all(['db010', 'db011'].map((name) => signIn(server, name)))
  const [head = '', second = ''] = tellers
  await must(head, 'paper.startCounting', { paperBallot })
  const own = [{ subject: 'a', counts: { yes: 40, no: 20 }, invalid: 0 }]
  const count = { issued: 60, returned: 60, invalid: {}, subjects: own }
  await must(head, 'paper.enter', { paperBallot, count })
  expect((await record(chair, paperBallot)).status).toBe(409)
  await must(second, 'paper.enter', { paperBallot, count })
  for (const token of [chair, clerk, head]) {
    const paper = await record(token, paperBallot)
    expect(paper.status).toBe(200)
    expect(await textOf(paper.bytes)).toContain('40 61,54 % 66,67 %')
  }
  expect((await record(delegate, paperBallot)).status).toBe(403)
  expect((await record(chair, 'missing')).status).toBe(404)
})
