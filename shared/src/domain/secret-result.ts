/**
 * From the counts of an opened record to what they mean.
 * What must stay true: a function of the ballot's record and the counts alone, so that anybody refolds it; whole numbers;
 * the base and the outcome come from the rule, exactly as for a paper ballot.
 */
import { outcomesOf } from './paper-count.ts'
import type { SecretBallot, SecretResult, SecretSubjectResult } from './secret-records.ts'

export type SecretCount = Pick<
  SecretResult,
  'issued' | 'collected' | 'blank' | 'valid' | 'base' | 'needed' | 'subjects'
>

type Counted = Pick<SecretBallot, 'rule' | 'form' | 'subjects' | 'options' | 'seats' | 'frozen'>

/** Where one matter is put with options it is the only subject. */
export const theMatter = 'matter'

interface Row {
  readonly subject: string
  readonly counts: Readonly<Record<string, number>>
  readonly invalid: number
}

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0)

function rowsOf(ballot: Counted, collected: number, raw: readonly (readonly number[])[]): readonly Row[] {
  const options = ballot.options.map((option) => option.id)
  const named = (counts: readonly number[]): Record<string, number> =>
    Object.fromEntries(options.map((option, slot) => [option, counts[slot] ?? 0]))
  if (ballot.form === 'options')
    return [{ subject: theMatter, counts: named(raw[0] ?? []), invalid: collected - sum(raw[0] ?? []) }]
  if (ballot.form === 'columns')
    return ballot.subjects.map((subject, at) => ({
      subject: subject.id,
      counts: named(raw[at] ?? []),
      invalid: collected - sum(raw[at] ?? []),
    }))
  const [blank = 0, ...chosen] = raw[0] ?? []
  const valid = collected - blank
  // One box for each person: ticked is the option that counts as yes, not ticked the one that counts as no.
  const yes = ballot.rule.options.find((option) => option.counts === 'yes')?.id ?? 'yes'
  const no = ballot.rule.options.find((option) => option.counts === 'no')?.id ?? 'no'
  return ballot.subjects.map((subject, at) => {
    const own = chosen[at] ?? 0
    return { subject: subject.id, counts: { [yes]: own, [no]: valid - own }, invalid: 0 }
  })
}

/** @param raw counts per question as in the record, the blank slot first where there is one */
export function countSecret(
  ballot: Counted,
  collected: number,
  raw: readonly (readonly number[])[],
): SecretCount {
  const blank = ballot.form === 'list' || ballot.form === 'strike' ? (raw[0]?.[0] ?? 0) : 0
  const issued = ballot.frozen?.issued ?? 0
  const rows = rowsOf(ballot, collected, raw)
  const { valid, base, needed, outcomes } = outcomesOf(ballot, {
    issued,
    returned: collected,
    invalid: blank === 0 ? {} : { blank },
    subjects: rows,
  })
  const subjects = rows.map((row, at): SecretSubjectResult => {
    const outcome = outcomes[at]
    return {
      ...row,
      yes: outcome?.yes ?? 0,
      valid: outcome?.valid ?? 0,
      outcome: outcome?.outcome ?? 'none',
    }
  })
  return { issued, collected, blank, valid, base, needed, subjects }
}

/** Valid and invalid ballots as wholes; null where several people stand each on their own row and are judged one by one. */
export function wholeBallots(
  form: SecretBallot['form'],
  { collected, blank, subjects }: Pick<SecretResult, 'collected' | 'blank' | 'subjects'>,
): { readonly valid: number; readonly invalid: number } | null {
  const oneByOne = form === 'columns' && subjects.length > 1
  if (oneByOne) return null
  const invalid = form === 'list' || form === 'strike' ? blank : (subjects[0]?.invalid ?? 0)
  return { valid: collected - invalid, invalid }
}
