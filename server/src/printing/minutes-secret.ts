/**
 * Electronic secret ballots in the words of the minutes.
 * What must stay true: every sentence says "thử nghiệm"; figures only of what was announced; a rehearsal is called one; who
 * took part is not told.
 */
import type { State } from '@nghi-truong/shared/domain/state'
import { theMatter } from '@nghi-truong/shared/domain/secret-result'
import { literal } from './lines.ts'
import { outcomeWord } from './record-model.ts'
import { textField, type Sentence, type Told } from './told.ts'
import { baseWord, share, timeOf } from './words.ts'

/** Entries of a secret ballot that minutes rest on; nothing of ceremony, box and single trustees. */
export const secretEntry =
  /^secretBallot\.(allowed|opened|closed|counted|verified|published|voided|movedToPaper)$/

export function tellSecret(state: State, log: readonly Told[], told: Told): Sentence | null {
  const line = (text: string, seqs: readonly number[]): Sentence => ({
    text: `${timeOf(told.at)}: ${text}`,
    seqs,
  })
  if (told.type === 'secretBallot.allowed')
    return line(
      `Ghi nhận quyết định của Hội đồng số ${literal(textField(told, 'number'))} cho dùng bỏ phiếu kín điện tử (thử nghiệm): ${literal(textField(told, 'scope'))}.`,
      [told.seq],
    )
  const ballot = state.one('secretBallot', textField(told, 'ballot'))
  if (!ballot) return null
  const seqs = log
    .filter(
      (one) =>
        one.seq <= told.seq &&
        secretEntry.test(one.type) &&
        textField(one, 'ballot') === textField(told, 'ballot'),
    )
    .map((one) => one.seq)
  const again = ballot.round > 1 ? ` (lần ${ballot.round})` : ''
  const title = `${ballot.rehearsal ? 'Bỏ phiếu thử' : 'Bỏ phiếu kín'} điện tử (thử nghiệm) “${literal(ballot.title)}”${again}`
  const reason = literal(ballot.voidReason ?? '')
  if (told.type === 'secretBallot.voided') return line(`${title} bị hủy. Lý do: ${reason}.`, seqs)
  if (told.type === 'secretBallot.movedToPaper')
    return line(`${title} chuyển sang phiếu giấy. Lý do: ${reason}.`, seqs)
  const result = state.one('secretResult', ballot.id)
  if (told.type !== 'secretBallot.published' || !result) return null
  const options =
    ballot.form === 'options' || ballot.form === 'columns' ? ballot.options : ballot.rule.options
  const subjects = ballot.subjects.length > 0 ? ballot.subjects : [{ id: theMatter, name: ballot.title }]
  const people = subjects.map(({ id, name }) => {
    const own = result.subjects.find((one) => one.subject === id)
    const marks = options.map((option) => {
      const count = own?.counts[option.id] ?? 0
      return `${literal(option.label.vi).toLocaleLowerCase('vi')} ${count} (${share(count, result.base)})`
    })
    const outcome = ballot.rehearsal ? '' : `: ${outcomeWord(ballot, own?.outcome ?? 'none')}`
    return `${literal(name)}: ${marks.join(', ')}${outcome}`
  })
  return line(
    `${title}: phát ra ${result.issued}, thu về ${result.collected}, hợp lệ ${result.valid}. Tỷ lệ trên ${baseWord(ballot.rule.denominator)} (${result.base}): ${people.join('; ')}. Hồ sơ ${ballot.uuid ?? ''}, băm cuối ${result.head.slice(0, 16)}….`,
    seqs,
  )
}
