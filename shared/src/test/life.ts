/**
 * Random wishes for the world: every verb, by everybody, with good and bad input.
 * What must stay true: which wishes come is decided by the seed alone.
 */
import { sessionCommands } from '../domain/catalog.ts'
import { pick, type Random, type World } from './world.ts'

const verbs = Object.keys(sessionCommands)

/** Verbs that move a session on: chosen more often, so that lives get somewhere. */
const driving = [
  'agenda.add',
  'agenda.publish',
  'attendance.checkIn',
  'attendance.checkIn',
  'attendance.checkIn',
  'session.open',
  'agenda.start',
  'agenda.start',
  'attendance.mark',
  'speakers.register',
  'speakers.call',
  'ballot.draft',
  'ballot.open',
  'ballot.cast',
  'ballot.cast',
  'ballot.cast',
  'ballot.cast',
  'ballot.close',
  'ballot.finish',
  'ballot.publish',
]

const deskVerbs =
  /^(agenda|documents|minutes|projector|people|annotations)\.|ballot\.(draft|change)|attendance\.mark/
const chairVerbs =
  /^session\.|^agenda\.(start|writeScript)|^ballot\.(arm|open|close|pause|resume|publish|void|repeat)|speakers\.(call|finish)/

export function randomWish(random: Random, { state }: World): [person: string, type: string, input: unknown] {
  const type = random() < 0.7 ? pick(random, driving) : pick(random, verbs)
  const everybody = ['chair', 'clerk', 'guest', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7', 'd8', 'nobody']
  // Mostly the one whose business it is; sometimes anybody.
  const person =
    random() < 0.1
      ? pick(random, everybody)
      : type === 'ballot.finish' || type === 'ballot.recover'
        ? 'system'
        : chairVerbs.test(type)
          ? 'chair'
          : deskVerbs.test(type)
            ? 'clerk'
            : pick(random, everybody)
  const some = <T extends { readonly id: string }>(list: readonly T[]) =>
    list.length > 0 && random() < 0.95 ? pick(random, list) : undefined
  const item = some(state.every('item'))?.id ?? 'missing'
  const wanted: Record<string, readonly string[]> = {
    'ballot.open': ['draft', 'armed'],
    'ballot.cast': ['open', 'closing'],
    'ballot.close': ['open', 'paused'],
    'ballot.finish': ['closing'],
    'ballot.publish': ['closed'],
    'ballot.resume': ['paused'],
    'ballot.repeat': ['void'],
  }
  const fitting = state.every('ballot').filter((one) => wanted[type]?.includes(one.state) ?? true)
  const ballot = some(fitting) ?? some(state.every('ballot'))
  const speech = some(state.every('speech'))?.id ?? 'missing'
  const document = some(state.every('document'))?.id ?? 'missing'
  const other = pick(random, everybody)
  const small = Math.floor(random() * 5)
  const inputs: Record<string, unknown> = {
    'agenda.add': { title: `Nội dung ${small}`, ...(random() < 0.3 ? { before: item } : {}) },
    'agenda.change': {
      item,
      title: 'Đổi tên',
      minutes: small,
      presenter: '',
      visibility: pick(random, ['everyone', 'members', 'desk']),
    },
    'agenda.move': { item, ...(random() < 0.7 ? { before: some(state.every('item'))?.id } : {}) },
    'agenda.start': { item: random() < 0.9 ? item : null },
    'agenda.writeScript': { item, text: 'Kịch bản' },
    'agenda.remove': { item },
    'attendance.mark': {
      person: other,
      state: pick(random, ['present', 'absent', 'absent_excused']),
      reason: 'Bận việc',
    },
    'attendance.excuse': { reason: 'Ốm' },
    'documents.attach': {
      item,
      file: (random() < 0.8 ? 'f' : 'e') + String(small).repeat(63),
      title: 'Tờ trình',
      classification: pick(random, ['none', 'none', 'internal', 'secret']),
      ...(random() < 0.3 ? { replaces: document } : {}),
    },
    'documents.change': {
      document,
      title: 'Tờ trình mới',
      number: '',
      documentType: 'report',
      classification: 'none',
      visibility: 'members',
    },
    'documents.publish': { document },
    'documents.withdraw': { document },
    'speakers.register': { item, speechKind: pick(random, ['speech', 'rebuttal']) },
    'speakers.invite': { item, person: other },
    'speakers.reorder': {
      item,
      order: state
        .every('speech')
        .filter((one) => one.item === item && one.state === 'waiting')
        .map((one) => one.id)
        .reverse(),
    },
    'speakers.setRegistration': { item, open: random() < 0.7 },
    'speakers.extend': { speech, seconds: 60 },
    'ballot.draft': {
      item,
      code: pick(random, ['adopt_resolution', 'vote_point', 'adopt_agenda', 'elect_office']),
      question: 'Thông qua?',
      ...(random() < 0.2 ? { durationSeconds: 30 } : {}),
    },
    'ballot.change': {
      item,
      code: 'adopt_resolution',
      question: 'Sửa câu hỏi',
      ballot: ballot?.id ?? 'missing',
    },
    'ballot.void': { ballot: ballot?.id ?? 'missing', reason: 'Trục trặc' },
    'ballot.cast': {
      ballot: ballot?.id ?? 'missing',
      round: random() < 0.95 ? (ballot?.round ?? 1) : 9,
      choice:
        random() < 0.6
          ? 'yes'
          : random() < 0.97
            ? pick(random, ballot?.options.map((one) => one.id) ?? ['yes'])
            : 'nonsense',
      clientSeq: 1 + Math.floor(random() * 40),
    },
    'people.add': { person: other, name: 'Khách', position: '', roles: ['guest'], group: null, seat: null },
    'people.change': {
      person: other,
      name: 'Đổi vai',
      position: '',
      roles: pick(random, [['delegate'], ['delegate', 'committee'], ['guest']]),
      group: 'to1',
      seat: null,
    },
    'people.endMandate': { person: other, reason: 'Chuyển công tác' },
    'projector.show': { mode: pick(random, ['auto', 'agenda', 'item', 'message']), ref: item },
    'annotations.setPresenter': { person: other },
    'annotations.expel': { group: 'to1', person: other },
    'annotations.readmit': { group: 'to1', person: other },
    'minutes.conclude': { item, text: 'Kết luận' },
    'minutes.publishConclusion': { item },
  }
  const simple = type.startsWith('ballot.')
    ? { ballot: ballot?.id ?? 'missing' }
    : type.startsWith('speakers.')
      ? { speech }
      : {}
  // People leave rarely, and sessions end rarely, or no life would get far.
  if (/^(people|session\.(close|adjourn))/.test(type) && random() < 0.9)
    return [person, 'attendance.checkIn', {}]
  return [
    person,
    type,
    random() < 0.98 ? (inputs[type] ?? simple) : pick(random, [null, 7, 'x', [], { item: '<>' }]),
  ]
}
