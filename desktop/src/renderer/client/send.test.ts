/** Wishes: one id for ever, refusals from the closed list, an instant no only where it is certain. */
import { describe, expect, it } from 'vitest'
import { chair, createHall, delegateId, hallSession, prepared, sitting } from '../gallery/hall.ts'
import { visible, wireTo } from '../gallery/fake-transport.ts'
import { createHttp } from './http.ts'
import { storageKeep } from './keep.ts'
import { createSend } from './send.ts'
import { createView } from './view.ts'

function over(hall: ReturnType<typeof createHall>, person: string) {
  const wire = wireTo(hall, person)
  const keep = storageKeep(() => {
    throw new Error('none')
  })
  const http = createHttp({ transport: wire.transport, keep, language: () => 'vi' })
  const view = createView(hallSession)
  view.receive({
    type: 'snapshot',
    seq: hall.seq(),
    head: '',
    now: new Date().toISOString(),
    you: hall.viewer(person),
    records: visible(hall, person),
  })
  const send = createSend({ http, session: hallSession, wait: () => Promise.resolve() }, view)
  return { wire, send }
}

describe('send', () => {
  it('happens once although answers are lost', async () => {
    const hall = createHall()
    prepared(hall)
    const { wire, send } = over(hall, 'thuky')
    wire.loseAnswers(3)
    const before = hall.state.every('item').length
    const sent = await send('agenda.add', { title: 'Nội dung mới' })
    expect(sent.kind).toBe('accepted')
    expect(hall.state.every('item').length).toBe(before + 1)
    expect(new Set(wire.seen().map((one) => (one.body as { id: string }).id)).size).toBe(1)
  })

  it('says unreachable, with the id to go on with, when nobody answers', async () => {
    const hall = createHall()
    prepared(hall)
    const { wire, send } = over(hall, 'thuky')
    wire.setOnline(false)
    const sent = await send('agenda.add', { title: 'Nội dung mới' })
    expect(sent.kind).toBe('unreachable')
    wire.setOnline(true)
    const id = sent.kind === 'unreachable' ? sent.id : ''
    expect((await send('agenda.add', { title: 'Nội dung mới' }, id)).kind).toBe('accepted')
  })

  it('refuses at once what this person may never do, without asking', async () => {
    const hall = createHall()
    sitting(hall)
    const { wire, send } = over(hall, delegateId(5))
    const sent = await send('session.close', {})
    expect(sent).toEqual({ kind: 'refused', refusal: { refused: 'command.notAllowed' } })
    expect(wire.seen()).toEqual([])
  })

  it('asks the server where the answer rests on what may have changed', async () => {
    const hall = createHall()
    sitting(hall, 10)
    const { wire, send } = over(hall, chair)
    const sent = await send('session.open', {})
    expect(wire.seen()).toHaveLength(1)
    expect(sent.kind === 'refused' && sent.refusal.refused).toBe('quorum.missing')
  })

  it('refuses a classified document before anything leaves the device', async () => {
    const hall = createHall()
    const items = prepared(hall)
    const { wire, send } = over(hall, 'thuky')
    const sent = await send('documents.attach', {
      item: items[0] ?? '',
      file: 'a'.repeat(64),
      title: 'Mật',
      classification: 'secret',
    })
    expect(sent.kind === 'refused' && sent.refusal.refused).toBe('document.classified')
    expect(wire.seen()).toEqual([])
  })
})
