/** One file on its way: how far, what the server found, and what it should be called. */
import { ActionIcon, Group, Progress, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { classifications, documentTypes } from '@nghi-truong/shared/domain/records'
import { IconFileTypePdf, IconRefresh, IconX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { agendaWords, documentTypeWord } from '../../ui/words/agenda.ts'
import { uploadWords } from '../../ui/words/upload.ts'
import { useWords } from '../../ui/words/words.ts'
import type { RenderSignature } from './DocumentRow.tsx'
import type { Details, Stage, Upload, Uploads } from './upload-state.ts'
import classes from './upload.module.css'

const visibilities = ['everyone', 'members', 'desk'] as const

export function UploadRow({
  upload,
  uploads,
  renderSignature,
}: {
  readonly upload: Upload
  readonly uploads: Uploads
  readonly renderSignature: RenderSignature
}) {
  const say = useWords(uploadWords)
  const { stage, file, id } = upload
  const name = file.name
  const underWay = stage.kind === 'queued' || stage.kind === 'checking' || stage.kind === 'sending'
  return (
    <li className={classes['file']} aria-label={name}>
      <Group gap="sm" wrap="nowrap" justify="space-between" align="flex-start">
        <Group gap="sm" wrap="nowrap" align="flex-start" flex={1} miw={0}>
          <IconFileTypePdf size="1.75rem" aria-hidden style={{ flex: 'none' }} />
          <Stack gap={4} flex={1} miw={0}>
            <Text fw={500} style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Text>
            <StageLine stage={stage} />
            {stage.kind === 'ready' || stage.kind === 'attached' ? (
              <div>{renderSignature(stage.facts, null)}</div>
            ) : null}
          </Stack>
        </Group>
        {stage.kind === 'failed' ? (
          <ActionIcon aria-label={say('retryNamed', { name })} onClick={() => uploads.retry(id)}>
            <IconRefresh size="1.5rem" aria-hidden />
          </ActionIcon>
        ) : null}
        {stage.kind === 'attached' ? null : (
          <ActionIcon
            aria-label={say(underWay ? 'cancelNamed' : 'removeNamed', { name })}
            onClick={() => uploads.remove(id)}
          >
            <IconX size="1.5rem" aria-hidden />
          </ActionIcon>
        )}
      </Group>
      {stage.kind === 'ready' || underWay ? (
        <DetailsForm details={upload.details} onChange={(change) => uploads.describe(id, change)} />
      ) : null}
    </li>
  )
}

function StageLine({ stage }: { readonly stage: Stage }): ReactElement {
  const say = useWords(uploadWords)
  switch (stage.kind) {
    case 'queued':
    case 'checking':
      return <Text size="sm">{say('checking')}</Text>
    case 'sending':
      return (
        <div>
          <Text size="sm" role="status">
            {stage.share >= 1 ? say('examining') : say('sending', { percent: Math.floor(stage.share * 100) })}
          </Text>
          <Progress
            value={stage.share * 100}
            animated={stage.share >= 1}
            size="md"
            aria-label={say('sending', { percent: Math.floor(stage.share * 100) })}
          />
        </div>
      )
    case 'ready':
      return (
        <div>
          <Chip tone="yes">{say('ready', { pages: stage.facts.pages })}</Chip>
          {stage.also ? (
            <Text size="sm" c="dimmed">
              {say('duplicate', { title: stage.also })}
            </Text>
          ) : null}
        </div>
      )
    case 'duplicate':
      return <Text c="var(--nt-abstain)">{say('duplicateHere', { title: stage.title })}</Text>
    case 'failed':
      return <Refused refusal={stage.refusal} unreachable={stage.refusal === null} />
    default:
      return <Chip tone="yes">{say('attached')}</Chip>
  }
}

export function DetailsForm({
  details,
  onChange,
}: {
  readonly details: Details
  readonly onChange: (change: Partial<Details>) => void
}) {
  const say = useWords(uploadWords)
  const sayAgenda = useWords(agendaWords)
  const classified = !['none', 'internal', 'recall'].includes(details.classification)
  return (
    <Stack gap="sm" mt="sm">
      <TextInput
        label={say('documentTitle')}
        value={details.title}
        maxLength={500}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={say('type')}
          value={details.documentType}
          allowDeselect={false}
          onChange={(value) =>
            onChange({ documentType: documentTypes.find((one) => one === value) ?? 'other' })
          }
          data={documentTypes.map((type) => ({ value: type, label: sayAgenda(documentTypeWord[type]) }))}
        />
        <TextInput
          label={say('number')}
          value={details.number}
          maxLength={100}
          onChange={(event) => onChange({ number: event.currentTarget.value })}
        />
        <Select
          label={say('classification')}
          value={details.classification}
          allowDeselect={false}
          onChange={(value) =>
            onChange({ classification: classifications.find((one) => one === value) ?? 'none' })
          }
          data={classifications.map((one) => ({ value: one, label: say(one) }))}
        />
        <Select
          label={say('visibility')}
          value={details.visibility}
          allowDeselect={false}
          onChange={(value) =>
            onChange({ visibility: visibilities.find((one) => one === value) ?? 'everyone' })
          }
          data={visibilities.map((one) => ({ value: one, label: sayAgenda(one) }))}
        />
      </SimpleGrid>
      {classified ? <Refused refusal={{ refused: 'document.classified' }} /> : null}
    </Stack>
  )
}
