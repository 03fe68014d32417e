/**
 * A hall for tests of the electronic secret ballot: seated, opted in, with keys, rehearsed, and a way to bring a ballot to any
 * state. What must stay true: everything goes through the verbs.
 */
import { expect } from 'vitest'
import { sampleParty, seededRandom, type SampleParty } from '../secret-ballot/sample.ts'
import { groups } from '../secret-ballot/verify-archive.ts'
import { conveneInput, createWorld, type World } from './world.ts'
import { isRefusal, type Refusal } from '../domain/refusal.ts'
import type { SecretBallot, SecretBallotState } from '../domain/secret-records.ts'

export const refusedAs = (outcome: Refusal | readonly unknown[]): string | null =>
  isRefusal(outcome) ? outcome.refused : null

export function must(outcome: ReturnType<World['wish']>): void {
  if (isRefusal(outcome))
    throw new Error(`refused: ${outcome.refused} ${JSON.stringify(outcome.params ?? {})}`)
}

export const committee = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7']
export const groupOf = groups()
const made: { party?: SampleParty } = {}
export const party = (): SampleParty =>
  (made.party ??= sampleParty(groupOf('BELENIOS-2048'), 3, 2, seededRandom('secret-ballot.test')))

export interface Hall extends World {
  readonly item: string
  try(person: string, verb: string, input?: object): string | null
  ballot(id?: string): SecretBallot
}

export function hall(): Hall {
  const world = createWorld(20)
  must(world.wish('clerk', 'session.convene', conveneInput))
  must(world.wish('clerk', 'agenda.add', { title: 'Công tác nhân sự' }))
  must(world.wish('clerk', 'agenda.publish', {}))
  for (const { id } of world.state.every('attendance')) must(world.wish(id, 'attendance.checkIn', {}))
  must(world.wish('chair', 'session.open', {}))
  must(world.wish('chair', 'committee.elect', { head: 'd1', secretary: 'd2', members: committee }))
  return {
    ...world,
    item: world.state.every('item')[0]?.id ?? '',
    try: (person, verb, input = {}) => refusedAs(world.wish(person, verb, input)),
    ballot(id) {
      const found =
        id === undefined ? world.state.every('secretBallot').at(-1) : world.state.one('secretBallot', id)
      if (!found) throw new Error('no ballot')
      return found
    },
  }
}

export const proposal = { number: '12/NQ-HĐND', date: '2026-12-08', scope: 'Kỳ họp này' }

export function allowed(world: Hall, settings: object = {}): Hall {
  must(world.wish('clerk', 'secretBallot.propose', { ...proposal, ...settings }))
  must(world.wish('chair', 'secretBallot.allow', {}))
  return world
}

export function withKeys(world: Hall): Hall {
  must(world.wish('chair', 'secretKeys.start', {}))
  for (const step of ['certificate', 'polynomial', 'key'])
    for (const person of committee)
      must(world.wish(person, 'secretKeys.post', { number: 1, step, text: '{}' }))
  const { trustees, publicKey } = party()
  must(world.wish('system', 'secretKeys.make', { number: 1, text: trustees, publicKey }))
  for (const person of committee) must(world.wish(person, 'secretKeys.confirm', { number: 1, same: true }))
  return world
}

export const hex = (digit: string): string => digit.repeat(64)
export const opened = (ballot: string, issued: number) => ({
  ballot,
  issued,
  absent: 20 - issued,
  rollHash: hex('a'),
  fingerprint: 'A'.repeat(43),
  setupHead: hex('1'),
  receiptKey: 'k'.repeat(43),
})

export const figures = { issued: 20, cast: 0, tested: 0, waiting: 0, head: null as string | null }

/** Takes a ballot from its draft to a state, as chair and box would. */
export function bring(world: Hall, ballot: string, to: SecretBallotState, counts: number[][]): void {
  const steps: [SecretBallotState, () => void][] = [
    ['armed', () => must(world.wish('chair', 'secretBallot.arm', { ballot }))],
    ['issuing', () => must(world.wish('chair', 'secretBallot.issue', { ballot }))],
    [
      'freezing',
      () => {
        must(world.wish('system', 'secretBallot.boxProgressed', { ballot, ...figures }))
        must(world.wish('chair', 'secretBallot.open', { ballot }))
      },
    ],
    ['open', () => must(world.wish('system', 'secretBallot.boxOpened', opened(ballot, 20)))],
    ['closing', () => must(world.wish('chair', 'secretBallot.close', { ballot }))],
    [
      'closed',
      () =>
        must(
          world.wish('system', 'secretBallot.boxClosed', {
            ballot,
            head: hex('2'),
            tallied: hex('3'),
            ballots: 20,
            tested: 1,
            codes: [],
          }),
        ),
    ],
    [
      'opening',
      () => {
        world.tick(61_000)
        for (const person of committee.slice(0, 4))
          must(world.wish(person, 'secretBallot.seal', { ballot, head: hex('2'), fit: true }))
        must(world.wish('chair', 'secretBallot.startOpening', { ballot }))
      },
    ],
    [
      'counted',
      () =>
        must(
          world.wish('system', 'secretBallot.boxCounted', {
            ballot,
            counts,
            openedBy: committee.slice(0, 4),
            head: hex('4'),
          }),
        ),
    ],
  ]
  for (const [state, go] of steps) {
    go()
    expect(world.ballot(ballot).state).toBe(state)
    if (state === to) return
  }
}

export const verdict = { version: '2.0', verdict: 'accept', head: hex('4') }

export function rehearsed(world: Hall): Hall {
  must(world.wish('clerk', 'secretBallot.rehearse', { item: world.item }))
  const { id: ballot } = world.ballot()
  bring(world, ballot, 'counted', [[10, 5, 5]])
  must(world.wish('system', 'secretBallot.boxVerified', { ballot, tool: 'nghi-truong', ...verdict }))
  return world
}

export const ready = (settings: object = {}): Hall => rehearsed(withKeys(allowed(hall(), settings)))

export const people = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `s${at}`, name: `Ông ${at}`, person: `d${10 + at}` }))

export function draft(world: Hall, code: string, subjects: readonly object[], more: object = {}): string {
  must(
    world.wish('clerk', 'secretBallot.draft', {
      item: world.item,
      code,
      title: 'Bỏ phiếu',
      subjects,
      ...more,
    }),
  )
  return world.ballot().id
}
