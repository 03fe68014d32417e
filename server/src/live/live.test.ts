/** The live socket and its door: who is told what, and when a socket ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Ballot, Item } from '@nghi-truong/shared/domain/records'
import { isGone, type Put } from '@nghi-truong/shared/domain/state'
import { closeCodes, type Patch, type Presence, type Snapshot } from '@nghi-truong/shared/protocol/live'
import type { Running } from '../main.ts'
import { call, signIn, wish } from '../testing/call.ts'
import { startDemoServer } from '../testing/server.ts'
import { dial, follow, ticketOf, type Listening } from '../testing/sockets.ts'

let server: Running
const tokens = new Map<string, string>()
const token = async (username: string): Promise<string> => {
  const known = tokens.get(username)
  if (known !== undefined) return known
  const fresh = await signIn(server, username)
  tokens.set(username, fresh)
  return fresh
}
beforeAll(async () => {
  server = await startDemoServer({}, { publish: false })
})
afterAll(() => server.close())

const isSnapshot = (message: { type: string }): message is Snapshot => message.type === 'snapshot'
const isPatch = (message: { type: string }): message is Patch => message.type === 'patch'
const isPresence = (message: { type: string }): message is Presence => message.type === 'presence'
const putsOf = ({ heard }: Listening): Put[] => heard.filter(isPatch).flatMap((patch) => [...patch.puts])
/** Waits until a patch carries a put that fits. */
const put = (socket: Listening, fits: (one: Put) => boolean) =>
  socket.until((message) => isPatch(message) && message.puts.some(fits))

const sockets: Listening[] = []
async function join(username: string): Promise<Listening> {
  const socket = await follow(server, await token(username))
  sockets.push(socket)
  await socket.until(isSnapshot)
  return socket
}
beforeEach(() => {
  for (const { socket } of sockets.splice(0)) socket.close()
})

describe('what is told', () => {
  test('a snapshot of what may be seen, who one is, and then patches', async () => {
    const delegate = await join('db010')
    const snapshot = await delegate.until(isSnapshot)
    expect(snapshot.you).toMatchObject({ person: 'db010', roles: ['delegate'] })
    expect(snapshot.records.some((one) => one.kind === 'item')).toBe(false)
    const answer = await wish(server, await token('db010'), 'attendance.checkIn')
    const patch = await delegate.until(isPatch)
    expect(patch.seq).toBe(answer.body.seq)
    expect(patch.puts).toMatchObject([{ kind: 'attendance', id: 'db010', state: 'present' }])
  })

  test('what becomes visible comes, what is hidden goes, and nothing is told before', async () => {
    const [delegate, clerk, guest] = [await join('db011'), await join('thuky1'), await join('khach1')]
    const secretary = await token('thuky1')
    await wish(server, secretary, 'agenda.add', { title: 'Mật thám', visibility: 'members' })
    await put(clerk, (one) => one.kind === 'item')
    const item = (await server.look.state('ky-hop-3'))
      ?.every('item')
      .find((one) => one.title === 'Mật thám') as Item
    expect(putsOf(delegate)).toEqual([])
    await wish(server, secretary, 'agenda.publish')
    await put(delegate, (one) => one.id === item.id)
    await put(guest, (one) => one.kind === 'session')
    expect(putsOf(guest).some((one) => one.id === item.id)).toBe(false)

    const { title, minutes, presenter } = item
    await wish(server, secretary, 'agenda.change', {
      item: item.id,
      title,
      minutes,
      presenter,
      visibility: 'desk',
    })
    await put(delegate, (one) => one.id === item.id && isGone(one))
    expect(putsOf(clerk).some((one) => one.id === item.id && isGone(one))).toBe(false)
    expect(putsOf(guest).some((one) => one.id === item.id)).toBe(false)
    expect(JSON.stringify(guest.heard)).not.toContain('Mật thám')
  })

  test('a changed role brings a new snapshot', async () => {
    const guest = await join('khach2')
    const person = (await server.look.state('ky-hop-3'))?.one('person', 'khach2')
    const change = { person: 'khach2', name: person?.name, position: 'Thư ký', group: null, seat: null }
    await wish(server, await token('thuky1'), 'people.change', { ...change, roles: ['secretariat'] })
    const again = await guest.until(
      (message) => isSnapshot(message) && message.you.roles.includes('secretariat'),
    )
    expect(isSnapshot(again) && again.records.some((one) => one.audience.includes('role:secretariat'))).toBe(
      true,
    )
    await wish(server, await token('thuky1'), 'people.change', { ...change, roles: ['guest'] })
    await guest.until(
      (message) =>
        isSnapshot(message) && guest.heard.indexOf(message) > 1 && message.you.roles[0] === 'guest',
    )
  })

  test('a choice is its owner’s alone until announced; the turnout is everybody’s', async () => {
    const chair = await token('chutoa')
    const people = Array.from({ length: 44 }, (_, n) => `db${String(n + 1).padStart(3, '0')}`)
    for (const person of people)
      await wish(server, await token('thuky1'), 'attendance.mark', { person, state: 'present' })
    expect((await wish(server, chair, 'session.open')).status).toBe(200)
    const state = await server.look.state('ky-hop-3')
    const item = state?.every('item')[0]?.id
    await wish(server, chair, 'ballot.draft', { item, code: 'adopt_resolution', question: 'Thông qua?' })
    const drafted = state?.every('ballot')[0] as Ballot
    const ballot = drafted.id
    await wish(server, chair, 'ballot.open', { ballot })
    const [voter, twin, neighbour, desk] = [
      await join('db030'),
      await join('db030'),
      await join('db031'),
      await join('chutoa'),
    ]
    await wish(server, await token('db030'), 'ballot.cast', { ballot, round: 1, choice: 'no', clientSeq: 1 })
    for (const one of [voter, twin]) await put(one, (record) => record.kind === 'cast')
    for (const one of [neighbour, desk])
      await put(one, (record) => record.kind === 'turnout' && !isGone(record) && record.cast === 1)
    await put(desk, (record) => record.kind === 'voted')
    for (const one of [neighbour, desk]) expect(JSON.stringify(one.heard)).not.toContain('"choice"')
    expect(putsOf(neighbour).some((record) => record.kind === 'voted')).toBe(false)
    await wish(server, chair, 'ballot.close', { ballot })
    await wish(server, chair, 'ballot.void', { ballot, reason: 'thử' })
  })

  test('the desk sees who is here, the others how many', async () => {
    const [clerk, delegate] = [await join('thuky2'), await join('db012')]
    const forDesk = await clerk.until(
      (message) => isPresence(message) && (message.people?.includes('db012') ?? false),
    )
    expect(isPresence(forDesk) && forDesk.count).toBe(isPresence(forDesk) ? forDesk.people?.length : 0)
    const forAll = await delegate.until(isPresence)
    expect(forAll.people).toBeNull()
    delegate.socket.close()
    const index = clerk.heard.length
    await clerk.until(
      (message) =>
        isPresence(message) && clerk.heard.indexOf(message) >= index && !message.people?.includes('db012'),
    )
  })

  test('many changes in one frame are few messages and no record twice in one', async () => {
    const delegate = await join('db013')
    const secretary = await token('thuky1')
    const before = delegate.heard.length
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => wish(server, secretary, 'agenda.add', { title: `Mục ${n}` })),
    )
    await put(delegate, (one) => one.kind === 'item' && !isGone(one) && one.title === 'Mục 39')
    const patches = delegate.heard.slice(before).filter(isPatch)
    expect(patches.length).toBeLessThan(40)
    for (const { puts } of patches)
      expect(new Set(puts.map((one) => `${one.kind}:${one.id}`)).size).toBe(puts.length)
  })
})

describe('the door', () => {
  const live = '/api/sessions/ky-hop-3/live'

  test('a ticket opens one socket, once', async () => {
    const ticket = await ticketOf(server, await token('db014'))
    const first = dial(server, `${live}?ticket=${ticket}`)
    await first.until(isSnapshot)
    const second = dial(server, `${live}?ticket=${ticket}`)
    expect(await second.closed).toEqual({ code: closeCodes.ticketInvalid, reason: 'ticket.invalid' })
    expect(second.heard).toMatchObject([{ type: 'bye', refusal: { refused: 'ticket.invalid' } }])
    first.socket.close()
  })

  test.each([['?ticket=nonsense'], ['?ticket='], ['']])('no ticket, no socket: %s', async (query) => {
    expect((await dial(server, `${live}${query}`).closed).code).toBe(closeCodes.ticketInvalid)
  })

  test('a bearer header or a cookie does not open a socket', async () => {
    const bearer = await token('db014')
    const headers = { authorization: `Bearer ${bearer}`, cookie: `hdnd=${bearer}` }
    expect((await dial(server, live, { headers }).closed).code).toBe(closeCodes.ticketInvalid)
  })

  test.each([
    [{ origin: 'http://evil.example' }],
    [{ headers: { host: 'evil.example' } }],
    [{ origin: 'null' }],
  ])('a foreign page is refused before the handshake, and the ticket is still good: %o', async (options) => {
    const ticket = await ticketOf(server, await token('db014'))
    expect(await dial(server, `${live}?ticket=${ticket}`, options).closed).toEqual({
      code: 1006,
      reason: '403',
    })
    const good = dial(server, `${live}?ticket=${ticket}`, { origin: `http://127.0.0.1:${server.port}` })
    await good.until(isSnapshot)
    good.socket.close()
  })

  test('other paths have no socket', async () => {
    const ticket = await ticketOf(server, await token('db014'))
    for (const path of ['/', '/api/sessions', '/api/health', '/api/rooms/a/b', '/api/sessions/x/live/more'])
      expect((await dial(server, `${path}?ticket=${ticket}`).closed).reason).toBe('404')
  })

  test('a session one has no place in, and none at all, close the same way', async () => {
    for (const path of ['/api/sessions/ky-hop-3/live', '/api/sessions/nothing/live']) {
      const stranger = dial(server, `${path}?ticket=${await ticketOf(server, await token('quantri'))}`)
      expect(await stranger.closed).toEqual({ code: closeCodes.notFound, reason: 'session.notSeen' })
      expect(stranger.heard).toMatchObject([{ type: 'bye' }])
    }
  })

  test('foreign rooms and no rooms are refused', async () => {
    const file = 'a'.repeat(64)
    for (const room of [
      `ky-hop-3.${file}.private:db015`,
      `ky-hop-3.${file}.presenter`,
      `nothing.${file}.presenter`,
      'nonsense',
      `ky-hop-3.${file}.private%3Adb014`,
    ]) {
      const socket = dial(server, `/api/rooms/${room}?ticket=${await ticketOf(server, await token('db014'))}`)
      expect((await socket.closed).code).toBeGreaterThanOrEqual(4400)
    }
  })

  test('who talks too much upwards is cut off; a huge message too', async () => {
    const chatty = await join('db016')
    for (let n = 0; n < 30; n++) chatty.socket.send('hello')
    expect((await chatty.closed).code).toBe(closeCodes.tooMuch)
    const huge = await join('db016')
    huge.socket.send('x'.repeat(200_000))
    expect((await huge.closed).code).toBe(1009)
  })

  test('signing out, revoking a device and a new password end the sockets concerned, and only those', async () => {
    const one = await signIn(server, 'db017', 'Máy một')
    const two = await signIn(server, 'db017', 'Máy hai')
    const [first, second] = [await follow(server, one), await follow(server, two)]
    await Promise.all([first.until(isSnapshot), second.until(isSnapshot)])
    const { body } = await call<{ devices: { id: string; name: string }[] }>(server, 'GET', '/api/devices', {
      token: one,
    })
    expect(body.devices.map((device) => device.name).sort()).toEqual(['Máy hai', 'Máy một'])
    const other = body.devices.find((device) => device.name === 'Máy hai')?.id ?? ''
    expect((await call(server, 'DELETE', `/api/devices/${other}`, { token: one })).status).toBe(200)
    expect(await second.closed).toEqual({ code: closeCodes.signedOut, reason: 'account.required' })
    expect((await call(server, 'GET', '/api/me', { token: two })).status).toBe(401)
    expect((await call(server, 'DELETE', `/api/devices/${other}`, { token: one })).status).toBe(404)

    const three = await signIn(server, 'db017')
    const third = await follow(server, three)
    await third.until(isSnapshot)
    const passwords = { current: 'Demo@2026-db017', next: 'Một mật khẩu khác' }
    expect((await call(server, 'POST', '/api/password', { token: one, body: passwords })).status).toBe(200)
    expect((await third.closed).code).toBe(closeCodes.signedOut)
    expect(first.socket.readyState).toBe(first.socket.OPEN)
    expect((await call(server, 'POST', '/api/sign-out', { token: one })).status).toBe(200)
    expect((await first.closed).code).toBe(closeCodes.signedOut)
  })
})

test('when the server stops, everybody is told', async () => {
  const own = await startDemoServer()
  const socket = await follow(own, await signIn(own, 'db001'))
  await socket.until(isSnapshot)
  await own.close()
  expect((await socket.closed).code).toBe(1001)
  expect(socket.heard.at(-1)).toMatchObject({ type: 'bye', refusal: { refused: 'server.closing' } })
})
