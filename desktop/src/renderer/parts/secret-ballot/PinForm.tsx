/** Asks for the PIN; says where it was wrong. `onPin` answers false then. */
import { Button, Stack, Text } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { PasswordField } from '../../ui/kit/PasswordField.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'

export function PinForm({
  label,
  onPin,
  children,
}: {
  readonly label: string
  readonly onPin: (pin: string) => Promise<boolean>
  readonly children?: ReactNode
}) {
  const say = useWords(secretWords)
  const [pin, setPin] = useState('')
  const [pending, setPending] = useState(false)
  const [wrong, setWrong] = useState(false)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setPending(true)
        setWrong(false)
        onPin(pin)
          .then(
            (good) => setWrong(!good),
            () => setWrong(true),
          )
          .finally(() => {
            setPin('')
            setPending(false)
          })
      }}
    >
      <Stack gap="sm">
        {children ? <Text size="lg">{children}</Text> : null}
        <PasswordField
          size="lg"
          maw="24rem"
          label={say('pin')}
          value={pin}
          autoComplete="off"
          maxLength={64}
          onChange={(event) => setPin(event.currentTarget.value)}
          error={wrong ? say('pinWrong') : null}
        />
        <div>
          <Button type="submit" size="lg" loading={pending} disabled={pin === ''}>
            {label}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
