/** [Kiểm tra thử] on the first device: asked once more, then the code for the second device. */
import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core'
import type { SecretForm } from '@nghi-truong/shared/domain/secret-records'
import { IconCopy } from '@tabler/icons-react'
import type { PaperQuestion } from '../../client/secret-ballot/paper.ts'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { QrCode } from '../../ui/kit/QrCode.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { MarksInWords } from './MarksInWords.tsx'

export function TestSure({
  opened,
  onClose,
  onConfirm,
}: {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onConfirm: () => void
}) {
  const say = useWords(secretWords)
  return (
    <ConfirmDialog
      opened={opened}
      title={say('testSure')}
      confirm={say('test')}
      onClose={onClose}
      onConfirm={onConfirm}
    >
      {say('testSureHint')}
    </ConfirmDialog>
  )
}

export function TestLink({
  link,
  questions,
  marks,
  form,
  onDone,
}: {
  readonly link: string
  readonly questions: readonly PaperQuestion[]
  readonly marks: readonly (readonly number[])[]
  readonly form: SecretForm
  readonly onDone: () => void
}) {
  const say = useWords(secretWords)
  return (
    <Stack gap="md">
      <Text fw={600} size="lg">
        {say('testTitle')}
      </Text>
      <MarksInWords questions={questions} marks={marks} form={form} />
      <Text>{say('testShow')}</Text>
      <QrCode text={link} label={say('testLink')} />
      <Code block aria-label={say('testLink')} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {link}
      </Code>
      <Group justify="space-between">
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={<IconCopy size="1.25rem" aria-hidden />} onClick={copy}>
              {say(copied ? 'testCopied' : 'testCopy')}
            </Button>
          )}
        </CopyButton>
        <Button size="lg" onClick={onDone}>
          {say('testDone')}
        </Button>
      </Group>
    </Stack>
  )
}
