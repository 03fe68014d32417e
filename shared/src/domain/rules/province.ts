/** The law as it stands for a provincial council (HĐND tỉnh, thành phố): the shared rules and what only a province has. */
import { commonRules, rule } from './common.ts'
import { deepFreeze } from './freeze.ts'
import { hd883, l77, l87, nq96, olderDocuments } from './sources.ts'
import type { RuleProfile } from './types.ts'
import { voteTable } from './votes.ts'

export const province: RuleProfile = deepFreeze<RuleProfile>({
  id: 'province',
  basedOn: 'province',
  title: { vi: 'Hội đồng nhân dân cấp tỉnh', en: 'Provincial council' },
  rules: [
    ...commonRules(),
    rule('documentsDueDaysBefore', 5, olderDocuments, 'confirmed (old law)'),
    rule('questionsBroadcastLive', true, l87('Điều 60'), 'confirmed (old law)'),
    rule('tellersMin', 7, hd883, 'confirmed'),
    rule(
      'confidencePosts',
      [
        'council_chair',
        'council_vice_chair',
        'board_head',
        'executive_chair',
        'executive_vice_chair',
        'executive_member',
      ],
      nq96('Điều 2'),
      'confirmed',
    ),
    rule('superiorRecipients', ['national_standing_committee', 'government'], l77('Điều 86'), 'to confirm'),
    rule('publishIn', ['official_gazette', 'portal'], l77('Điều 86'), 'to confirm'),
  ],
  votes: voteTable(),
})
