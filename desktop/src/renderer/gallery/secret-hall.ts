/**
 * Halls with an electronic secret ballot (thử nghiệm) at each of its stages, for the gallery.
 * What must stay true: states are reached by real commands; what the box would write is written by the product's own
 * writer, so that devices find their ballots in it; the texts inside are no proofs, and no device here is a real one.
 */
import {
  appendBallot,
  appendEndBallots,
  appendSetup,
  archiveBytes,
} from '@nghi-truong/shared/secret-ballot/write'
import type { SecretBallot, SecretBallotState } from '@nghi-truong/shared/domain/secret-records'
import { chair, delegateId, hashOf, sitting, type Hall } from './hall.ts'

/** Members of the Ban kiểm phiếu; three of the seven... four keys open. */
export const tellers = [21, 22, 23, 24, 25, 26, 27].map(delegateId)
export const [headTeller = '', secondTeller = ''] = tellers

const present = 60
const trusteesText = '{}'
const credentialsText = '[]'

/** The sitting with the committee elected and the council's decision entered; `until`: how far the opt-in has come. */
export function optedIn(hall: Hall, until: 'off' | 'proposed' | 'allowed' = 'allowed', board = true): void {
  sitting(hall, present)
  if (board)
    hall.wish(chair, 'committee.elect', { head: headTeller, secretary: secondTeller, members: tellers })
  if (until === 'off') return
  hall.wish('thuky', 'secretBallot.propose', {
    number: '15/NQ-HĐND',
    date: '2026-12-08',
    scope: 'Bầu, miễn nhiệm, bãi nhiệm, lấy phiếu và bỏ phiếu tín nhiệm tại kỳ họp này',
  })
  if (until === 'allowed') hall.wish(chair, 'secretBallot.allow')
}

type KeysStage = 'certificate' | 'key' | 'confirming' | 'failed' | 'ready'

/** `done`: how many members have done the present step. */
export function keysAt(hall: Hall, stage: KeysStage, done = 0, start = true): void {
  if (start) {
    optedIn(hall)
    hall.wish(chair, 'secretKeys.start')
  }
  const number = hall.state.one('secretKeys', 'secretKeys')?.number ?? 1
  const post = (step: string, count: number): void => {
    for (const member of tellers.slice(0, count))
      hall.wish(member, 'secretKeys.post', { number, step, text: '{"private_key":""}' })
  }
  if (stage === 'certificate') return post('certificate', done)
  post('certificate', tellers.length)
  post('polynomial', tellers.length)
  if (stage === 'key') return post('key', done)
  post('key', tellers.length)
  hall.wish('system', 'secretKeys.make', { number, text: trusteesText, publicKey: '20694785691422546401' })
  if (stage === 'failed') {
    hall.wish(secondTeller, 'secretKeys.confirm', { number, same: false })
    return
  }
  for (const member of tellers.slice(0, stage === 'ready' ? tellers.length : done))
    hall.wish(member, 'secretKeys.confirm', { number, same: true })
}

export const ballotOf = (hall: Hall): SecretBallot => {
  const found = hall.state.every('secretBallot').at(-1)
  if (!found) throw new Error('no secret ballot')
  return found
}

export interface Going {
  /** Ballots handed out and cast. */
  readonly issued?: number
  readonly cast?: number
  readonly tested?: number
  /** Ballot texts that are really in the box, after others. */
  readonly texts?: readonly string[]
  /** What the opened box says; blank first where there is one. */
  readonly counts?: readonly (readonly number[])[]
  /** How many members have sealed, or opened. */
  readonly sealed?: number
  readonly opened?: number
}

/** The record as the box would hold it at that moment, and the hashes the hall announces. */
export function recordOf(hall: Hall, { texts = [] }: Going = {}) {
  const election = hall.state.one('secretElection', ballotOf(hall).id)?.text ?? ''
  const setup = appendSetup(election, trusteesText, credentialsText)
  const members = [...setup.members]
  let { chain } = setup
  for (const text of texts) {
    const more = appendBallot(chain, text)
    members.push(...more.members)
    chain = more.chain
  }
  const lastBallot = chain.hash
  const end = appendEndBallots(chain)
  members.push(...end.members)
  return {
    setupHead: setup.chain.hash,
    lastBallot,
    closingHead: end.chain.hash,
    archive: archiveBytes(1_795_301_590, members),
    events: members.filter((one) => one.kind === 'event').map((one) => one.text),
  }
}

/** Ten letters for each ballot, as the screen of the hall lists them. */
const codesOf = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => btoa(hashOf(`phieu ${n}`)).slice(3, 13)).toSorted()

const fingerprint = 'u3yS/sgxoi8yt4CsrjBx4u/W6M+/EBykn6Y/dl2NIJk'

/** Takes the last ballot on, as chair, committee and box would. */
export function bring(hall: Hall, to: SecretBallotState, going: Going = {}): void {
  const { id: ballot } = ballotOf(hall)
  const { issued = present, cast = issued, tested = 0, counts = [] } = going
  const box = (verb: string, input: object): void =>
    void hall.wish('system', `secretBallot.box${verb}`, { ballot, ...input })
  const led = (verb: string, input: object = {}): void =>
    void hall.wish(chair, `secretBallot.${verb}`, { ballot, ...input })
  const figures = { tested, waiting: 0 }
  const needed = hall.state.one('secretKeys', 'secretKeys')?.threshold ?? 0
  const steps: Partial<Record<SecretBallotState, () => void>> = {
    armed: () => led('arm'),
    issuing() {
      led('issue')
      box('Progressed', { ...figures, issued, cast: 0, head: null })
    },
    freezing: () => led('open', { absent: present - issued }),
    open() {
      const head = recordOf(hall, going).setupHead
      box('Opened', {
        issued,
        absent: present - issued,
        rollHash: hashOf('danh sách phát phiếu'),
        fingerprint,
        setupHead: head,
        receiptKey: 'k'.repeat(43),
      })
      if (cast > 0) box('Progressed', { ...figures, issued, cast, head })
    },
    closing() {
      led('close')
      const head = recordOf(hall, going).setupHead
      if (to === 'closing') box('Progressed', { ...figures, issued, cast, waiting: 3, head })
    },
    closed() {
      const head = recordOf(hall, going).closingHead
      const tallied = hashOf('tổng đã khóa')
      box('Closed', { head, tallied, ballots: cast, tested, codes: codesOf(cast) })
      const sealing = to === 'closed' ? (going.sealed ?? 0) : needed
      for (const member of tellers.slice(0, sealing))
        hall.wish(member, 'secretBallot.seal', { ballot, head, fit: true })
    },
    opening() {
      hall.tick(61_000)
      led('startOpening')
      for (const person of tellers.slice(0, to === 'opening' ? (going.opened ?? 0) : needed))
        box('Decrypted', { person, hash: hashOf(`phần của ${person}`), head: hashOf(`mở ${person}`) })
    },
    counted: () => box('Counted', { counts, openedBy: tellers.slice(0, needed), head: hashOf('kết quả') }),
    published() {
      judged(hall)
      led('publish')
    },
  }
  for (const [state, go] of Object.entries(steps)) {
    go()
    if (state === to) return
  }
}

/** What the programs say of the counted record; absent: nothing yet. */
export function judged(
  hall: Hall,
  said: { readonly ours?: 'accept' | 'reject'; readonly tool?: 'accept' | 'reject' } = {
    ours: 'accept',
    tool: 'accept',
  },
): void {
  const { id: ballot } = ballotOf(hall)
  const tell = (tool: string, version: string, verdict: string): void =>
    void hall.wish('system', 'secretBallot.boxVerified', {
      ballot,
      tool,
      version,
      verdict,
      head: hashOf('kết quả'),
    })
  if (said.ours) tell('nghi-truong', '0.1.0', said.ours)
  if (said.tool) tell('belenios-tool', '2.0 (20230102)', said.tool)
}

/** Keys are there and the rehearsal was passed. */
export function ready(hall: Hall): void {
  keysAt(hall, 'ready')
  rehearsal(hall, 'published', { counts: [[21, 20, 19]] })
}

export function rehearsal(hall: Hall, to: SecretBallotState, going: Going = {}): void {
  const item = hall.state.every('session')[0]?.currentItem
  hall.wish('thuky', 'secretBallot.rehearse', { item, browsers: true })
  if (to !== 'draft') bring(hall, to, going)
}

export interface Asked {
  readonly code: string
  readonly title: string
  readonly people: readonly { readonly name: string; readonly post: string }[]
  readonly seats?: number
  readonly form?: 'list' | 'strike' | 'columns'
}

const surnames = [
  'Lương',
  'Đoàn',
  'Tạ',
  'Trịnh',
  'Cao',
  'Ông',
  'Đinh',
  'Kiều',
  'La',
  'Mạc',
  'Nghiêm',
  'Quách',
]
const given = [
  'Thế Hiển',
  'Thị Ngân',
  'Minh Quang',
  'Công Minh',
  'Thị Thơm',
  'Gia Bảo',
  'Văn Lực',
  'Thị Hồng Nhung',
]
const posts = [
  'Phó Chủ tịch Ủy ban nhân dân tỉnh',
  'Giám đốc Sở Nông nghiệp và Môi trường',
  'Giám đốc Sở Tài chính',
  'Chánh Thanh tra tỉnh',
  'Trưởng Ban Kinh tế - Ngân sách của Hội đồng nhân dân tỉnh',
]

/** Names that all differ. */
export const somePeople = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    name: `${surnames[n % surnames.length]} ${given[(n * 5 + Math.floor(n / surnames.length)) % given.length]}`,
    post: posts[n % posts.length] ?? '',
  }))

export const election: Asked = {
  code: 'elect_office',
  title: 'Bầu Ủy viên Ủy ban nhân dân tỉnh An Phú khóa XI, nhiệm kỳ 2026 - 2031',
  people: somePeople(7),
  seats: 5,
  form: 'list',
}
export const strikeOut: Asked = { ...election, form: 'strike' }
export const relief: Asked = {
  code: 'relieve_office',
  title: 'Miễn nhiệm chức danh Phó Chủ tịch Ủy ban nhân dân tỉnh',
  people: somePeople(1),
}
export const survey: Asked = {
  code: 'confidence_survey',
  title: 'Lấy phiếu tín nhiệm đối với người giữ chức vụ do Hội đồng nhân dân tỉnh bầu',
  people: somePeople(40),
}

export function draft(hall: Hall, { people, ...asked }: Asked): void {
  hall.wish('thuky', 'secretBallot.draft', {
    item: hall.state.every('session')[0]?.currentItem,
    ...asked,
    subjects: people.map((one, at) => ({ id: `s${at + 1}`, ...one })),
    browsers: true,
  })
}

/** A real ballot of that kind, brought to a state. */
export function balloting(hall: Hall, asked: Asked, to: SecretBallotState, going: Going = {}): void {
  ready(hall)
  draft(hall, asked)
  if (to !== 'draft') bring(hall, to, going)
}
