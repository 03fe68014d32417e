/** Asks before what cannot be taken back; may ask for a reason as well. */
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { commonWords } from '../words/common.ts'
import { useWords } from '../words/words.ts'
import classes from './dialog.module.css'

export function ConfirmDialog({
  opened,
  title,
  children,
  confirm,
  danger = false,
  pending = false,
  reason,
  onConfirm,
  onClose,
}: {
  readonly opened: boolean
  readonly title: string
  readonly children?: ReactNode
  /** Word on the confirming button. */
  readonly confirm: string
  readonly danger?: boolean
  readonly pending?: boolean
  /** Label of the field for a reason; absent: none is asked. */
  readonly reason?: string
  /** It has closed by then. */
  readonly onConfirm: (reason: string) => void
  readonly onClose: () => void
}) {
  const say = useWords(commonWords)
  const [text, setText] = useState('')
  const lacking = reason !== undefined && text.trim() === ''
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': say('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (lacking) return
          onClose()
          onConfirm(text.trim())
        }}
      >
        <Stack gap="md">
          {children ? <Text component="div">{children}</Text> : null}
          {reason === undefined ? null : (
            <Textarea
              label={reason}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              autosize
              minRows={2}
              maxLength={500}
              required
              data-autofocus
            />
          )}
          <Group justify="flex-end" gap="sm" className={classes['foot'] ?? ''}>
            <Button variant="default" onClick={onClose}>
              {say('back')}
            </Button>
            <Button
              type="submit"
              {...(danger ? { color: 'var(--nt-no)', autoContrast: true } : {})}
              loading={pending}
              disabled={lacking}
            >
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
