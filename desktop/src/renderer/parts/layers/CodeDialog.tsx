/**
 * The recovery code, shown once.
 * What must stay true: it is nowhere but on this screen until the person says that it is written down; only then it is in
 * force; closing the dialog before leaves everything as it was.
 */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { Keyring, KeyringOutcome } from '../../client/notes.ts'
import { layersWords } from '../../ui/words/layers.ts'
import { useWords } from '../../ui/words/words.ts'
import { Failed } from './Failed.tsx'
import styles from './layers.module.css'
import { printCode } from './print-code.ts'

export function CodeDialog({
  ring,
  name,
  onClose,
}: {
  readonly ring: Keyring
  /** Of the person, for the paper. */
  readonly name: string
  readonly onClose: () => void
}) {
  const say = useWords(layersWords)
  const made = useMemo(() => ring.newCode(), [ring])
  const [pending, setPending] = useState(false)
  const [outcome, setOutcome] = useState<KeyringOutcome | 'kept'>(null)
  const keep = async (): Promise<void> => {
    setPending(true)
    setOutcome((await made.keep()) ?? 'kept')
    setPending(false)
  }
  const kept = outcome === 'kept'
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={say('codeTitle')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': say('close') }}
    >
      {kept ? (
        <Stack>
          <Text role="status">{say('codeKeptDone')}</Text>
          <Button onClick={onClose}>{say('close')}</Button>
        </Stack>
      ) : (
        <Stack>
          <Text>{say('codeWhy')}</Text>
          <ol className={styles['code']} aria-label={say('codeTitle')} data-code>
            {made.code.split('-').map((group, n) => (
              <li key={n} aria-label={`${say('codeGroup', { n: n + 1 })}: ${group.split('').join(' ')}`}>
                {group}
              </li>
            ))}
          </ol>
          <Text fw={600}>{say('codeDo')}</Text>
          <Failed outcome={outcome} />
          <Group grow preventGrowOverflow={false}>
            <Button
              variant="default"
              leftSection={<IconPrinter size="1.25rem" aria-hidden />}
              onClick={() =>
                printCode(made.code, [
                  say('printHead'),
                  say('printName', { name }),
                  say('codeWhy'),
                  say('printHint'),
                ])
              }
            >
              {say('codePrint')}
            </Button>
            <Button loading={pending} onClick={() => void keep()}>
              {say('codeKept')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
