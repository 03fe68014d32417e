/**
 * Signing with a certificate file: chosen, opened by its password, shown, used.
 * What must stay true: the password leaves this form only for opening the file on this device, and is cleared then.
 */
import { Button, Group, Text } from '@mantine/core'
import type { Signer } from '@nghi-truong/shared/signature/sign/sign'
import { IconFileCertificate, IconWritingSign } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { openKeyFile } from '../../client/signing/keys.ts'
import { PasswordField } from '../../ui/kit/PasswordField.tsx'
import { signingWords } from '../../ui/words/signing.ts'
import { useWords } from '../../ui/words/words.ts'
import { CertificateShown } from './CertificateShown.tsx'

export interface KeyProps {
  readonly ready: boolean
  readonly busy: boolean
  readonly onFailure: (why: string) => void
  readonly onSign: (signer: Signer) => Promise<void>
}

export function KeyFile({ ready, busy, onFailure, onSign }: KeyProps) {
  const say = useWords(signingWords)
  const chooser = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const [password, setPassword] = useState('')
  const [opening, setOpening] = useState(false)
  const [signer, setSigner] = useState<Signer | null>(null)
  const open = async (chosen: File): Promise<void> => {
    setOpening(true)
    const found = await openKeyFile(chosen, password)
    setOpening(false)
    setPassword('')
    if (typeof found === 'string') onFailure(found)
    else setSigner(found)
  }
  return (
    <>
      <input
        ref={chooser}
        type="file"
        accept=".p12,.pfx,application/x-pkcs12"
        hidden
        aria-label={say('chooseFile')}
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (!chosen) return
          setFile(chosen)
          setSigner(null)
        }}
      />
      <Group>
        <Button
          variant="default"
          leftSection={<IconFileCertificate size="1.25rem" aria-hidden />}
          onClick={() => chooser.current?.click()}
        >
          {say('chooseFile')}
        </Button>
        {file && <Text>{say('fileChosen', { name: file.name.normalize('NFC') })}</Text>}
      </Group>
      {file && !signer && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void open(file)
          }}
        >
          <Group align="flex-end">
            <PasswordField
              label={say('password')}
              value={password}
              autoComplete="off"
              onChange={(event) => setPassword(event.currentTarget.value)}
              flex="1 1 14rem"
            />
            <Button type="submit" variant="default" loading={opening}>
              {say('openFile')}
            </Button>
          </Group>
        </form>
      )}
      {signer && (
        <>
          <CertificateShown certificate={signer.certificate} />
          <Button
            leftSection={<IconWritingSign size="1.25rem" aria-hidden />}
            loading={busy}
            disabled={!ready}
            onClick={() => void onSign(signer)}
          >
            {say('signNow')}
          </Button>
        </>
      )}
    </>
  )
}
