/**
 * The draft of the biên bản kỳ họp, as plain data: what happened, in order, each sentence with the numbers of the log
 * entries it rests on.
 * What must stay true: names and figures come from the records that the reader may see; from the log come only times,
 * order, and texts that were made public; figures of a vote only once announced; why somebody is absent is not printed.
 */
import type { Person, Session } from '@nghi-truong/shared/domain/records'
import { isDelegate, sessionOf } from '@nghi-truong/shared/domain/find'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { State } from '@nghi-truong/shared/domain/state'
import { literal } from './lines.ts'
import { tellSecret } from './minutes-secret.ts'
import { tellBallot, tellPaper } from './minutes-votes.ts'
import { field, textField, type Sentence, type Told } from './told.ts'
import { dayOf, positionOf, timeOf } from './words.ts'

export interface Chapter {
  readonly title: string
  readonly seqs: readonly number[]
  readonly sentences: readonly Sentence[]
}

export interface Minutes {
  readonly council: string
  readonly place: string
  readonly ordinal: number
  readonly term: string
  /** Of the paper: the end of the session, or the last entry. */
  readonly at: string
  readonly attendance: readonly Sentence[]
  readonly chapters: readonly Chapter[]
  readonly end: Sentence | null
  readonly lastSeq: number
  /** To be signed: it does not call itself a draft. */
  readonly final?: boolean
  readonly chair: string
  readonly secretary: string
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'không' : names.join(', '))

/** Who was there at the opening, and who came or left later. */
function attendance(state: State, log: readonly Told[]): Sentence[] {
  const opening = log.find((one) => one.type === 'session.opened')
  const before = opening?.seq ?? Infinity
  const marks = log.filter((one) => one.type === 'attendance.marked')
  const at = new Map<string, { state: string; seq: number }>()
  for (const mark of marks)
    if (mark.seq < before)
      at.set(textField(mark, 'person'), { state: textField(mark, 'state'), seq: mark.seq })
  const delegates = state.every('person').filter((one) => one.roles.includes('delegate'))
  const having = (wanted: string) =>
    delegates.filter((one) => (at.get(one.id)?.state ?? 'unknown') === wanted)
  const sentence = (label: string, people: readonly Person[]): Sentence => ({
    text: `${label}: ${people.length === 0 ? 'không' : `${people.length} đại biểu: ${people.map((one) => literal(one.name)).join(', ')}`}.`,
    seqs: people.flatMap((one) => at.get(one.id)?.seq ?? []),
  })
  const roleNames = (role: Person['roles'][number]) =>
    state
      .every('person')
      .filter((one) => one.roles.includes(role))
      .map((one) => literal(`${one.name}${one.position === '' ? '' : ` (${one.position})`}`))
  const total = opening ? Number(field(opening, 'total')) : delegates.filter(isDelegate).length
  const present = opening ? Number(field(opening, 'present')) : having('present').length
  const unknown = having('unknown')
  return [
    {
      text: `Tổng số đại biểu Hội đồng nhân dân: ${total}; có mặt khi khai mạc: ${present}.`,
      seqs: opening ? [opening.seq] : [],
    },
    sentence('Vắng mặt có lý do', having('absent_excused')),
    sentence('Vắng mặt không có lý do', having('absent')),
    ...(unknown.length > 0 ? [sentence('Chưa điểm danh khi khai mạc', unknown)] : []),
    { text: `Chủ tọa: ${listed(roleNames('chair'))}.`, seqs: [] },
    { text: `Thư ký: ${listed(roleNames('secretariat'))}.`, seqs: [] },
    { text: `Khách mời: ${listed(roleNames('guest'))}.`, seqs: [] },
  ]
}

const speechWords = { speech: 'phát biểu', rebuttal: 'tranh luận', explanation: 'giải trình' } as const

function speech(state: State, log: readonly Told[], call: Told): Sentence | null {
  const record = state.one('speech', textField(call, 'speech'))
  const person = record && state.one('person', record.person)
  if (!record || !person || record.state === 'waiting') return null
  const group = person.group === null ? undefined : state.one('group', person.group)
  const finish = log.find(
    (one) =>
      one.seq > call.seq &&
      (one.type === 'speakers.called' ||
        (one.type === 'speakers.finished' && textField(one, 'speech') === record.id)),
  )
  const topic = record.topic === '' ? '' : ` về: ${literal(record.topic)}`
  const when = finish ? `Từ ${timeOf(call.at)} đến ${timeOf(finish.at)}` : timeOf(call.at)
  const who = [person.name, positionOf(person), ...(group ? [group.name] : [])].join(', ')
  return {
    text: `${when}: ${literal(who)} ${speechWords[record.speechKind]}${topic}.`,
    seqs: [call.seq, ...(finish?.type === 'speakers.finished' ? [finish.seq] : [])],
  }
}

/** Only what was published; a later publication takes the place of an earlier one. */
function conclusion(log: readonly Told[], publication: Told): Sentence | null {
  const item = textField(publication, 'item')
  const same = (one: Told, type: string) => one.type === type && textField(one, 'item') === item
  if (log.some((one) => one.seq > publication.seq && same(one, 'minutes.conclusionPublished'))) return null
  const written = log.findLast((one) => one.seq < publication.seq && same(one, 'minutes.concluded'))
  return written
    ? {
        text: `**Kết luận của chủ tọa:** ${literal(textField(written, 'text'))}`,
        seqs: [written.seq, publication.seq],
      }
    : null
}

function committee(state: State, told: Told): Sentence {
  const name = (person: string) => literal(state.one('person', person)?.name ?? '')
  const members = field(told, 'members') as readonly string[]
  const head = textField(told, 'head')
  const secretary = textField(told, 'secretary')
  const duty = (one: string) => (one === head ? ' (Trưởng ban)' : one === secretary ? ' (Thư ký)' : '')
  return {
    text: `${timeOf(told.at)}: Ban kiểm phiếu gồm ${members.length} thành viên: ${members.map((one) => name(one) + duty(one)).join(', ')}.`,
    seqs: [told.seq],
  }
}

function later(state: State, told: Told, opened: boolean): Sentence | null {
  const name = state.one('person', textField(told, 'person'))?.name
  if (!opened || name === undefined) return null
  const present = textField(told, 'state') === 'present'
  return {
    text: `${timeOf(told.at)}: Đại biểu ${literal(name)} ${present ? 'có mặt' : 'vắng mặt'}.`,
    seqs: [told.seq],
  }
}

/** What one entry adds to the chapter it falls in; null where it adds nothing, or nothing the reader may see. */
function tell(state: State, log: readonly Told[], told: Told, opened: boolean): Sentence | null {
  const chair = literal(state.one('person', told.actor)?.name ?? '')
  const line = (text: string): Sentence => ({ text: `${timeOf(told.at)}: ${text}`, seqs: [told.seq] })
  switch (told.type) {
    case 'session.opened':
      return line(
        `${chair} điều hành ${opened ? 'tiếp tục phiên họp' : 'khai mạc kỳ họp'}, ngày ${dayOf(told.at)}; có mặt ${Number(field(told, 'present'))}/${Number(field(told, 'total'))} đại biểu.`,
      )
    case 'session.adjourned':
      return line('Kỳ họp tạm nghỉ.')
    case 'attendance.marked':
      return later(state, told, opened)
    case 'speakers.called':
      return speech(state, log, told)
    case 'minutes.conclusionPublished':
      return conclusion(log, told)
    case 'committee.elected':
      return committee(state, told)
    case 'ballot.closed':
    case 'ballot.published':
    case 'ballot.voided':
      return tellBallot(state, log, told)
    case 'paper.published':
    case 'paper.voided':
      return tellPaper(state, log, told)
    case 'secretBallot.allowed':
    case 'secretBallot.published':
    case 'secretBallot.voided':
    case 'secretBallot.movedToPaper':
      return tellSecret(state, log, told)
    default:
      return null
  }
}

function chapters(state: State, log: readonly Told[]): Chapter[] {
  const found: (Chapter & { sentences: Sentence[] })[] = []
  const numbers = new Map<string, number>()
  let opened = false
  let open = { title: 'Khai mạc', seqs: [] as number[], sentences: [] as Sentence[] }
  found.push(open)
  for (const told of log) {
    if (told.type === 'agenda.itemStarted') {
      const item = state.one('item', textField(told, 'item'))
      const known = item && numbers.get(item.id)
      if (item && known === undefined) numbers.set(item.id, numbers.size + 1)
      const title = item
        ? `${numbers.get(item.id)}. ${item.title}${known === undefined ? '' : ' (tiếp tục)'}`
        : 'Nội dung khác'
      open = { title, seqs: [told.seq], sentences: [] }
      found.push(open)
      if (item && known === undefined && item.presenter !== '')
        open.sentences.push({
          text: `${timeOf(told.at)}: Trình bày: ${literal(item.presenter)}.`,
          seqs: [told.seq],
        })
      continue
    }
    const sentence = tell(state, log, told, opened)
    if (sentence) open.sentences.push(sentence)
    if (told.type === 'session.opened') opened = true
  }
  return found.filter((chapter) => chapter.sentences.length > 0 || chapter.seqs.length > 0)
}

function ending(session: Session, log: readonly Told[]): Sentence | null {
  const closed = log.findLast((one) => one.type === 'session.closed')
  if (!closed || session.state !== 'closed') return null
  return { text: `Kỳ họp bế mạc lúc ${timeOf(closed.at)} ngày ${dayOf(closed.at)}.`, seqs: [closed.seq] }
}

/** @param state cut for the reader */
export function minutesOf(state: State, log: readonly Told[]): Minutes | Refusal {
  const session = sessionOf(state)
  if (!session) return refuse('session.notSeen')
  if (!log.some((one) => one.type === 'session.opened')) return refuse('session.notOpen')
  const last = log.at(-1)
  const end = ending(session, log)
  const who = log.findLast((one) => one.type === 'session.closed' || one.type === 'session.opened')
  const secretaries = state.every('person').filter((one) => one.roles.includes('secretariat'))
  return {
    council: session.council,
    place: session.place,
    ordinal: session.ordinal,
    term: session.term,
    at: session.closedAt ?? last?.at ?? '',
    attendance: attendance(state, log),
    chapters: chapters(state, log),
    end,
    lastSeq: last?.seq ?? 0,
    chair: state.one('person', who?.actor ?? '')?.name ?? '',
    secretary: secretaries.length === 1 ? (secretaries[0]?.name ?? '') : '',
  }
}
