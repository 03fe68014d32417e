/** Name and password, and what came of it. */
import { Button, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useSignIn, type Outcome } from '../../client/session.ts'
import { PasswordField } from '../../ui/kit/PasswordField.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { lobbyWords } from '../../ui/words/lobby.ts'
import { useWords } from '../../ui/words/words.ts'

export function SignInForm() {
  const say = useWords(lobbyWords)
  const signIn = useSignIn()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [outcome, setOutcome] = useState<Outcome>(null)
  const [pending, setPending] = useState(false)
  const submit = async (): Promise<void> => {
    setPending(true)
    setOutcome(await signIn.signIn({ username: username.trim(), password }))
    setPending(false)
  }
  return (
    <form
      aria-label={say('signInTitle')}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="md">
        <Title order={1}>{say('signInTitle')}</Title>
        <TextInput
          label={say('username')}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
        />
        <PasswordField
          label={say('password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <Refused
          refusal={outcome === 'unreachable' ? null : outcome}
          unreachable={outcome === 'unreachable'}
        />
        <Button type="submit" loading={pending} disabled={username.trim() === '' || password === ''}>
          {say('signIn')}
        </Button>
        <Text size="sm" c="dimmed">
          {say('help')}
        </Text>
      </Stack>
    </form>
  )
}
