/** A signed paper becomes a document: only what came back here, once, in the place of what was signed. */
import { describe, expect, it } from 'vitest'
import { sees } from './audience.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import { conveneInput, createWorld, type World } from '../test/world.ts'

const refusedAs = (outcome: Refusal | readonly unknown[]): string | null =>
  isRefusal(outcome) ? outcome.refused : null

function hall(): { world: World; item: string } {
  const world = createWorld(8)
  expect(refusedAs(world.wish('clerk', 'session.convene', conveneInput))).toBeNull()
  expect(refusedAs(world.wish('clerk', 'agenda.add', { title: 'Bế mạc' }))).toBeNull()
  return { world, item: world.state.every('item')[0]?.id ?? '' }
}
/** What was signed, and what came back. */
const before = 'f'.padEnd(64, '1')
const after = 'fa'.padEnd(64, '1')

describe('signing.attach', () => {
  it('takes what came back from signing here, for the desk to see', () => {
    const { world, item } = hall()
    const wish = { file: after, item, title: 'Biên bản', documentType: 'minutes' }
    expect(refusedAs(world.wish('chair', 'signing.attach', wish))).toBeNull()
    const [added] = world.state.every('document')
    expect(added).toMatchObject({ state: 'draft', version: 1, replaces: null, documentType: 'minutes' })
    expect(added?.facts.signed).toEqual({ log: 'kyhop', paper: 'minutes', from: before })
    const viewer = (person: string, role: 'chair' | 'delegate') => ({ person, roles: [role], groups: [] })
    expect(sees(viewer('chair', 'chair'), added?.audience ?? [])).toBe(true)
    expect(sees(viewer('d1', 'delegate'), added?.audience ?? [])).toBe(false)
    expect(refusedAs(world.wish('clerk', 'signing.attach', wish))).toBe('document.duplicate')
  })
  it('takes the place of the version that was signed, once', () => {
    const { world, item } = hall()
    world.wish('clerk', 'documents.attach', { item, file: before, title: 'Nghị quyết', number: '12/NQ', documentType: 'resolution', classification: 'internal' }) // prettier-ignore
    const old = world.state.every('document')[0]
    const wish = { file: after, item: 'missing', title: 'Tên khác' }
    expect(refusedAs(world.wish('clerk', 'signing.attach', wish))).toBeNull()
    expect(world.state.every('document').find((one) => one.version === 2)).toMatchObject({
      title: 'Nghị quyết',
      number: '12/NQ',
      documentType: 'resolution',
      classification: 'internal',
      item,
      replaces: old?.id,
    })
    expect(world.state.one('document', old?.id ?? '')?.replacedBy).not.toBeNull()
    // Somebody else signed the same version meanwhile.
    world.wish('clerk', 'documents.withdraw', { document: world.state.every('document').find((one) => one.version === 2)?.id }) // prettier-ignore
    expect(refusedAs(world.wish('chair', 'signing.attach', wish))).toBe('signing.superseded')
  })
  it('refuses what was not signed here, unknown files and items, and those whose paper it is not', () => {
    const { world, item } = hall()
    const wish = (person: string, more: object = {}) =>
      refusedAs(world.wish(person, 'signing.attach', { file: after, item, title: 'Biên bản', ...more }))
    expect(wish('clerk', { file: before })).toBe('signed.notHere')
    expect(wish('clerk', { file: 'e'.repeat(64) })).toBe('document.fileUnknown')
    expect(wish('clerk', { item: 'missing' })).toBe('item.notSeen')
    for (const person of ['d1', 'guest', 'root', 'nobody']) expect(wish(person)).toBe('command.notAllowed')
  })
})
