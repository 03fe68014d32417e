/**
 * Entering the Ban kiểm phiếu: members searched by name, head and secretary among them, the vote that elected them.
 * What must stay true: the least number and its article come from the session's profile; who stands on a ballot is named
 * before anything is sent.
 */
import { Alert, Group, Select, Text } from '@mantine/core'
import { conflict } from '@nghi-truong/shared/domain/committee'
import { delegatesInOffice, lawOf, sessionOf } from '@nghi-truong/shared/domain/find'
import type { Committee } from '@nghi-truong/shared/domain/records'
import { basisIn } from '@nghi-truong/shared/domain/rules/sources'
import { useState } from 'react'
import { byGivenName, useNameOf } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useSelect } from '../../client/view.ts'
import { Chip } from '../../ui/kit/Chip.tsx'
import { PeoplePicker } from '../../ui/kit/PeoplePicker.tsx'
import { FormDialog } from '../../ui/kit/FormDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { WarnIcon } from '../../ui/kit/tone.ts'
import { committeeWords } from '../../ui/words/committee.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'

const electing = 'tellers_election'

export function CommitteeForm({
  committee,
  onClose,
}: {
  readonly committee: Committee | null
  readonly onClose: () => void
}) {
  const say = useWords(committeeWords)
  const language = useLanguage()
  const nameOf = useNameOf()
  const session = useSelect(sessionOf)
  const delegates = useSelect(delegatesInOffice)
  const votes = useSelect((records) =>
    records
      .every('ballot')
      .filter(
        (one) =>
          one.rule.code === electing &&
          one.state === 'published' &&
          records.one('result', one.id)?.passed === true,
      ),
  )
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [members, setMembers] = useState<readonly string[]>(committee?.members ?? [])
  const [head, setHead] = useState(committee?.head ?? '')
  const [secretary, setSecretary] = useState(committee?.secretary ?? '')
  const [vote, setVote] = useState(committee ? (committee.electedBy ?? '') : (votes.at(-1)?.id ?? ''))
  const standing = useSelect((records) =>
    members.flatMap((member) => conflict(records, [member])?.name ?? []),
  )
  if (!session) return null
  const least = lawOf(session, 'tellersMin')
  const basis = basisIn(language, least.legalBasis)
  const missing = least.value - members.length
  const offices = [head, secretary].filter((one) => members.includes(one))
  const complete = missing <= 0 && standing.length === 0 && offices.length === 2 && head !== secretary
  const choices = members.map((member) => ({ value: member, label: nameOf(member) }))
  const save = async (): Promise<void> => {
    const done = await wish('committee.elect', {
      head,
      secretary,
      members: [...members],
      electedBy: vote === '' ? null : vote,
    })
    if (done) onClose()
  }
  return (
    <FormDialog
      title={say(committee ? 'change' : 'enter')}
      size="46rem"
      save={say('save')}
      ready={complete}
      pending={pending}
      onSave={() => void save()}
      onClose={onClose}
    >
      <PeoplePicker
        label={say('members')}
        description={say('membersHint')}
        people={delegates.toSorted(byGivenName)}
        chosen={members}
        onChange={setMembers}
        autoFocus={committee === null}
      />
      <div role="status" aria-live="polite">
        <Chip tone={missing > 0 ? 'abstain' : 'yes'}>
          {say('chosen', { count: members.length, needed: least.value })}
        </Chip>
        <Text size="sm" c="dimmed" mt="xs">
          {missing > 0 ? say('tooFew', { missing, basis }) : say('basis', { basis })}
        </Text>
      </div>
      {standing.length > 0 ? (
        <Alert
          role="alert"
          color="var(--nt-no)"
          variant="outline"
          icon={<WarnIcon size="1.5rem" aria-hidden />}
          p="sm"
        >
          <Text fw={600}>{say('conflict', { names: standing.join(', ') })}</Text>
        </Alert>
      ) : null}
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <Select
          label={say('head')}
          placeholder={say('choose')}
          value={members.includes(head) ? head : null}
          onChange={(value) => setHead(value ?? '')}
          data={choices}
          disabled={members.length === 0}
        />
        <Select
          label={say('secretary')}
          placeholder={say('choose')}
          value={members.includes(secretary) ? secretary : null}
          onChange={(value) => setSecretary(value ?? '')}
          data={choices}
          disabled={members.length === 0}
          {...(head !== '' && head === secretary ? { error: say('sameTwo') } : {})}
        />
      </Group>
      <Select
        label={say('vote')}
        {...(votes.length === 0 ? { description: say('noVoteYet') } : {})}
        value={vote}
        allowDeselect={false}
        onChange={(value) => setVote(value ?? '')}
        data={[
          { value: '', label: say('noVote') },
          ...votes.map((one) => ({ value: one.id, label: one.question })),
        ]}
      />
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
    </FormDialog>
  )
}
