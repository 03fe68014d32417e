/**
 * A session in memory with the real features, for the gallery and for tests: a council of 65 in 8 tổ.
 * What must stay true: states are reached by real commands only; whoever looks sees what the audience of each record
 * allows, as with the server.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { sees, type Role, type Viewer } from '@nghi-truong/shared/domain/audience'
import { catalogOf } from '@nghi-truong/shared/domain/catalog'
import { apply, decide } from '@nghi-truong/shared/domain/decide'
import type { FileFacts, HouseGroup, HousePerson, SignatureSummary } from '@nghi-truong/shared/domain/records'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { province } from '@nghi-truong/shared/domain/rules/province'
import { createMemory, isGone, type Put, type State } from '@nghi-truong/shared/domain/state'
import { familyNames, givenNames, groupNames, itemTexts, middleNames } from './texts.ts'

export const hallSession = 'ky-hop-mau'

export interface Hall {
  readonly state: State
  /** What no command could do: a record as a dishonest server would show it. */
  readonly forge: (put: Put) => void
  readonly seq: () => number
  /** UTC milliseconds. */
  readonly now: () => number
  readonly tick: (ms: number) => void
  readonly viewer: (person: string) => Viewer
  /** The server knows this file from now on. @returns its hash */
  readonly addFile: (name: string, pages: number, kind: number) => string
  readonly wish: (person: string, type: string, input?: unknown) => Refusal | number
  /** Tells what changed, with what stood there before. */
  readonly subscribe: (listener: (puts: readonly Changed[]) => void) => () => void
}

export interface Changed {
  readonly put: Put
  readonly before: ReturnType<State['one']>
}

export const delegateId = (number: number): string => `db${String(number).padStart(3, '0')}`

const nameOf = (n: number): string =>
  [
    familyNames[n % familyNames.length],
    middleNames[n % middleNames.length],
    givenNames[(n * 7) % givenNames.length],
  ].join(' ')

const housePerson = (
  id: string,
  name: string,
  position: string,
  roles: readonly Role[],
  group: string | null,
): HousePerson => ({
  kind: 'housePerson',
  id,
  audience: ['everyone'],
  name,
  position,
  roles,
  group,
  seat: null,
})

export function houseRoster(): { people: readonly HousePerson[]; groups: readonly HouseGroup[] } {
  const groups = groupNames.map((name, index) => ({
    kind: 'houseGroup' as const,
    id: `to-${index + 1}`,
    audience: ['everyone'] as const,
    name,
  }))
  return {
    groups,
    people: [
      housePerson('thuky', 'Tạ Minh Quang', 'Chánh Văn phòng Đoàn ĐBQH và HĐND tỉnh', ['secretariat'], null),
      housePerson('khach', 'Ông Gia Bảo', 'Khách mời', ['guest'], null),
      housePerson('manhinh', 'Màn hình hội trường', '', ['projector'], null),
      housePerson('kiemtra', 'Đoàn Thị Ngân', 'Thanh tra tỉnh', ['auditor'], null),
      ...Array.from({ length: 65 }, (_, n) =>
        housePerson(
          delegateId(n + 1),
          n === 0 ? 'Lương Thế Hiển' : nameOf(n),
          n === 0
            ? 'Chủ tịch Hội đồng nhân dân tỉnh'
            : n % 9 === 0
              ? 'Trưởng Ban của Hội đồng nhân dân tỉnh'
              : 'Đại biểu',
          n === 0 ? ['chair', 'delegate'] : ['delegate'],
          `to-${(n % 8) + 1}`,
        ),
      ),
    ],
  }
}

const signature = (colour: SignatureSummary['colour'], code: string): SignatureSummary => ({
  colour,
  code,
  count: colour === 'none' ? 0 : 1,
  signers: colour === 'none' ? [] : [{ name: 'Ủy ban nhân dân tỉnh An Phú', office: '' }],
  checkedAt: '2026-12-01T02:00:00.000Z',
  bundle: null,
})

export const hashOf = (text: string): string => bytesToHex(sha256(new TextEncoder().encode(text)))

export const factsOf = (name: string, pages: number, kind: SignatureSummary): FileFacts => ({
  sha256: hashOf(name),
  size: pages * 48_000,
  pages,
  hasText: true,
  signature: kind,
})

const kinds = [
  signature('green', 'valid'),
  signature('neutral', 'issuerUnknown'),
  signature('red', 'changed'),
  signature('amber', 'warn'),
  signature('none', 'unsigned'),
]

/** `startMs` is the server's time at the beginning. */
export function createHall(startMs = Date.now()): Hall {
  const state = createMemory()
  const listeners = new Set<(puts: readonly Changed[]) => void>()
  const files = new Map<string, FileFacts>()
  let skew = 0
  let seq = 0
  let ids = 0
  const opened = Date.now()
  const now = (): number => startMs + (Date.now() - opened) + skew
  const house = houseRoster()
  const rolesOf = (person: string): readonly Role[] =>
    (state.one('person', person) ?? house.people.find((one) => one.id === person))?.roles ?? []
  const groupsOf = (person: string): readonly string[] => {
    const group = state.one('person', person)?.group
    return group ? [group] : []
  }
  const hall: Hall = {
    state,
    forge: (put) => state.put([put]),
    seq: () => seq,
    now,
    tick: (ms) => (skew += ms),
    viewer: (person) => ({ person, roles: rolesOf(person), groups: groupsOf(person) }),
    addFile(name, pages, kind) {
      const facts = factsOf(name, pages, kinds[kind % kinds.length] ?? signature('none', 'unsigned'))
      files.set(facts.sha256, facts)
      return facts.sha256
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    wish(person, type, input = {}) {
      const at = new Date(now()).toISOString()
      const catalog = catalogOf(hallSession)
      const decision = decide(
        catalog,
        state,
        { type, input },
        {
          actor: {
            person,
            roles: person === 'system' ? ['system'] : rolesOf(person),
            groups: groupsOf(person),
          },
          at,
          log: hallSession,
          hash: hashOf,
          verify: () => true,
          id: () => `r${++ids}`,
          file: (sha) => files.get(sha),
          trust: () => undefined,
          roster: () => house,
        },
      )
      if (isRefusal(decision)) return decision
      for (const happened of decision) {
        const puts = apply(catalog, state, happened, { seq: ++seq, at, actor: person })
        const changed = puts.map((put) => ({ put, before: state.one(put.kind, put.id) }))
        state.put(puts)
        for (const listener of listeners) listener(changed)
      }
      return seq
    },
  }
  return hall
}

/** What a viewer receives for a change: the record, its disappearance, or nothing. */
export function seenBy(viewer: Viewer, changes: readonly Changed[]): readonly Put[] {
  return changes.flatMap(({ put, before }): readonly Put[] => {
    if (!isGone(put) && sees(viewer, put.audience)) return [put]
    return before && sees(viewer, before.audience) ? [{ kind: put.kind, id: put.id, gone: true }] : []
  })
}

/** Convened, agenda with documents; published unless told otherwise. */
export function prepared(hall: Hall, published = true): readonly string[] {
  hall.wish('thuky', 'session.convene', {
    title: 'Kỳ họp thứ Ba, Hội đồng nhân dân tỉnh An Phú khóa XI, nhiệm kỳ 2026 - 2031',
    council: 'Hội đồng nhân dân tỉnh An Phú',
    place: 'Hội trường Trung tâm Hội nghị tỉnh',
    term: 'XI (2026 - 2031)',
    ordinal: 3,
    sessionKind: 'regular',
    startsOn: '2026-12-08',
    profile: province,
  })
  for (const { title, presenter, minutes, documents } of itemTexts) {
    hall.wish('thuky', 'agenda.add', { title, presenter, minutes })
    const item = hall.state.every('item').at(-1)?.id
    for (const [index, document] of documents.entries())
      hall.wish('thuky', 'documents.attach', {
        item,
        file: hall.addFile(document.title, document.pages, document.signature),
        title: document.title,
        number: document.number,
        documentType: document.type,
        classification: index === 3 ? 'internal' : 'none',
      })
  }
  if (published) hall.wish('thuky', 'agenda.publish')
  return hall.state.every('item').map((item) => item.id)
}

/** Opened with `count` delegates present, at the second item. */
export function sitting(hall: Hall, count = 60): readonly string[] {
  const items = prepared(hall)
  for (let n = 1; n <= count; n++)
    hall.wish('thuky', 'attendance.mark', { person: delegateId(n), state: 'present' })
  hall.wish('thuky', 'attendance.mark', {
    person: delegateId(64),
    state: 'absent_excused',
    reason: 'Đi công tác nước ngoài theo quyết định của Thường trực',
  })
  hall.wish('thuky', 'attendance.mark', { person: delegateId(65), state: 'absent' })
  hall.wish(delegateId(1), 'session.open')
  hall.wish(delegateId(1), 'agenda.start', { item: items[1] })
  return items
}

/** A vote on the current item, drafted; `seconds` null for one the chair ends. @returns its id */
export function draftBallot(hall: Hall, seconds: number | null = 120): string {
  const item = hall.state.every('session')[0]?.currentItem
  const document = hall.state
    .every('document')
    .find((one) => one.item === item && one.documentType === 'draft_resolution')
  hall.wish('thuky', 'ballot.draft', {
    item,
    code: 'adopt_resolution',
    question: 'Thông qua Nghị quyết về Kế hoạch phát triển kinh tế - xã hội năm 2027',
    ...(document ? { document: document.id } : {}),
    durationSeconds: seconds,
  })
  return hall.state.every('ballot').at(-1)?.id ?? ''
}

export const chair = delegateId(1)

/** The delegates numbered so vote; `againstEvery` of them is against. */
export function castAll(hall: Hall, ballot: string, from: number, to: number, againstEvery = 9): void {
  for (let n = from; n <= to; n++) {
    const choice = n % againstEvery === 0 ? 'no' : n % 13 === 0 ? 'abstain' : 'yes'
    hall.wish(delegateId(n), 'ballot.cast', { ballot, round: 1, choice, clientSeq: 1 })
  }
}

export function closeBallot(hall: Hall, ballot: string): void {
  hall.wish(chair, 'ballot.close', { ballot })
  hall.wish('system', 'ballot.finish', { ballot })
}
