/**
 * A written suggestion to the secretariat, begun from a private mark or from nothing.
 * What must stay true: what will be sent, to whom and under which name is shown once more before it is sent; the private
 * mark stays as it is.
 */
import { Button, Group, Modal, NumberInput, Select, Stack, Text, Textarea } from '@mantine/core'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { useState } from 'react'
import type { Marks } from '../../client/notes.ts'
import { useWish } from '../../client/send.ts'
import { useEvery } from '../../client/view.ts'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { suggestionWords } from '../../ui/words/suggestions.ts'
import { useWords } from '../../ui/words/words.ts'
import { inOrder } from './export.ts'
import { fromMark, offered } from './from-mark.ts'

export function SendSuggestion({
  document,
  page,
  person,
  marks,
  onClose,
}: {
  readonly document: DocumentRecord
  /** In sight now. */
  readonly page: number
  readonly person: string
  /** One's private ones. */
  readonly marks: Marks
  readonly onClose: () => void
}) {
  const say = useWords(suggestionWords)
  const { pending, refusal, unreachable, wish } = useWish()
  const [draft, setDraft] = useState({ page, quote: '', text: '' })
  const [step, setStep] = useState<'write' | 'sure' | 'done'>('write')
  const mine = inOrder(
    useEvery('suggestion').filter((one) => one.person === person && one.document === document.id),
  )
  const send = async (): Promise<void> => {
    if (await wish('suggestions.send', { document: document.id, ...draft })) setStep('done')
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={say('sendTitle')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': say('close') }}
    >
      <Stack>
        {step === 'write' && (
          <>
            <Text>{say('sendTo')}</Text>
            <Text fw={600}>{say('about', { title: document.title })}</Text>
            {marks.size > 0 && (
              <Select
                size="md"
                label={say('fromMark')}
                placeholder={say('fromNone')}
                clearable
                data={offered(marks, (n) => say('pageOf', { page: n }))}
                onChange={(id) => {
                  const mark = id === null ? undefined : marks.get(id)
                  if (mark) setDraft(fromMark(mark))
                }}
              />
            )}
            <NumberInput
              hideControls
              size="md"
              label={say('page')}
              min={1}
              max={document.facts.pages}
              value={draft.page}
              onChange={(value) => setDraft({ ...draft, page: Number(value) || 1 })}
            />
            {draft.quote !== '' && (
              <Textarea
                size="md"
                label={say('quote')}
                autosize
                maxRows={5}
                maxLength={1000}
                value={draft.quote}
                onChange={(event) => setDraft({ ...draft, quote: event.currentTarget.value })}
              />
            )}
            <Textarea
              size="md"
              label={say('text')}
              autosize
              minRows={4}
              maxRows={12}
              maxLength={4000}
              value={draft.text}
              onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
              data-autofocus
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {say('cancel')}
              </Button>
              <Button disabled={draft.text.trim() === ''} onClick={() => setStep('sure')}>
                {say('next')}
              </Button>
            </Group>
          </>
        )}
        {step === 'sure' && (
          <>
            <Text fw={600}>{say('sure')}</Text>
            <Text>
              {document.title} – {say('pageOf', { page: draft.page })}
            </Text>
            {draft.quote !== '' && <Text fs="italic">“{draft.quote}”</Text>}
            <Text style={{ whiteSpace: 'pre-wrap' }}>{draft.text}</Text>
            <Refused refusal={refusal} unreachable={unreachable} />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setStep('write')}>
                {say('back')}
              </Button>
              <Button loading={pending} onClick={() => void send()}>
                {say('sendDo')}
              </Button>
            </Group>
          </>
        )}
        {step === 'done' && (
          <>
            <Text role="status" fw={600}>
              {say('done')}
            </Text>
            <Button onClick={onClose}>{say('close')}</Button>
          </>
        )}
        {step !== 'sure' && mine.length > 0 && (
          <Stack gap="xs">
            <Text fw={600}>{say('mine')}</Text>
            {mine.map((one) => (
              <Group key={one.id} justify="space-between" gap="xs">
                <Text lineClamp={2} flex="1 1 20rem">
                  {say('pageOf', { page: one.page })}: {one.text}
                </Text>
                {one.taken ? (
                  <Chip tone="yes">{say('taken')}</Chip>
                ) : (
                  <Button
                    size="sm"
                    variant="default"
                    onClick={() => void wish('suggestions.takeBack', { suggestion: one.id })}
                  >
                    {say('takeBack')}
                  </Button>
                )}
              </Group>
            ))}
          </Stack>
        )}
      </Stack>
    </Modal>
  )
}
