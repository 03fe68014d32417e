/** A form in a dialog: cancel or save. What must stay true: what is not ready is not saved, by key or by button. */
import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { commonWords } from '../words/common.ts'
import { useWords } from '../words/words.ts'
import classes from './dialog.module.css'

export function FormDialog({
  title,
  size,
  save,
  ready,
  pending,
  quick = false,
  onSave,
  onClose,
  children,
}: {
  readonly title: string
  readonly size: string
  /** Word on the saving button. */
  readonly save: string
  readonly ready: boolean
  readonly pending: boolean
  /** Everything is filled in already: the saving button has the focus, Enter is enough. */
  readonly quick?: boolean
  readonly onSave: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const say = useWords(commonWords)
  return (
    <Modal
      opened
      onClose={onClose}
      size={size}
      title={title}
      closeButtonProps={{ 'aria-label': say('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) onSave()
        }}
      >
        <Stack gap="md">
          {children}
          <Group justify="flex-end" gap="sm" className={classes['foot'] ?? ''}>
            <Button variant="default" onClick={onClose}>
              {say('cancel')}
            </Button>
            <Button
              type="submit"
              loading={pending}
              disabled={!ready}
              {...(quick ? { 'data-autofocus': true } : {})}
            >
              {save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
