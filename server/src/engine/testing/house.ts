/**
 * An engine over a given store with a small house: chair, clerk, guest, root and some delegates.
 * What must stay true: everything gets in by ordinary commands.
 */
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { province } from '@nghi-truong/shared/domain/rules/province'
import type { Role } from '@nghi-truong/shared/domain/audience'
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import type { EventLog } from '../../store/ports.ts'
import { openEngine, type Engines } from '../engine.ts'
import type { Receipt } from '@nghi-truong/shared/protocol/routes'
import { createTestWorld, type TestWorld } from './world.ts'

export const log = 'kyhop'

export const convening = {
  title: 'Kỳ họp thứ Ba',
  council: 'Hội đồng nhân dân tỉnh An Phú',
  place: 'Hội trường tỉnh',
  term: 'XI',
  ordinal: 3,
  sessionKind: 'regular',
  startsOn: '2026-12-08',
  profile: province,
}

/** Files whose hash begins with f are known. */
export const someFile = (sha256: string): FileFacts | undefined =>
  sha256.startsWith('f')
    ? {
        sha256,
        size: 1000,
        pages: 3,
        hasText: true,
        signature: {
          colour: 'none',
          code: 'none',
          count: 0,
          signers: [],
          checkedAt: '2026-12-01T00:00:00.000Z',
          bundle: null,
        },
      }
    : undefined

export interface Opened extends Engines {
  readonly world: TestWorld
  readonly fatal: unknown[]
  readonly bugs: unknown[]
  readonly wish: (person: string, id: string, type: string, input?: unknown) => Promise<Receipt | Refusal>
  readonly must: (person: string, id: string, type: string, input?: unknown) => Promise<Receipt>
}

/** @param from what the wall clock shows at first (UTC) */
export async function open(store: EventLog, boot = 'AAAAAAAAAAA', from?: string): Promise<Opened> {
  const world = createTestWorld(boot, from)
  const fatal: unknown[] = []
  const bugs: unknown[] = []
  const engines = await openEngine({
    store,
    world,
    file: someFile,
    trust: () => undefined,
    fatal: (error) => fatal.push(error),
    bug: (error) => bugs.push(error),
  })
  const wish: Opened['wish'] = (person, id, type, input = {}) =>
    engines.engine.command(log, { person, device: 'd' }, { id, type, input })
  return {
    ...engines,
    world,
    fatal,
    bugs,
    wish,
    async must(person, id, type, input) {
      const answer = await wish(person, id, type, input)
      if (isRefusal(answer)) throw new Error(`${type}: ${JSON.stringify(answer)}`)
      return answer
    },
  }
}

/** Names the house and convenes the session `kyhop`. */
export async function settle(opened: Opened, delegates = 9): Promise<void> {
  const person = (who: string, roles: readonly Role[], group: string | null) => ({
    person: who,
    name: `Người ${who}`,
    position: '',
    roles,
    group,
    seat: null,
  })
  const asker = { person: 'root', device: 'd' }
  await opened.system('house', 'house.setPerson', person('root', ['admin'], null))
  const house = (id: string, type: string, input: unknown) =>
    opened.engine.command('house', asker, { id: `house-${id}`, type, input })
  for (const n of [1, 2, 3]) await house(`group-${n}`, 'house.setGroup', { group: `to${n}`, name: `Tổ ${n}` })
  const people = [
    person('chair', ['chair', 'delegate'], 'to1'),
    person('clerk', ['secretariat'], null),
    person('guest', ['guest'], null),
    ...Array.from({ length: delegates - 1 }, (_, n) => person(`d${n + 1}`, ['delegate'], `to${(n % 3) + 1}`)),
  ]
  for (const one of people) await house(`person-${one.person}`, 'house.setPerson', one)
  await opened.must('clerk', 'convene-1', 'session.convene', convening)
}

/** From convened to an open sitting with everybody present and one drafted ballot. @returns the ballot's id */
export async function sit(
  opened: Opened,
  delegates = 9,
  durationSeconds: number | null = null,
): Promise<string> {
  await opened.must('clerk', 'sit-item', 'agenda.add', { title: 'Nội dung' })
  await opened.must('clerk', 'sit-publish', 'agenda.publish')
  const all = ['chair', ...Array.from({ length: delegates - 1 }, (_, n) => `d${n + 1}`)]
  await Promise.all(all.map((who) => opened.must(who, `sit-in-${who}`, 'attendance.checkIn')))
  await opened.must('chair', 'sit-open', 'session.open')
  const state = await opened.look.state(log)
  const item = state?.every('item')[0]?.id
  await opened.must('clerk', 'sit-draft', 'ballot.draft', {
    item,
    code: 'adopt_resolution',
    question: 'Thông qua?',
    durationSeconds,
  })
  return state?.every('ballot')[0]?.id ?? ''
}
