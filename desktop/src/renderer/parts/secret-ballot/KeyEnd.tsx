/**
 * A member's key at its end: destroyed on this machine, and said so.
 * What must stay true: it is said only after the key is gone from this device, and the member has answered for the envelope.
 */
import { Button, Checkbox, Stack, Text } from '@mantine/core'
import { IconRosetteDiscountCheck, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { SecretDevice } from '../../client/secret-ballot/device.ts'
import { forgetKeys } from '../../client/secret-ballot/forgetting.ts'
import { useWish } from '../../client/send.ts'
import { useOne, useView, useYou } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Note } from '../../ui/kit/Note.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { clearingWords } from '../../ui/words/secret-clearing.ts'
import { useWords } from '../../ui/words/words.ts'
import { TrialChip } from './Trial.tsx'

export function KeyEnd({ device }: { readonly device: SecretDevice }) {
  const say = useWords(clearingWords)
  const you = useYou()
  const { session } = useView()
  const clearing = useOne('secretClearing', 'secretClearing')
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [envelope, setEnvelope] = useState(false)
  const [working, setWorking] = useState(false)
  const done = clearing?.keysDestroyed.some((one) => one.person === you.person) ?? false
  const destroy = async (): Promise<void> => {
    setWorking(true)
    try {
      await forgetKeys(device.vault, session, you.person)
      await wish('secretKeys.destroy', {})
    } finally {
      setWorking(false)
    }
  }
  return (
    <Card title={say('mineTitle')} actions={<TrialChip />}>
      {done ? (
        <Note tone="yes" icon={IconRosetteDiscountCheck}>
          {say('mineDone')}
        </Note>
      ) : (
        <Stack gap="md">
          <Text>{say('mineHint')}</Text>
          <Checkbox
            size="md"
            label={say('mineEnvelope')}
            checked={envelope}
            onChange={(event) => setEnvelope(event.currentTarget.checked)}
          />
          <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
          <div>
            <Button
              size="lg"
              color="var(--nt-no)"
              autoContrast
              leftSection={<IconTrash size="1.5rem" aria-hidden />}
              loading={pending || working}
              disabled={!envelope}
              onClick={() => void destroy()}
            >
              {say('mineDestroy')}
            </Button>
          </div>
        </Stack>
      )}
    </Card>
  )
}
