/**
 * Signing with a token plugged into this device: looked for, its certificate chosen, its PIN asked for this one signature.
 * What must stay true: the PIN is cleared as soon as it was used.
 */
import { Button, Group, Radio, Stack } from '@mantine/core'
import { IconUsb, IconWritingSign } from '@tabler/icons-react'
import { useState } from 'react'
import { listTokens, type TokenKey } from '../../client/signing/keys.ts'
import { PasswordField } from '../../ui/kit/PasswordField.tsx'
import { signingWords } from '../../ui/words/signing.ts'
import { useWords } from '../../ui/words/words.ts'
import { nameIn } from './certificate.ts'
import { CertificateShown } from './CertificateShown.tsx'
import type { KeyProps } from './KeyFile.tsx'

export function Token({ ready, busy, onFailure, onSign }: KeyProps) {
  const say = useWords(signingWords)
  const [keys, setKeys] = useState<readonly TokenKey[]>([])
  const [chosen, setChosen] = useState(0)
  const [looking, setLooking] = useState(false)
  const [pin, setPin] = useState('')
  const key = keys[chosen]
  const look = async (): Promise<void> => {
    setLooking(true)
    const found = await listTokens()
    setLooking(false)
    setChosen(0)
    if ('refused' in found) {
      setKeys([])
      onFailure(found.refused)
    } else setKeys(found)
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconUsb size="1.25rem" aria-hidden />}
        loading={looking}
        onClick={() => void look()}
      >
        {say('lookForTokens')}
      </Button>
      {keys.length > 1 && (
        <Radio.Group value={String(chosen)} onChange={(value) => setChosen(Number(value))}>
          <Stack gap="xs">
            {keys.map((one, at) => (
              <Radio
                key={one.certificate.sha256}
                value={String(at)}
                label={`${nameIn(one.certificate).name} · ${one.label}`}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {key && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            const used = pin
            setPin('')
            void onSign(key.signer(used))
          }}
        >
          <Stack gap="sm">
            <CertificateShown certificate={key.certificate} />
            <Group align="flex-end">
              <PasswordField
                label={say('pin')}
                value={pin}
                autoComplete="off"
                inputMode="numeric"
                onChange={(event) => setPin(event.currentTarget.value)}
                flex="1 1 12rem"
              />
              <Button
                type="submit"
                leftSection={<IconWritingSign size="1.25rem" aria-hidden />}
                loading={busy}
                disabled={!ready || pin === ''}
              >
                {say('signNow')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </>
  )
}
