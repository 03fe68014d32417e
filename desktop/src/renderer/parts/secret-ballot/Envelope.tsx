/** The seed on paper for the sealed envelope: shown only under the PIN, and only while the dialog is open. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import type { CeremonyPlace } from '../../client/secret-ballot/ceremony.ts'
import { printedSeed } from '../../client/secret-ballot/seal-seed.ts'
import type { Trustee } from '../../client/secret-ballot/trustee.ts'
import { useMyself } from '../../client/people.ts'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { PinForm } from './PinForm.tsx'
import classes from './secret.module.css'

export function Envelope({ trustee, place }: { readonly trustee: Trustee; readonly place: CeremonyPlace }) {
  const say = useWords(secretWords)
  const me = useMyself()
  const [open, setOpen] = useState(false)
  const [seed, setSeed] = useState<string | null>(null)
  const close = (): void => {
    setSeed(null)
    setOpen(false)
  }
  const { index, size, number } = place
  return (
    <div>
      <Button
        variant="default"
        leftSection={<IconPrinter size="1.25rem" aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {say('envelope')}
      </Button>
      <Modal
        opened={open}
        onClose={close}
        title={say('envelopeTitle')}
        closeButtonProps={{ 'aria-label': say('close') }}
      >
        <Stack gap="md">
          <Text>{say('envelopeHint')}</Text>
          {seed === null ? (
            <PinForm
              label={say('show')}
              onPin={async (pin) => {
                const found = await trustee.seedFor(pin)
                setSeed(found)
                return found !== null
              }}
            />
          ) : (
            <>
              <div className={classes['sheet']}>
                <Text fw={600}>{me?.name}</Text>
                <Text>{say('envelopeSheet', { index, all: size, number })}</Text>
                <p className={classes['code']}>{printedSeed(seed)}</p>
              </div>
              <Group justify="space-between">
                <Button variant="default" onClick={close}>
                  {say('close')}
                </Button>
                <Button
                  leftSection={<IconPrinter size="1.25rem" aria-hidden />}
                  onClick={() => window.print()}
                >
                  {say('envelopePrint')}
                </Button>
              </Group>
            </>
          )}
        </Stack>
      </Modal>
    </div>
  )
}
