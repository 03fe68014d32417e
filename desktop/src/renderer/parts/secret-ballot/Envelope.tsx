/** The seed on paper for the sealed envelope: shown only under the PIN, and only while the dialog is open. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import { IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import type { CeremonyPlace } from '../../client/secret-ballot/ceremony.ts'
import { printedSeed } from '../../client/secret-ballot/seal-seed.ts'
import type { Trustee } from '../../client/secret-ballot/trustee.ts'
import { useMyself } from '../../client/people.ts'
import { useOne, useSelect } from '../../client/view.ts'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { PinForm } from './PinForm.tsx'
import classes from './secret.module.css'

export function Envelope({ trustee, place }: { readonly trustee: Trustee; readonly place: CeremonyPlace }) {
  const say = useWords(secretWords)
  const [open, setOpen] = useState(false)
  const [seed, setSeed] = useState<string | null>(null)
  const close = (): void => {
    setSeed(null)
    setOpen(false)
  }
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
        size="44rem"
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
              <Sheet seed={seed} place={place} />
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

/** What lies in the envelope: whose key of which council and keys, the letters, and how they are used. */
function Sheet({ seed, place }: { readonly seed: string; readonly place: CeremonyPlace }) {
  const say = useWords(secretWords)
  const me = useMyself()
  const session = useSelect(sessionOf)
  const code = useOne('secretKeys', 'secretKeys')?.code
  const { index, size, number } = place
  return (
    <section className={classes['sheet']} aria-label={say('envelopeHead')}>
      <Text fw={600}>{session?.council}</Text>
      <Text>{session?.title}</Text>
      <Text fw={700} size="lg" mt="sm">
        {say('envelopeHead')}
      </Text>
      <Text fw={600}>{me?.name}</Text>
      <Text>
        {say('envelopeSheet', { index, all: size, number })}
        {code ? ` · ${say('codeLabel')}: ${code}` : ''}
      </Text>
      <p className={classes['seed']}>{printedSeed(seed)}</p>
      <ul>
        <li>{say('envelopeHow1')}</li>
        <li>{say('envelopeHow2')}</li>
        <li>{say('envelopeHow3')}</li>
      </ul>
      <p className={classes['signHere']}>{say('envelopeSign')}</p>
    </section>
  )
}
