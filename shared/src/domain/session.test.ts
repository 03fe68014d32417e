/** Convening, opening, roll call, agenda, documents, speaking: each rule with the case that breaks it. */
import { describe, expect, it } from 'vitest'
import { isRefusal, type Refusal } from './refusal.ts'
import { scene } from './projector.ts'
import { roomRight } from './annotations.ts'
import { quorum } from './attendance.ts'
import { sees } from './audience.ts'
import { conveneInput, createWorld, type World } from '../test/world.ts'

const refusedAs = (outcome: Refusal | readonly unknown[]): string | null =>
  isRefusal(outcome) ? outcome.refused : null

function must(outcome: ReturnType<World['wish']>): void {
  if (isRefusal(outcome))
    throw new Error(`refused: ${outcome.refused} ${JSON.stringify(outcome.params ?? {})}`)
}

function convened(delegates = 9): World {
  const world = createWorld(delegates)
  must(world.wish('clerk', 'session.convene', conveneInput))
  return world
}

/** Published agenda of two items, everybody present, session open, first item current. */
function opened(): World & { readonly items: readonly string[] } {
  const world = convened()
  for (const title of ['Khai mạc', 'Tờ trình']) must(world.wish('clerk', 'agenda.add', { title }))
  const items = world.state.every('item').map((item) => item.id)
  must(
    world.wish('clerk', 'documents.attach', { item: items[0], file: 'f'.repeat(64), title: 'Tờ trình 01' }),
  )
  must(world.wish('clerk', 'agenda.publish', {}))
  for (const { id } of world.state.every('attendance')) must(world.wish(id, 'attendance.checkIn', {}))
  must(world.wish('chair', 'session.open', {}))
  must(world.wish('chair', 'agenda.start', { item: items[0] }))
  return { ...world, items }
}

describe('convening', () => {
  it('copies the roster without administrators', () => {
    const { state } = convened()
    expect(state.one('person', 'root')).toBeUndefined()
    expect(state.every('person').length).toBe(11)
    expect(state.every('attendance').length).toBe(9)
  })
  it('takes over how long devices keep the session; the desk may change it, also after the close', () => {
    const usual = convened()
    expect(usual.state.every('session')[0]?.keepDays).toBeUndefined()
    const world = createWorld()
    must(world.wish('clerk', 'session.convene', { ...conveneInput, keepDays: 60 }))
    const days = (): number | undefined => world.state.every('session')[0]?.keepDays
    expect(days()).toBe(60)
    must(world.wish('clerk', 'session.setKeepDays', { days: 7 }))
    expect(days()).toBe(7)
    for (const wrong of [0, 8, 31, 3650])
      expect(refusedAs(world.wish('clerk', 'session.setKeepDays', { days: wrong }))).toBe('command.badInput')
    for (const other of ['chair', 'd1'])
      expect(refusedAs(world.wish(other, 'session.setKeepDays', { days: 30 }))).toBe('command.notAllowed')
    const closed = opened()
    must(closed.wish('chair', 'session.close', {}))
    must(closed.wish('clerk', 'session.setKeepDays', { days: 14 }))
    expect(closed.state.every('session')[0]).toMatchObject({ state: 'closed', keepDays: 14 })
    expect(refusedAs(createWorld().wish('clerk', 'session.setKeepDays', { days: 14 }))).toBe(
      'session.notSeen',
    )
  })
  it('is refused twice', () => {
    expect(refusedAs(convened().wish('clerk', 'session.convene', conveneInput))).toBe('session.exists')
  })
  it('is refused to a delegate', () => {
    expect(refusedAs(createWorld().wish('d1', 'session.convene', conveneInput))).toBe('command.notAllowed')
  })
  it('refuses a profile without a quorum', () => {
    const profile = {
      ...conveneInput.profile,
      rules: conveneInput.profile.rules.filter((rule) => rule.key !== 'quorum'),
    }
    const outcome = createWorld().wish('clerk', 'session.convene', { ...conveneInput, profile })
    expect(outcome).toEqual({ refused: 'command.badInput', params: { where: 'profile.quorum' } })
  })
  it('refuses text that reads otherwise than it is stored', () => {
    const outcome = createWorld().wish('clerk', 'session.convene', {
      ...conveneInput,
      title: 'abc\u202efdp.exe',
    })
    expect(refusedAs(outcome)).toBe('command.badInput')
  })
  it('stores NFC whatever was typed', () => {
    const world = createWorld()
    must(world.wish('clerk', 'session.convene', { ...conveneInput, title: 'Kỳ họp thứ Ba'.normalize('NFD') }))
    expect(world.state.every('session')[0]?.title).toBe('Kỳ họp thứ Ba')
  })
})

describe('quorum', () => {
  it('says precisely what is missing', () => {
    const world = convened(65)
    must(world.wish('clerk', 'agenda.add', { title: 'Khai mạc' }))
    must(world.wish('clerk', 'agenda.publish', {}))
    const people = world.state.every('attendance').map((one) => one.id)
    for (const id of people.slice(0, 43)) must(world.wish(id, 'attendance.checkIn', {}))
    const outcome = world.wish('chair', 'session.open', {})
    expect(outcome).toMatchObject({
      refused: 'quorum.missing',
      params: { present: 43, total: 65, needed: 44, missing: 1 },
    })
    must(world.wish(people[43] ?? '', 'attendance.checkIn', {}))
    must(world.wish('chair', 'session.open', {}))
    expect(quorum(world.state)).toMatchObject({ present: 44, met: true })
  })
  it('counts those in office only', () => {
    const world = convened(9)
    must(world.wish('clerk', 'people.endMandate', { person: 'd8', reason: 'Chuyển công tác' }))
    expect(quorum(world.state)).toMatchObject({ total: 8, needed: 6 })
  })
})

describe('opening', () => {
  it('waits for the agenda', () =>
    expect(refusedAs(convened().wish('chair', 'session.open', {}))).toBe('session.agendaNotPublished'))
  it('is the chair’s', () =>
    expect(refusedAs(opened().wish('clerk', 'session.open', {}))).toBe('command.notAllowed'))
  it('is refused when open', () =>
    expect(refusedAs(opened().wish('chair', 'session.open', {}))).toBe('session.alreadyOpen'))
  it('is refused after the close', () => {
    const world = opened()
    must(world.wish('chair', 'session.close', {}))
    expect(refusedAs(world.wish('chair', 'session.open', {}))).toBe('session.closed')
    expect(refusedAs(world.wish('clerk', 'agenda.add', { title: 'Thêm' }))).toBe('session.closed')
    expect(refusedAs(world.wish('d1', 'attendance.checkIn', {}))).toBe('session.closed')
  })
  it('does not let a recess cut a vote', () => {
    const world = opened()
    must(
      world.wish('chair', 'ballot.draft', { item: world.items[0], code: 'adopt_resolution', question: 'Q' }),
    )
    must(world.wish('chair', 'ballot.open', { ballot: world.state.every('ballot')[0]?.id }))
    expect(refusedAs(world.wish('chair', 'session.adjourn', {}))).toBe('ballot.anotherOpen')
    expect(refusedAs(world.wish('chair', 'session.close', {}))).toBe('ballot.anotherOpen')
  })
})

describe('roll call', () => {
  it('takes one tap, once', () =>
    expect(refusedAs(opened().wish('d1', 'attendance.checkIn', {}))).toBe('attendance.alreadyPresent'))
  it('is not for guests', () =>
    expect(refusedAs(opened().wish('guest', 'attendance.checkIn', {}))).toBe('command.notAllowed'))
  it('shows who was marked by the secretariat', () => {
    const world = convened()
    must(world.wish('clerk', 'attendance.mark', { person: 'd1', state: 'present' }))
    expect(world.state.one('attendance', 'd1')).toMatchObject({ state: 'present', by: 'secretariat' })
  })
  it('asks the reason of an excused absence and keeps it to the desk and the person', () => {
    const world = convened()
    expect(refusedAs(world.wish('clerk', 'attendance.mark', { person: 'd1', state: 'absent_excused' }))).toBe(
      'attendance.reasonNeeded',
    )
    must(world.wish('d1', 'attendance.excuse', { reason: 'Ốm' }))
    const audience = world.state.one('absence', 'd1')?.audience ?? []
    expect(sees({ person: 'd2', roles: ['delegate'], groups: ['to2'] }, audience)).toBe(false)
    expect(sees({ person: 'd1', roles: ['delegate'], groups: [] }, audience)).toBe(true)
    expect(sees({ person: 'clerk', roles: ['secretariat'], groups: [] }, audience)).toBe(true)
  })
  it('knows delegates only', () =>
    expect(
      refusedAs(convened().wish('clerk', 'attendance.mark', { person: 'guest', state: 'present' })),
    ).toBe('person.notDelegate'))
})

describe('agenda', () => {
  it('puts an item before another', () => {
    const world = convened()
    must(world.wish('clerk', 'agenda.add', { title: 'B' }))
    const b = world.state.every('item')[0]?.id
    must(world.wish('clerk', 'agenda.add', { title: 'A', before: b }))
    const titles = [...world.state.every('item')]
      .sort((x, y) => x.position - y.position)
      .map((one) => one.title)
    expect(titles).toEqual(['A', 'B'])
  })
  it('hides drafts and shows what is published', () => {
    const world = convened()
    must(world.wish('clerk', 'agenda.add', { title: 'Kín', visibility: 'members' }))
    const guest = { person: 'guest', roles: ['guest' as const], groups: [] }
    const delegate = { person: 'd1', roles: ['delegate' as const], groups: [] }
    expect(sees(delegate, world.state.every('item')[0]?.audience ?? [])).toBe(false)
    must(world.wish('clerk', 'agenda.publish', {}))
    expect(sees(delegate, world.state.every('item')[0]?.audience ?? [])).toBe(true)
    expect(sees(guest, world.state.every('item')[0]?.audience ?? [])).toBe(false)
  })
  it('refuses what is not there, not empty, or current', () => {
    const world = opened()
    expect(refusedAs(world.wish('clerk', 'agenda.remove', { item: 'x' }))).toBe('item.notSeen')
    expect(refusedAs(world.wish('clerk', 'agenda.remove', { item: world.items[0] }))).toBe('item.current')
    expect(refusedAs(world.wish('chair', 'agenda.start', { item: world.items[0] }))).toBe('item.current')
    expect(refusedAs(world.wish('clerk', 'agenda.add', { title: 'X', before: 'x' }))).toBe('item.notSeen')
    expect(refusedAs(world.wish('clerk', 'agenda.publish', {}))).toBe('agenda.alreadyPublished')
    expect(refusedAs(convened().wish('clerk', 'agenda.publish', {}))).toBe('agenda.empty')
    must(world.wish('chair', 'agenda.start', { item: world.items[1] }))
    expect(refusedAs(world.wish('clerk', 'agenda.remove', { item: world.items[0] }))).toBe('item.inUse')
  })
})

describe('documents', () => {
  it('refuses classified matter in words about paper', () => {
    const world = opened()
    for (const classification of ['confidential', 'secret', 'top_secret'])
      expect(
        refusedAs(
          world.wish('clerk', 'documents.attach', {
            item: world.items[0],
            file: `f${'1'.repeat(63)}`,
            title: 'T',
            classification,
          }),
        ),
      ).toBe('document.classified')
  })
  it('recognises a duplicate by its hash', () => {
    const world = opened()
    const again = world.wish('clerk', 'documents.attach', {
      item: world.items[0],
      file: 'f'.repeat(64),
      title: 'Lại',
    })
    expect(again).toEqual({ refused: 'document.duplicate', params: { title: 'Tờ trình 01' } })
  })
  it('takes no file the server has not examined', () => {
    const world = opened()
    const outcome = world.wish('clerk', 'documents.attach', {
      item: world.items[0],
      file: '0'.repeat(64),
      title: 'T',
    })
    expect(refusedAs(outcome)).toBe('document.fileUnknown')
  })
  it('keeps a supplement to the desk until published', () => {
    const world = opened()
    must(
      world.wish('clerk', 'documents.attach', {
        item: world.items[0],
        file: `f${'2'.repeat(63)}`,
        title: 'Bổ sung',
      }),
    )
    const added = world.state.every('document').find((one) => one.title === 'Bổ sung')
    const delegate = { person: 'd1', roles: ['delegate' as const], groups: [] }
    expect(sees(delegate, added?.audience ?? [])).toBe(false)
    must(world.wish('clerk', 'documents.publish', { document: added?.id }))
    expect(sees(delegate, world.state.one('document', added?.id ?? '')?.audience ?? [])).toBe(true)
    expect(refusedAs(world.wish('clerk', 'documents.publish', { document: added?.id }))).toBe(
      'document.alreadyPublished',
    )
    must(world.wish('clerk', 'documents.withdraw', { document: added?.id }))
    expect(sees(delegate, world.state.one('document', added?.id ?? '')?.audience ?? [])).toBe(false)
    expect(refusedAs(world.wish('clerk', 'documents.withdraw', { document: added?.id }))).toBe(
      'document.withdrawn',
    )
  })
  it('numbers versions', () => {
    const world = opened()
    const first = world.state.every('document')[0]?.id
    must(
      world.wish('clerk', 'documents.attach', {
        item: world.items[0],
        file: `f${'3'.repeat(63)}`,
        title: 'Tờ trình 01',
        replaces: first,
      }),
    )
    const second = world.state.every('document').find((one) => one.replaces === first)
    expect(second?.version).toBe(2)
    expect(world.state.one('document', first ?? '')?.replacedBy).toBe(second?.id)
  })
})

describe('speaking', () => {
  it('is one queue, one place for each, one speaker at a time', () => {
    const world = opened()
    const item = world.items[0]
    must(world.wish('d1', 'speakers.register', { item }))
    must(world.wish('d2', 'speakers.register', { item }))
    expect(refusedAs(world.wish('d1', 'speakers.register', { item }))).toBe('speech.alreadyWaiting')
    const [first, second] = world.state.every('speech')
    must(world.wish('chair', 'speakers.call', { speech: first?.id }))
    must(world.wish('chair', 'speakers.call', { speech: second?.id }))
    expect(world.state.every('speech').map((one) => one.state)).toEqual(['done', 'speaking'])
    expect(refusedAs(world.wish('chair', 'speakers.call', { speech: first?.id }))).toBe('speech.notWaiting')
    expect(refusedAs(world.wish('chair', 'speakers.finish', { speech: first?.id }))).toBe(
      'speech.notSpeaking',
    )
  })
  it('times by the profile: 7 minutes, then 3, rebuttal 3', () => {
    const world = opened()
    const item = world.items[0]
    must(world.wish('d1', 'speakers.register', { item }))
    must(world.wish('d2', 'speakers.register', { item, speechKind: 'rebuttal' }))
    const [first, rebuttal] = world.state.every('speech')
    expect(first?.limitSeconds).toBe(420)
    expect(rebuttal?.limitSeconds).toBe(180)
    expect(rebuttal?.position).toBeLessThan(first?.position ?? 0)
    must(world.wish('chair', 'speakers.call', { speech: first?.id }))
    must(world.wish('chair', 'speakers.finish', { speech: first?.id }))
    must(world.wish('d1', 'speakers.register', { item }))
    expect(world.state.every('speech').at(-1)?.limitSeconds).toBe(180)
  })
  it('lets nobody withdraw another’s request', () => {
    const world = opened()
    must(world.wish('d1', 'speakers.register', { item: world.items[0] }))
    const speech = world.state.every('speech')[0]?.id
    expect(refusedAs(world.wish('d2', 'speakers.cancel', { speech }))).toBe('speech.notSeen')
    must(world.wish('d1', 'speakers.cancel', { speech }))
    expect(refusedAs(world.wish('d1', 'speakers.cancel', { speech }))).toBe('speech.notWaiting')
  })
  it('stops registration when the chair says so, and checks a new order', () => {
    const world = opened()
    const item = world.items[0]
    must(world.wish('d1', 'speakers.register', { item }))
    must(world.wish('d2', 'speakers.register', { item }))
    const ids = world.state.every('speech').map((one) => one.id)
    expect(refusedAs(world.wish('chair', 'speakers.reorder', { item, order: [ids[0]] }))).toBe(
      'speech.orderMismatch',
    )
    must(world.wish('chair', 'speakers.reorder', { item, order: ids.toReversed() }))
    must(world.wish('chair', 'speakers.setRegistration', { item, open: false }))
    expect(refusedAs(world.wish('d3', 'speakers.register', { item }))).toBe('speech.registrationClosed')
  })
})

describe('people', () => {
  it('keeps a chair, knows groups, adds nobody twice', () => {
    const world = convened()
    const plain = { name: 'N', position: '', group: null, seat: null }
    expect(
      refusedAs(world.wish('clerk', 'people.change', { person: 'chair', ...plain, roles: ['delegate'] })),
    ).toBe('person.lastChair')
    expect(refusedAs(world.wish('clerk', 'people.add', { person: 'd1', ...plain, roles: [] }))).toBe(
      'person.exists',
    )
    expect(
      refusedAs(world.wish('clerk', 'people.add', { person: 'n', ...plain, group: 'x', roles: [] })),
    ).toBe('group.notSeen')
    expect(refusedAs(world.wish('clerk', 'people.endMandate', { person: 'guest', reason: 'r' }))).toBe(
      'person.notDelegate',
    )
  })
})

describe('layers of notes', () => {
  const file = 'f'.repeat(64)
  const d1 = { person: 'd1', roles: ['delegate' as const], groups: ['to1'] }
  it('are guarded by sight of the document, ownership and membership', () => {
    const world = opened()
    const { state } = world
    expect(roomRight(state, d1, file, 'private:d1')).toBe('write')
    expect(roomRight(state, d1, file, 'private:d2')).toBe('none')
    expect(roomRight(state, d1, file, 'group:to1')).toBe('write')
    expect(roomRight(state, d1, file, 'group:to2')).toBe('none')
    expect(roomRight(state, d1, file, 'presenter')).toBe('read')
    expect(roomRight(state, d1, '0'.repeat(64), 'private:d1')).toBe('none')
    must(world.wish('chair', 'annotations.setPresenter', { person: 'd1' }))
    expect(roomRight(state, d1, file, 'presenter')).toBe('write')
    const cut = { group: 'to1', person: 'd1' }
    expect(refusedAs(world.wish('chair', 'annotations.expel', cut))).toBe('command.badInput')
    must(world.wish('chair', 'annotations.expel', { ...cut, reason: 'Viết lời xúc phạm' }))
    expect(roomRight(state, d1, file, 'group:to1')).toBe('none')
    must(world.wish('chair', 'annotations.readmit', { group: 'to1', person: 'd1' }))
    expect(roomRight(state, d1, file, 'group:to1')).toBe('write')
  })
  it('are cleared of one person by the chair and the desk only, with a reason he and the auditor see', () => {
    for (const who of ['chair', 'clerk']) {
      const world = opened()
      const wish = { group: 'to1', person: 'd1', document: null, reason: 'Viết lời xúc phạm' }
      expect(refusedAs(world.wish('d2', 'annotations.withdraw', wish))).toBe('command.notAllowed')
      expect(refusedAs(world.wish(who, 'annotations.withdraw', { ...wish, reason: ' ' }))).toBe(
        'command.badInput',
      )
      must(world.wish(who, 'annotations.withdraw', wish))
      must(world.wish(who, 'annotations.expel', { group: 'to1', person: 'd1', reason: 'Tái phạm' }))
      const [order] = world.state.every('withdrawal')
      const [stop] = world.state.every('expulsion')
      expect(order).toMatchObject({ person: 'd1', by: who, reason: 'Viết lời xúc phạm' })
      expect(stop).toMatchObject({ person: 'd1', by: who, reason: 'Tái phạm' })
      const mate = { person: 'd2', roles: ['delegate' as const], groups: ['to1'] }
      for (const record of [order, stop]) {
        expect(record && sees(d1, record.audience)).toBe(true)
        expect(record && sees(mate, record.audience)).toBe(false)
      }
    }
  })
  it('close with the document', () => {
    const world = opened()
    const { state } = world
    must(world.wish('clerk', 'documents.withdraw', { document: state.every('document')[0]?.id }))
    expect(roomRight(state, d1, file, 'private:d1')).toBe('none')
  })
})

describe('projector', () => {
  it('follows the sitting', () => {
    const world = convened()
    expect(scene(world.state).mode).toBe('welcome')
    const open = opened()
    expect(scene(open.state)).toMatchObject({ mode: 'item', ref: open.items[0] })
    must(open.wish('chair', 'ballot.draft', { item: open.items[0], code: 'adopt_resolution', question: 'Q' }))
    const ballot = open.state.every('ballot')[0]?.id
    must(open.wish('chair', 'ballot.open', { ballot }))
    expect(scene(open.state)).toMatchObject({ mode: 'ballot', ref: ballot })
    must(open.wish('chair', 'projector.show', { mode: 'message', message: 'Nghỉ giải lao' }))
    expect(scene(open.state)).toMatchObject({ mode: 'message', message: 'Nghỉ giải lao' })
  })

  it('shows that the sitting rests, goes on, and is over', () => {
    const open = opened()
    must(open.wish('chair', 'session.adjourn', {}))
    expect(scene(open.state)).toMatchObject({ mode: 'agenda', ref: null })
    must(open.wish('chair', 'session.open', {}))
    expect(scene(open.state)).toMatchObject({ mode: 'item', ref: open.items[0] })
    must(open.wish('chair', 'session.close', {}))
    expect(scene(open.state)).toMatchObject({ mode: 'welcome', ref: null })
  })
})
