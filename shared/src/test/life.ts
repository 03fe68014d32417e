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
  'ballot.witness',
  'ballot.enterHands',
  'opinion.draft',
  'opinion.open',
]

const deskVerbs =
  /^(agenda|documents|signing|minutes|projector|people|annotations)\.|ballot\.(draft|change|enterHands)|opinion\.(draft|change|open|extend)|rules\.|attendance\.mark/
const chairVerbs =
  /^session\.|^agenda\.(start|writeScript)|^ballot\.(arm|open|close|pause|resume|publish|void|repeat)|speakers\.(call|finish)/

export function randomWish(
  random: Random,
  { state, at }: World,
): [person: string, type: string, input: unknown] {
  const type = random() < 0.7 ? pick(random, driving) : pick(random, verbs)
  const everybody = ['chair', 'clerk', 'guest', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7', 'd8', 'nobody']
  // Mostly the one whose business it is; sometimes anybody.
  const person =
    random() < 0.1
      ? pick(random, everybody)
      : /^(ballot\.(finish|recover)|clock\.jump|opinion\.remind|standby\.\w+|server\.promote)$/.test(type)
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
    'ballot.witness': ['published'],
    'ballot.enterHands': ['open'],
    'opinion.open': ['draft'],
    'opinion.extend': ['open'],
    'opinion.remind': ['open'],
    'opinion.repeat': ['void'],
  }
  const fitting = state
    .every('ballot')
    .filter(
      (one) =>
        (wanted[type]?.includes(one.state) ?? true) &&
        (!type.startsWith('opinion.') || one.method === 'written_opinion') &&
        (type !== 'ballot.enterHands' || one.method === 'show_of_hands'),
    )
  const ballot = some(fitting) ?? some(state.every('ballot'))
  const speech = some(state.every('speech'))?.id ?? 'missing'
  const document = some(state.every('document'))?.id ?? 'missing'
  const other = pick(random, everybody)
  const small = Math.floor(random() * 5)
  const later = (hours: number): string => new Date(Date.parse(at()) + hours * 3600_000).toISOString()
  const threshold = { num: 1 + small, den: 2 + small, strict: random() < 0.5 }
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
    'signing.attach': { file: (random() < 0.8 ? 'fa' : 'f') + String(small).repeat(random() < 0.8 ? 62 : 63), item, title: 'Biên bản' }, // prettier-ignore
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
      code: pick(random, ['adopt_resolution', 'vote_point', 'adopt_agenda', 'elect_office', 'straw_poll']),
      question: 'Thông qua?',
      ...(random() < 0.2 ? { durationSeconds: 30 } : {}),
      ...(random() < 0.2 ? { method: 'show_of_hands' } : {}),
      ...(random() < 0.05 ? { secrecy: 'anonymous' } : {}),
    },
    'ballot.enterHands': {
      ballot: ballot?.id ?? 'missing',
      hands: [...new Set([other, 'd1', 'd2'])].map((one) => ({
        person: one,
        choice: pick(random, ballot?.options.map((option) => option.id) ?? ['yes']),
      })),
    },
    'ballot.witness': {
      ballot: ballot?.id ?? 'missing',
      manifest: state.one('manifest', ballot?.id ?? '')?.hash ?? 'f'.repeat(64),
      agrees: random() < 0.9,
    },
    'opinion.draft': {
      item,
      code: 'committee_vote',
      question: 'Đồng ý?',
      people: ['d1', 'd2', 'd3', other],
      labels: pick(random, ['law', 'opinion_form']),
      deadline: later(random() < 0.9 ? 1 + small * 20 : -1),
    },
    'opinion.extend': { ballot: ballot?.id ?? 'missing', deadline: later(small * 30) },
    'opinion.repeat': { ballot: ballot?.id ?? 'missing', deadline: later(1 + small) },
    'opinion.remark': { ballot: ballot?.id ?? 'missing', text: 'Sửa khoản 2' },
    'rules.set': {
      code: pick(random, ['vote_point', 'adopt_agenda', null]),
      title: { vi: 'Quy tắc riêng', en: 'Own rule' },
      methods: ['electronic'],
      form: 'options',
      options: [
        { id: 'yes', label: { vi: 'Tán thành', en: 'Yes' }, counts: 'yes' },
        { id: 'no', label: { vi: 'Không', en: 'No' }, counts: 'no' },
      ],
      denominator: pick(random, ['totalDelegates', 'present', 'cast']),
      threshold,
      secrecy: 'open',
      publishNames: true,
      legalBasis: 'Quy chế làm việc',
    },
    'rules.remove': { code: pick(random, ['vote_point', 'adopt_agenda', 'own_1']) },
    'clock.jump': { was: at(), now: later(random() < 0.5 ? small : -small) },
    'standby.degrade': { why: pick(random, ['late', 'gone']) },
    'standby.catchUp': {},
    'server.promote': { epoch: 2 + small, why: pick(random, ['standby', 'restored']) },
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
    'annotations.withdraw': { group: 'to1', person: other, document: null, reason: 'Thử' },
    'annotations.expel': { group: 'to1', person: other, reason: 'Thử' },
    'annotations.readmit': { group: 'to1', person: other },
    'suggestions.send': { document, page: 1 + small, quote: '', text: 'Góp ý' },
    'suggestions.takeBack': { suggestion: some(state.every('suggestion'))?.id ?? 'missing' },
    'suggestions.take': { suggestion: some(state.every('suggestion'))?.id ?? 'missing' },
    'session.setKeepDays': { days: pick(random, [7, 30, 90, 31]) },
    'minutes.conclude': { item, text: 'Kết luận' },
    'minutes.publishConclusion': { item },
  }
  const simple = /^(ballot|opinion)\./.test(type)
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
