/**
 * Journey 6: a delegate without the right tries every door. Each stays shut with a sentence he can understand, and
 * nothing changes.
 */
import WebSocket from 'ws'
import * as Y from 'yjs'
import { WebsocketProvider } from 'y-websocket'
import { expect, session, test, type Api, type Hall } from '../fixtures/hall.ts'

/** Plain words: Vietnamese, no code names, no jargon. */
function plain(body: Record<string, unknown>): void {
  const message = String(body['message'])
  expect(message).toMatch(/[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/i)
  expect(message).not.toMatch(/undefined|null|Error|exception|\{|\}|[a-z]+\.[a-zA-Z]+/)
}

const ticketOf = async (api: Api): Promise<string> =>
  String((await api.call('POST', '/api/tickets', {})).body['ticket'])

/** Close code and last words of a room the person should not enter. */
async function knock(hall: Hall, api: Api, room: string): Promise<number> {
  const socket = new WebSocket(
    `${hall.url.replace('http', 'ws')}/api/rooms/${encodeURIComponent(room)}?ticket=${await ticketOf(api)}`,
    { origin: hall.url },
  )
  return new Promise((resolve, reject) => {
    socket.once('close', (code) => resolve(code))
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.once('error', reject)
  })
}

const stateOf = async (api: Api): Promise<string> => JSON.stringify(await api.records())

test.describe('a delegate without the right', () => {
  test('commands of the chair and the secretariat are refused in plain words and change nothing', async ({
    hall,
  }) => {
    const [delegate, chair] = [await hall.api('db020'), await hall.api('chutoa')]
    const [item] = await delegate.every('item')
    const [document] = await delegate.every('document')
    const before = await stateOf(chair)
    const attempts: [string, unknown][] = [
      ['session.open', {}],
      ['session.close', {}],
      ['agenda.start', { item: item?.id }],
      ['agenda.add', { title: 'Chen vào' }],
      ['agenda.publish', {}],
      ['documents.attach', { item: item?.id, file: document?.facts.sha256, title: 'Lại' }],
      ['documents.withdraw', { document: document?.id }],
      ['attendance.mark', { person: 'db021', state: 'present' }],
      ['speakers.call', { speech: 'x' }],
      ['ballot.draft', { item: item?.id, code: 'adopt_resolution', question: 'Thông qua?' }],
      ['ballot.open', { ballot: 'x' }],
      ['ballot.finish', { ballot: 'x' }],
      ['projector.show', { mode: 'message', message: 'Xin chào' }],
      ['annotations.setPresenter', { person: 'db020' }],
      ['people.endMandate', { person: 'db021', reason: 'Tôi muốn' }],
      ['minutes.conclude', { item: item?.id, text: 'Kết luận của tôi' }],
    ]
    for (const [type, input] of attempts) {
      const { status, body } = await delegate.command(type, input)
      expect(status, type).toBe(403)
      expect(body['code'], type).toBe('command.notAllowed')
      plain(body)
    }
    const house = await delegate.call('POST', '/api/sessions/house/commands', {
      id: crypto.randomUUID(),
      type: 'house.setPerson',
      input: { person: 'db020', name: 'Tôi', position: '', roles: ['chair'], group: null, seat: null },
    })
    expect(house.status).toBeGreaterThanOrEqual(403)
    expect((await delegate.call('GET', '/api/accounts')).status).toBe(403)
    expect(await stateOf(chair)).toBe(before)
  })

  test('what is not published is not there', async ({ hall }) => {
    const [clerk, delegate] = [await hall.api('thuky1'), await hall.api('db020')]
    await clerk.command('agenda.add', { title: 'Nội dung nội bộ của thư ký', visibility: 'desk' })
    const [item] = await clerk.every('item')
    const withdrawn = (await clerk.every('document')).find((one) => one.item === item?.id)
    await clerk.command('documents.withdraw', { document: withdrawn?.id })
    const seen = JSON.stringify(await delegate.records())
    expect(seen).not.toContain('Nội dung nội bộ của thư ký')
    expect(seen).not.toContain(withdrawn?.id)
    const hidden = await delegate.call('GET', `/api/files/${withdrawn?.facts.sha256}`)
    const guessed = await delegate.call('GET', `/api/files/${'0'.repeat(64)}`)
    expect(hidden.status).toBe(404)
    // The same answer as for what never existed: guessing tells nothing.
    expect(hidden.body).toEqual(guessed.body)
    plain(hidden.body)
    expect((await delegate.call('GET', `/api/files/${withdrawn?.facts.sha256}/signature`)).status).toBe(404)
  })

  test('another’s vote cannot be seen, cast or changed, and nothing counts after the close', async ({
    hall,
  }) => {
    const [clerk, chair, mine, other] = [
      await hall.api('thuky1'),
      await hall.api('chutoa'),
      await hall.api('db020'),
      await hall.api('db021'),
    ]
    for (const { id } of await clerk.every('attendance'))
      await clerk.command('attendance.mark', { person: id, state: 'present' })
    expect((await chair.command('session.open', {})).status).toBe(200)
    const [item] = await clerk.every('item')
    await clerk.command('ballot.draft', {
      item: item?.id,
      code: 'adopt_agenda',
      question: 'Thông qua chương trình?',
    })
    const ballot = (await clerk.every('ballot'))[0]?.id
    expect((await chair.command('ballot.open', { ballot })).status).toBe(200)
    const cast = { ballot, round: 1, choice: 'yes', clientSeq: 1 }
    expect((await other.command('ballot.cast', cast)).status).toBe(200)
    expect((await mine.command('ballot.cast', { ...cast, person: 'db021', choice: 'no' })).status).toBe(200)
    for (const nosy of [mine, chair, clerk, await hall.api('quantri')]) {
      const casts = (await nosy.every('cast')).filter((one) => one.person === 'db021')
      expect(casts).toEqual([])
    }
    expect(await mine.every('result')).toEqual([])
    await chair.command('ballot.close', { ballot })
    await expect.poll(async () => (await chair.every('ballot'))[0]?.state).toBe('closed')
    const late = await mine.command('ballot.cast', { ...cast, clientSeq: 9, choice: 'yes' })
    expect(late.status).toBe(409)
    expect(late.body['code']).toBe('ballot.closed')
    plain(late.body)
    const [result] = await chair.every('result')
    expect(result?.counts).toEqual({ yes: 1, no: 1, abstain: 0 })
  })

  test('rooms of others and of foreign sessions stay shut', async ({ hall }) => {
    const delegate = await hall.api('db020')
    const people = await delegate.every('person')
    const me = people.find((one) => one.id === 'db020')
    const stranger = people.find((one) => one.group !== null && one.group !== me?.group)
    const [document] = await delegate.every('document')
    const file = document?.facts.sha256 ?? ''
    for (const room of [
      `${session}.${file}.group:${stranger?.group}`,
      `${session}.${file}.private:${stranger?.id}`,
      `${session}.${'0'.repeat(64)}.private:db020`,
      `ky-hop-khac.${file}.private:db020`,
      `${session}.${file}.private:db020/../x`,
      'khong-phai-phong',
    ])
      expect(await knock(hall, delegate, room), room).toBeGreaterThanOrEqual(400)
    expect(
      await knock(hall, { ...delegate, call: async () => ({ status: 200, body: { ticket: 'x' } }) }, 'a'),
    ).toBeGreaterThanOrEqual(400)
  })

  test('a reader of the presenter’s layer cannot write into it', async ({ hall }) => {
    const [delegate, other] = [await hall.api('db020'), await hall.api('db021')]
    const [document] = await delegate.every('document')
    const room = `${session}.${document?.facts.sha256}.presenter`
    const join = async (api: Api) => {
      const doc = new Y.Doc()
      const provider = new WebsocketProvider(`${hall.url.replace('http', 'ws')}/api/rooms`, room, doc, {
        WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
        disableBc: true,
        params: { ticket: await ticketOf(api) },
      })
      await new Promise((resolve) => provider.once('sync', resolve))
      return { doc, provider }
    }
    const [writer, reader] = [await join(delegate), await join(other)]
    writer.doc.getMap('marks').set('x', { kind: 'note' })
    await expect.poll(() => writer.provider.wsconnected).toBe(false)
    expect(reader.doc.getMap('marks').size).toBe(0)
    for (const { provider, doc } of [writer, reader]) {
      provider.destroy()
      doc.destroy()
    }
  })

  test('sockets without a ticket, with a used one or from another site stay shut', async ({ hall }) => {
    const delegate = await hall.api('db020')
    const live = `${hall.url.replace('http', 'ws')}/api/sessions/${session}/live`
    const knockLive = (query: string, origin: string) =>
      new Promise<number>((resolve, reject) => {
        const socket = new WebSocket(`${live}${query}`, { origin })
        // The last word before a refusal comes as a message too: only a snapshot means that the door is open.
        socket.on('message', (data: Buffer) => {
          if (!data.toString().includes('"snapshot"')) return
          resolve(200)
          socket.close()
        })
        socket.once('close', (code) => resolve(code))
        socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
        socket.once('error', reject)
      })
    const ticket = await ticketOf(delegate)
    expect(await knockLive('', hall.url)).toBeGreaterThanOrEqual(400)
    expect(await knockLive(`?ticket=${ticket}`, hall.url)).toBe(200)
    expect(await knockLive(`?ticket=${ticket}`, hall.url)).toBeGreaterThanOrEqual(400)
    expect(
      await knockLive(`?ticket=${await ticketOf(delegate)}`, 'http://evil.example'),
    ).toBeGreaterThanOrEqual(400)
  })

  test('the chair’s page gives a delegate nothing to press', async ({ hall }) => {
    const page = await hall.seat('db020', { at: 'chair/console' })
    await expect(page.getByRole('button', { name: 'Khai mạc phiên họp' })).toHaveCount(0)
    await page.goto(`/#/s/${session}/secretariat`)
    await expect(page.getByRole('button', { name: 'Công bố chương trình' })).toHaveCount(0)
  })
})
