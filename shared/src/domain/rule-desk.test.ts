/** The secretariat's own rules: taken, warned of, refused when they do not fit together, taken back. */
import { describe, expect, it } from 'vitest'
import { isRefusal, type Refusal } from './refusal.ts'
import type { RuleInput } from './rule-desk.ts'
import { voteRule } from './rules/active.ts'
import { warningsFor } from './rules/custom.ts'
import { warningText } from './rules/warning-words.ts'
import { conveneInput, createWorld, refold, type World } from '../test/world.ts'

const refusedAs = (outcome: Refusal | readonly unknown[]): string | null =>
  isRefusal(outcome) ? outcome.refused : null

function must(outcome: ReturnType<World['wish']>): void {
  if (isRefusal(outcome))
    throw new Error(`refused: ${outcome.refused} ${JSON.stringify(outcome.params ?? {})}`)
}

const option = (id: string, counts: 'yes' | 'no' | 'abstain') => ({ id, label: { vi: id, en: id }, counts })
const rule = (change: Partial<RuleInput> = {}): RuleInput => ({
  code: 'adopt_resolution',
  title: { vi: 'Thông qua nghị quyết', en: 'Resolution' },
  methods: ['electronic', 'show_of_hands'],
  form: 'options',
  options: [option('yes', 'yes'), option('no', 'no'), option('abstain', 'abstain')],
  denominator: 'present',
  threshold: { num: 3, den: 5, strict: false },
  secrecy: 'open',
  publishNames: true,
  legalBasis: 'Điều 12 Quy chế làm việc',
  ...change,
})

function convened(): World & { set(input: object, who?: string): ReturnType<World['wish']> } {
  const world = createWorld(9)
  must(world.wish('clerk', 'session.convene', conveneInput))
  return { ...world, set: (input, who = 'clerk') => world.wish(who, 'rules.set', input) }
}

const rowOf = (world: World, code: string) => {
  const session = world.state.every('session')[0]
  return session ? voteRule(session.profile, code, session.startsOn) : null
}

describe('a rule of its own', () => {
  it('takes the law’s place for votes prepared from then on, and every departure is named', () => {
    const world = convened()
    must(world.wish('clerk', 'agenda.add', { title: 'Nghị quyết' }))
    const item = world.state.every('item')[0]?.id
    const draft = () =>
      must(world.wish('clerk', 'ballot.draft', { item, code: 'adopt_resolution', question: 'Q' }))
    draft()
    must(world.set(rule()))
    draft()
    const [before, after] = world.state.every('ballot')
    expect(before?.rule.denominator).toBe('totalDelegates')
    expect(after?.rule).toMatchObject({
      denominator: 'present',
      threshold: { num: 3, den: 5 },
      status: 'design',
    })
    expect(world.state.every('session')[0]?.profile.id).toBe('custom')
    if (!before || !after) throw new Error('no drafts')
    expect(warningsFor('province', before.rule, conveneInput.startsOn)).toEqual([])
    const warnings = warningsFor('province', after.rule, conveneInput.startsOn)
    expect(warnings.map((one) => one.code)).toContain('vote.baseDiffers')
    expect(warnings.map((one) => one.code)).toContain('vote.thresholdHigher')
    const text = warnings.map((one) => warningText(one, 'province', after.rule, conveneInput.startsOn, 'vi'))
    expect(text.join('\n')).toContain('ít nhất 3/5; quy định chung: quá 1/2')
    expect(text.join('\n')).toContain('Khoản 3 Điều 91')
    expect(refold(world.log).all()).toEqual(world.state.all())
  })

  it('may be a kind of vote the law does not know', () => {
    const world = convened()
    must(world.set(rule({ code: null, title: { vi: 'Chọn địa điểm', en: 'Place' } })))
    must(world.set(rule({ code: null, title: { vi: 'Chọn tên', en: 'Name' } })))
    const row = rowOf(world, 'own_1')
    expect(row).toMatchObject({ row: 0, title: { vi: 'Chọn địa điểm' } })
    expect(rowOf(world, 'own_2')?.title.vi).toBe('Chọn tên')
    expect(row && warningsFor('province', row, conveneInput.startsOn).map((one) => one.code)).toEqual([
      'vote.notInLaw',
    ])
    must(world.set(rule({ code: 'own_1', title: { vi: 'Đổi tên', en: 'Renamed' } })))
    expect(rowOf(world, 'own_1')?.title.vi).toBe('Đổi tên')
    must(world.wish('clerk', 'rules.remove', { code: 'own_1' }))
    expect(rowOf(world, 'own_1')).toBeNull()
  })

  it('is the secretariat’s to make and to take back; the law’s then stands again', () => {
    const world = convened()
    for (const who of ['chair', 'd1', 'guest', 'root'])
      expect(refusedAs(world.set(rule(), who)), who).toBe('command.notAllowed')
    expect(refusedAs(world.wish('clerk', 'rules.remove', { code: 'adopt_resolution' }))).toBe('rules.notOwn')
    const law = rowOf(world, 'adopt_resolution')
    must(world.set(rule()))
    must(world.wish('clerk', 'rules.remove', { code: 'adopt_resolution' }))
    expect(rowOf(world, 'adopt_resolution')).toEqual(law)
    expect(refusedAs(world.wish('clerk', 'rules.remove', { code: 'nothing' }))).toBe('ballot.ruleUnknown')
    expect(refusedAs(world.set(rule({ code: 'nothing' })))).toBe('ballot.ruleUnknown')
  })

  it.each<[string, Partial<RuleInput>, string]>([
    ['secret on devices', { secrecy: 'secret', publishNames: false }, 'secrecy'],
    ['open on paper', { methods: ['paper_ballot'], form: 'per_person' }, 'secrecy'],
    ['nameless hands', { secrecy: 'anonymous', publishNames: false }, 'secrecy'],
    ['nameless with names', { secrecy: 'anonymous', methods: ['electronic'] }, 'publishNames'],
    ['paper without people', { secrecy: 'secret', publishNames: false, methods: ['paper_ballot'] }, 'form'],
    ['one option', { options: [option('yes', 'yes')] }, 'options'],
    ['papers where there are none', { denominator: 'collected' }, 'denominator'],
    ['presence in writing', { methods: ['written_opinion'] }, 'denominator'],
    ['a method twice', { methods: ['electronic', 'electronic'] }, 'methods'],
  ])('is refused: %s', (_name, change, where) => {
    const refusal = convened().set(rule(change))
    expect(refusal).toMatchObject({ refused: 'rules.notValid', params: { where } })
  })

  it.each<[string, Partial<RuleInput>]>([
    ['a threshold nobody reaches', { threshold: { num: 1, den: 1, strict: true } }],
    ['a threshold above one', { threshold: { num: 3, den: 2, strict: false } }],
    ['a part of an integer', { threshold: { num: 1.5, den: 2, strict: true } }],
    ['nothing that counts as yes', { options: [option('a', 'no'), option('b', 'abstain')] }],
    ['the same option twice', { options: [option('yes', 'yes'), option('yes', 'no')] }],
    ['no citation', { legalBasis: '' }],
  ])('is refused: %s', (_name, change) => {
    expect(['rules.notValid', 'command.badInput']).toContain(refusedAs(convened().set(rule(change))))
  })
})

describe('names kept or not', () => {
  it('is the drafter’s choice only where the rule leaves it, and no departure from the law', () => {
    const world = convened()
    must(world.wish('clerk', 'agenda.add', { title: 'Thăm dò' }))
    const item = world.state.every('item')[0]?.id
    const entries = ['A', 'B'].map((word) => ({ vi: word, en: word }))
    const draft = (input: object) => world.wish('clerk', 'ballot.draft', { item, question: 'Q', ...input })
    must(draft({ code: 'straw_poll', secrecy: 'anonymous', entries }))
    const poll = world.state.every('ballot')[0]
    expect(poll?.rule).toMatchObject({ secrecy: 'anonymous', publishNames: false })
    expect(poll && warningsFor('province', poll.rule, conveneInput.startsOn)).toEqual([])
    expect(refusedAs(draft({ code: 'adopt_resolution', secrecy: 'anonymous' }))).toBe(
      'ballot.secrecyNotAllowed',
    )
  })
})
