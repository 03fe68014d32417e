/** The first visit of an empty installation: the administrator, by the code of the server's console. */
import { Button, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useSignIn, type Outcome } from '../../client/session.ts'
import { PasswordField } from '../../ui/kit/PasswordField.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { lobbyWords } from '../../ui/words/lobby.ts'
import { useWords } from '../../ui/words/words.ts'

const blank = { code: '', name: '', username: '', password: '' }

export function SetUpForm() {
  const say = useWords(lobbyWords)
  const signIn = useSignIn()
  const [form, setForm] = useState(blank)
  const [outcome, setOutcome] = useState<Outcome>(null)
  const [pending, setPending] = useState(false)
  const submit = async (): Promise<void> => {
    setPending(true)
    setOutcome(await signIn.setUp(form))
    setPending(false)
  }
  // Nothing is left for the browser to complain of in its own language.
  const lacking = Object.values(form).some((text) => text.trim() === '')
  const set = (change: Partial<typeof blank>): void => setForm((old) => ({ ...old, ...change }))
  return (
    <form
      aria-label={say('setUpTitle')}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="md">
        <Title order={1}>{say('setUpTitle')}</Title>
        <Text>{say('setUpHint')}</Text>
        <TextInput
          label={say('code')}
          value={form.code}
          onChange={(event) => set({ code: event.currentTarget.value })}
          autoComplete="off"
          required
          withAsterisk={false}
        />
        <TextInput
          label={say('adminName')}
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          autoComplete="name"
          required
          withAsterisk={false}
        />
        <TextInput
          label={say('username')}
          value={form.username}
          onChange={(event) => set({ username: event.currentTarget.value })}
          autoComplete="username"
          required
          withAsterisk={false}
        />
        <PasswordField
          label={say('newPassword')}
          value={form.password}
          onChange={(event) => set({ password: event.currentTarget.value })}
          autoComplete="new-password"
          required
          withAsterisk={false}
        />
        <Refused
          refusal={outcome === 'unreachable' ? null : outcome}
          unreachable={outcome === 'unreachable'}
        />
        <Button type="submit" loading={pending} disabled={lacking}>
          {say('create')}
        </Button>
      </Stack>
    </form>
  )
}
