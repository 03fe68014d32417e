/**
 * A sitting of nine delegates for the tests of papers, and what each person may see of it.
 * What must stay true: everything gets in by ordinary wishes; a state is cut as the server cuts it.
 */
import { sees } from '@nghi-truong/shared/domain/audience'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { createMemory, type State } from '@nghi-truong/shared/domain/state'
import type { Entry } from '@nghi-truong/shared/log/chain'
import { conveneInput, createWorld, type World } from '@nghi-truong/shared/test/world'

export function must(world: World, person: string, type: string, input: unknown = {}): void {
  const answer = world.wish(person, type, input)
  if (isRefusal(answer)) throw new Error(`${type}: ${answer.refused} ${JSON.stringify(answer.params ?? {})}`)
}

/** What that person may see. */
export function cut(world: World, who: string): State {
  const person = world.state.one('person', who)
  const viewer = { person: who, roles: person?.roles ?? [], groups: person?.group ? [person.group] : [] }
  const state = createMemory()
  state.put(world.state.all().filter((record) => sees(viewer, record.audience)))
  return state
}

/** The log in the form of the store; hashes are made up from the number of the entry. */
export async function* entriesOf(world: World): AsyncGenerator<Entry> {
  for (const { seq, at, actor, type, data } of world.log) {
    const header = { v: 1, log: 'kyhop', epoch: 1, seq, ts: at, mono: 0, boot: 'b', type, actor } as const
    const payload = { command: `c${seq}`, device: null, data: data as Entry['payload']['data'], salt: '' }
    yield { header: { ...header, prev: '', body: '' }, payload, hash: hashAt(seq) }
  }
}

export const hashAt = (seq: number): string => String(seq).padStart(64, '0')

/** Everybody but the last delegate present, the session open. @returns the world and its one item */
export function openSitting(delegates = 9): { world: World; item: string } {
  const world = createWorld(delegates)
  must(world, 'clerk', 'session.convene', conveneInput)
  must(world, 'clerk', 'agenda.add', { title: 'Nghị quyết về ngân sách', presenter: 'Sở Tài chính' })
  must(world, 'clerk', 'agenda.publish')
  const all = ['chair', ...Array.from({ length: delegates - 2 }, (_, n) => `d${n + 1}`)]
  for (const who of all) must(world, who, 'attendance.checkIn')
  must(world, 'clerk', 'attendance.mark', {
    person: `d${delegates - 1}`,
    state: 'absent_excused',
    reason: 'Điều trị tại bệnh viện',
  })
  must(world, 'chair', 'session.open')
  return { world, item: world.state.every('item')[0]?.id ?? '' }
}

/** With one vote open. */
export function voting(input: Record<string, unknown> = {}): { world: World; ballot: string } {
  const { world, item } = openSitting()
  must(world, 'clerk', 'ballot.draft', { item, code: 'adopt_resolution', question: 'Thông qua?', ...input })
  const ballot = world.state.every('ballot')[0]?.id ?? ''
  must(world, 'chair', 'ballot.open', { ballot })
  return { world, ballot }
}

export function cast(world: World, ballot: string, who: string, choice: string): void {
  must(world, who, 'ballot.cast', { ballot, round: 1, choice, clientSeq: 1 })
}

export function finish(world: World, ballot: string, publish = true): void {
  must(world, 'chair', 'ballot.close', { ballot })
  must(world, 'system', 'ballot.finish', { ballot })
  if (publish) must(world, 'chair', 'ballot.publish', { ballot })
}
