/**
 * The law as it stands for a council of a commune, ward or special zone (HĐND xã, phường, đặc khu).
 *
 * Must stay true: Resolution 96/2023 lists provinces and districts, not communes, for confidence surveys; so here those
 * rows are `to confirm` and name no posts. Whether the law on supervision of 2025 changes this is open.
 */
import { commonRules, rule } from './common.ts'
import { deepFreeze } from './freeze.ts'
import { hd883, l77, modelRules, nq104, nq96, olderDocuments, ownChoice, practice } from './sources.ts'
import type { RuleProfile, VoteRule } from './types.ts'
import { voteTable } from './votes.ts'

const notListed = `${nq96('Điều 2')} (không liệt kê cấp xã)`
const confidence = ['confidence_list', 'confidence_survey', 'confidence_vote']

function asCommune(vote: VoteRule): VoteRule {
  return confidence.includes(vote.code) ? { ...vote, legalBasis: notListed, status: 'to confirm' } : vote
}

function communeRules() {
  return commonRules().map((row) =>
    row.key === 'confidenceVoteRequesters' || row.key === 'confidenceExempt'
      ? { ...row, legalBasis: notListed, status: 'to confirm' as const }
      : row,
  )
}

export const commune: RuleProfile = deepFreeze<RuleProfile>({
  id: 'commune',
  basedOn: 'commune',
  title: { vi: 'Hội đồng nhân dân cấp xã', en: 'Commune council' },
  rules: [
    ...communeRules(),
    rule(
      'voterPetition',
      { voters: { num: 1, den: 10, strict: true } },
      l77('Điều 78'),
      'confirmed (old law)',
    ),
    { ...rule('documentsDueDaysBefore', 5, olderDocuments, 'confirmed (old law)'), until: modelRules },
    rule('documentsDueDaysBefore', 5, nq104, 'to confirm', modelRules),
    rule('questionsBroadcastLive', false, ownChoice, 'design'),
    rule('tellersMin', 3, hd883, 'confirmed'),
    rule('confidencePosts', [], notListed, 'to confirm'),
    rule(
      'superiorRecipients',
      ['superior_council_standing_committee', 'superior_executive'],
      practice,
      'to confirm',
    ),
    rule('publishIn', ['portal', 'notice_board'], practice, 'to confirm'),
  ],
  votes: voteTable().map(asCommune),
})
