/** Written suggestions and withdrawn notes: who may, who sees, what can be taken back. */
import { describe, expect, test } from 'vitest'
import { conveneInput, createWorld, type World } from '../test/world.ts'
import { sees } from './audience.ts'
import { isRefusal } from './refusal.ts'

function opened(): World {
  const world = createWorld(9)
  const done = (outcome: ReturnType<World['wish']>): void => {
    if (isRefusal(outcome)) throw new Error(outcome.refused)
  }
  done(world.wish('clerk', 'session.convene', conveneInput))
  done(world.wish('clerk', 'agenda.add', { title: 'Khai mạc' }))
  const [item] = world.state.every('item')
  done(world.wish('clerk', 'documents.attach', { item: item?.id, file: 'f'.repeat(64), title: 'Tờ trình' }))
  done(world.wish('clerk', 'agenda.publish', {}))
  return world
}

const refusedAs = (outcome: ReturnType<World['wish']>): string | null =>
  isRefusal(outcome) ? outcome.refused : null

describe('a written suggestion', () => {
  test('goes to the secretariat and the chair, and to nobody else', () => {
    const world = opened()
    const document = world.state.every('document')[0]?.id
    const said = { document, page: 1, quote: 'đầu tư công', text: 'Đề nghị làm rõ số vốn' }
    expect(refusedAs(world.wish('d1', 'suggestions.send', said))).toBeNull()
    const [one] = world.state.every('suggestion')
    expect(one).toMatchObject({ person: 'd1', page: 1, text: said.text, taken: null })
    const audience = one?.audience ?? []
    const seen = (person: string, role: 'delegate' | 'chair' | 'secretariat' | 'auditor' | 'guest') =>
      sees({ person, roles: [role], groups: ['to1'] }, audience)
    expect([seen('d1', 'delegate'), seen('x', 'secretariat'), seen('x', 'chair')]).toEqual([true, true, true])
    expect([seen('d2', 'delegate'), seen('x', 'auditor'), seen('x', 'guest')]).toEqual([false, false, false])
  })

  test('needs a document in sight and one of its pages', () => {
    const world = opened()
    const document = world.state.every('document')[0]?.id
    const said = { document, page: 1, quote: '', text: 'Góp ý' }
    expect(refusedAs(world.wish('d1', 'suggestions.send', { ...said, document: 'none' }))).toBe(
      'document.notSeen',
    )
    expect(refusedAs(world.wish('d1', 'suggestions.send', { ...said, page: 5000 }))).toBe('command.badInput')
    expect(refusedAs(world.wish('d1', 'suggestions.send', { ...said, text: '' }))).toBe('command.badInput')
    world.wish('clerk', 'documents.withdraw', { document })
    expect(refusedAs(world.wish('d1', 'suggestions.send', said))).toBe('document.notSeen')
  })

  test('can be taken back by its sender until the secretariat has taken it up', () => {
    const world = opened()
    const document = world.state.every('document')[0]?.id
    const send = (): string => {
      world.wish('d1', 'suggestions.send', { document, page: 1, quote: '', text: 'Góp ý' })
      return world.state.every('suggestion').at(-1)?.id ?? ''
    }
    const first = send()
    expect(refusedAs(world.wish('d2', 'suggestions.takeBack', { suggestion: first }))).toBe(
      'suggestion.notSeen',
    )
    expect(refusedAs(world.wish('d1', 'suggestions.takeBack', { suggestion: first }))).toBeNull()
    expect(world.state.every('suggestion')).toEqual([])
    const second = send()
    expect(refusedAs(world.wish('d1', 'suggestions.take', { suggestion: second }))).toBe('command.notAllowed')
    expect(refusedAs(world.wish('clerk', 'suggestions.take', { suggestion: second }))).toBeNull()
    expect(refusedAs(world.wish('d1', 'suggestions.takeBack', { suggestion: second }))).toBe(
      'suggestion.notSeen',
    )
    expect(world.state.one('suggestion', second)?.taken?.by).toBe('clerk')
  })
})

describe('withdrawing notes', () => {
  test('is the desk’s to order, with a reason, and the person concerned sees it', () => {
    const world = opened()
    const document = world.state.every('document')[0]?.id
    const order = { group: 'to1', person: 'd1', document, reason: 'Nội dung xúc phạm' }
    expect(refusedAs(world.wish('d2', 'annotations.withdraw', order))).toBe('command.notAllowed')
    expect(refusedAs(world.wish('clerk', 'annotations.withdraw', { ...order, reason: '' }))).toBe(
      'command.badInput',
    )
    expect(refusedAs(world.wish('clerk', 'annotations.withdraw', { ...order, group: 'x' }))).toBe(
      'group.notSeen',
    )
    expect(refusedAs(world.wish('clerk', 'annotations.withdraw', { ...order, person: 'x' }))).toBe(
      'person.notSeen',
    )
    expect(refusedAs(world.wish('clerk', 'annotations.withdraw', order))).toBeNull()
    const [one] = world.state.every('withdrawal')
    expect(one).toMatchObject({ group: 'to1', person: 'd1', file: 'f'.repeat(64), by: 'clerk' })
    expect(sees({ person: 'd1', roles: ['delegate'], groups: [] }, one?.audience ?? [])).toBe(true)
    expect(sees({ person: 'd2', roles: ['delegate'], groups: ['to1'] }, one?.audience ?? [])).toBe(false)
  })
})
