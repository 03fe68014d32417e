/**
 * A council of any size as a seed: for benchmarks and fault tests, where 65 delegates are too few.
 * What must stay true: plain data of the ordinary commands; nothing here goes round a rule but the length of the grace
 * and of the passwords' cost, which the callers name.
 */
import { province } from '@nghi-truong/shared/domain/rules/province'
import type { Seed, SeedPerson } from '../seed.ts'

export const benchSession = 'ky-hop-do'

export const delegateId = (number: number): string => `d${String(number).padStart(4, '0')}`

export interface CouncilOptions {
  readonly delegates: number
  /** Seconds of grace at the close of a vote; the profile's own when absent. */
  readonly graceSeconds?: number
  /** Days a sealed roll is kept; the profile's own when absent. */
  readonly rollDays?: number
}

export function councilSeed({ delegates, graceSeconds, rollDays }: CouncilOptions): Seed {
  const person = (id: string, roles: SeedPerson['roles'], group: string | null): SeedPerson => ({
    person: id,
    name: `Đại biểu ${id}`,
    position: 'Đại biểu Hội đồng nhân dân',
    roles,
    group,
    seat: null,
  })
  const groups = Array.from({ length: 8 }, (_, at) => ({ group: `to${at + 1}`, name: `Tổ ${at + 1}` }))
  const rules = province.rules.map((rule) =>
    rule.key === 'closingGraceSec' && graceSeconds !== undefined
      ? { ...rule, value: graceSeconds }
      : rule.key === 'secretRollDays' && rollDays !== undefined
        ? { ...rule, value: rollDays }
        : rule,
  )
  return {
    session: benchSession,
    council: { name: 'Hội đồng nhân dân tỉnh Đo Lường', place: 'Tỉnh Đo Lường', level: 'province' },
    groups,
    people: [
      person('root', ['admin'], null),
      person('clerk', ['secretariat'], null),
      person('chair', ['chair', 'delegate'], 'to1'),
      ...Array.from({ length: delegates - 1 }, (_, at) =>
        person(delegateId(at + 1), ['delegate'], `to${(at % 8) + 1}`),
      ),
    ],
    accounts: [],
    convene: {
      title: 'Kỳ họp đo lường',
      council: 'Hội đồng nhân dân tỉnh Đo Lường',
      place: 'Hội trường',
      term: 'Khóa XI, nhiệm kỳ 2026 - 2031',
      ordinal: 1,
      sessionKind: 'regular',
      startsOn: '2026-12-09',
      profile: { ...province, rules },
    },
    items: [{ key: 'one', title: 'Thông qua dự thảo nghị quyết', presenter: 'Thường trực', minutes: 30 }],
    documents: [],
    publish: true,
  }
}
