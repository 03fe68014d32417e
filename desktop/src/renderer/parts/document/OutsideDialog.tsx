/**
 * Asks before an address outside the house is opened.
 * What must stay true: the whole address is shown; nothing is opened, fetched or looked up before the person says so.
 */
import { Code } from '@mantine/core'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { copyWords } from '../../ui/words/copy.ts'
import { useWords } from '../../ui/words/words.ts'

export function OutsideDialog({
  address,
  onClose,
}: {
  readonly address: string | null
  readonly onClose: () => void
}) {
  const say = useWords(copyWords)
  return (
    <ConfirmDialog
      opened={address !== null}
      title={say('outsideTitle')}
      confirm={say('outsideOpen')}
      onClose={onClose}
      onConfirm={() => {
        if (address !== null) window.open(address, '_blank', 'noopener,noreferrer')
        onClose()
      }}
    >
      <p>{say('outside')}</p>
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {address}
      </Code>
    </ConfirmDialog>
  )
}
