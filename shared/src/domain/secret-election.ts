/**
 * The election text of a secret ballot, made from the ballot's own records: what every proof will be bound to.
 * What must stay true: the text is canonical (Belenios 2.0, fields in this order, compact, NFC) and is written once, at
 * arming; every option and every bound comes from the vote rule and the form, never from here.
 */
import type { SecretBallot, SecretForm, SecretOption, SecretSubject } from './secret-records.ts'
import type { VoteRule } from './rules/types.ts'
import { isCleanText } from './text.ts'

export interface ElectionQuestion {
  readonly answers: readonly string[]
  readonly blank: boolean
  readonly min: number
  readonly max: number
  readonly question: string
}

type Asked = Pick<SecretBallot, 'rule' | 'form' | 'subjects' | 'options' | 'seats' | 'title'>

/** A subject as one answer or one question. */
const subjectText = ({ name, post }: SecretSubject): string => (post === '' ? name : `${name}, ${post}`)

/**
 * Questions of the record. `list`, `strike`: one question, an answer for each person, the blank slot first (phiếu không
 * hợp lệ). `columns`: a question for each person, no mark = invalid for that person. `options`: one question, one mark.
 */
export function electionQuestions(ballot: Asked): readonly ElectionQuestion[] {
  const labels = ballot.options.map((option) => option.label.vi)
  switch (ballot.form) {
    case 'options':
      return [{ answers: labels, blank: false, min: 1, max: 1, question: ballot.title }]
    case 'columns':
      return ballot.subjects.map((subject) => ({
        answers: labels,
        blank: false,
        min: 0,
        max: 1,
        question: subjectText(subject),
      }))
    default:
      return [
        {
          answers: ballot.subjects.map(subjectText),
          blank: true,
          min: 0,
          max: ballot.seats,
          question: ballot.title,
        },
      ]
  }
}

/** The form a ballot of this rule has where nothing else is said, or undefined where the wanted one does not fit. */
export function formFor(
  rule: Pick<VoteRule, 'code' | 'methods'>,
  wanted: SecretForm | undefined,
  subjects: number,
  seats: number,
): SecretForm | undefined {
  if (subjects === 0) return wanted === undefined || wanted === 'options' ? 'options' : undefined
  if (wanted === 'options') return undefined
  if (rule.code !== 'elect_office')
    return wanted === undefined || wanted === 'columns' ? 'columns' : undefined
  if (seats > subjects) return undefined
  // A limit across questions cannot be proved in this format, so columns need a seat for everybody.
  if (wanted === 'columns') return seats === subjects ? 'columns' : undefined
  return wanted ?? 'list'
}

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** 14 base58 characters from a hash: the uuid of the record. */
export function uuidOf(hexHash: string): string {
  let rest = BigInt(`0x${hexHash}`)
  let uuid = ''
  while (uuid.length < 14) {
    uuid += base58.charAt(Number(rest % 58n))
    rest /= 58n
  }
  return uuid
}

/** Twelve digits in three groups of four: H(trustees text) mod 10^12. */
export function codeOf(hexHash: string): string {
  const digits = (BigInt(`0x${hexHash}`) % 10n ** 12n).toString().padStart(12, '0')
  return `${digits.slice(0, 4)} ${digits.slice(4, 8)} ${digits.slice(8)}`
}

export function electionText(
  ballot: Asked & Pick<SecretBallot, 'rehearsal'>,
  given: {
    readonly uuid: string
    readonly publicKey: string
    readonly council: string
    readonly session: string
  },
): string | undefined {
  const questions = electionQuestions(ballot)
  const experimental = 'Bỏ phiếu kín điện tử (thử nghiệm)'
  const description = [
    experimental,
    ...(ballot.rehearsal ? ['PHIẾU THỬ, không có giá trị'] : []),
    given.session,
  ].join('. ')
  const typed = [ballot.title, description, given.council]
  for (const one of questions) typed.push(one.question, ...one.answers)
  if (!typed.every((one) => isCleanText(one) && one.normalize('NFC') === one)) return undefined
  return JSON.stringify({
    version: 1,
    description,
    name: ballot.title,
    group: 'BELENIOS-2048',
    public_key: given.publicKey,
    questions: questions.map(({ answers, blank, min, max, question }) => ({
      answers,
      ...(blank ? { blank: true } : {}),
      min,
      max,
      question,
    })),
    uuid: given.uuid,
    administrator: given.council,
    credential_authority: 'Mỗi thiết bị tự tạo; Ban kiểm phiếu đối chiếu danh sách',
  })
}

/** The built-in rehearsal: phiếu thử, chọn màu. */
export const rehearsalTitle = 'Phiếu thử: chọn màu'

export const rehearsalOptions: readonly SecretOption[] = [
  { id: 'blue', label: { vi: 'Màu xanh', en: 'Blue' } },
  { id: 'red', label: { vi: 'Màu đỏ', en: 'Red' } },
  { id: 'yellow', label: { vi: 'Màu vàng', en: 'Yellow' } },
]

/** A rule that decides nothing, made from one of the profile's secret votes. */
export const rehearsalRule = (rule: VoteRule): VoteRule => ({
  ...rule,
  code: 'secret_rehearsal',
  row: 0,
  title: { vi: 'Bỏ phiếu thử', en: 'Rehearsal' },
  methods: ['electronic_secret'],
  forms: ['options'],
  options: rehearsalOptions.map((option) => ({ ...option, counts: 'other' as const })),
  denominator: 'collected',
  alsoReported: [],
  threshold: null,
  consequences: [],
  publishNames: false,
})
