/** Nobody passes without signing in; an empty installation is set up first. */
import { Button, Center, Loader, Paper, Stack, Text, Title } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'
import { useSignIn, useSignInState } from '../../client/session.ts'
import { DisplayChoices } from '../../ui/kit/AccountMenu.tsx'
import { Emblem } from '../../ui/kit/Emblem.tsx'
import { commonWords } from '../../ui/words/common.ts'
import { lobbyWords } from '../../ui/words/lobby.ts'
import { useWords } from '../../ui/words/words.ts'
import { OtherMachine } from './Machines.tsx'
import classes from './gate.module.css'

const retryMs = 3000

export function Gate({
  signIn: signInForm,
  setUp,
  server,
  children,
}: {
  readonly signIn: ReactNode
  readonly setUp: ReactNode
  /** Choosing another server, given what to do once one was chosen. */
  readonly server?: (chosen: () => void) => ReactNode
  readonly children: ReactNode
}) {
  const say = useWords(lobbyWords)
  const sayCommon = useWords(commonWords)
  const signIn = useSignIn()
  const state = useSignInState()
  const { kind } = state
  const offline = state.kind === 'signedIn' && state.offline === true
  useEffect(() => {
    if (kind === 'unknown') void signIn.look()
    // Let in from memory: who he is will be asked as soon as there is a network.
    if (kind !== 'unreachable' && !offline) return undefined
    const timer = setInterval(() => void signIn.look(), retryMs)
    return () => clearInterval(timer)
  }, [kind, offline, signIn])
  if (kind === 'signedIn') return children
  if (kind === 'unknown')
    return (
      <Center h="100dvh">
        <Loader />
      </Center>
    )
  return (
    <div className={classes['gate']}>
      <aside className={classes['side']}>
        <Emblem size="4.5rem" />
        <p className={classes['product']}>{sayCommon('product')}</p>
        <p className={classes['tagline']}>{say('tagline')}</p>
      </aside>
      <main className={classes['form']} id="main">
        <Paper p={{ base: 'md', sm: 'xl' }} w="100%" maw="30rem" withBorder>
          {kind === 'unreachable' ? (
            <Stack>
              <Title order={1}>{say('noServer')}</Title>
              <Text>{say('noServerHint')}</Text>
              <OtherMachine silent />
              <Button onClick={() => void signIn.look()}>{sayCommon('again')}</Button>
              {server?.(() => void signIn.look())}
            </Stack>
          ) : kind === 'needsSetup' ? (
            setUp
          ) : (
            signInForm
          )}
        </Paper>
        <details className={classes['display']}>
          <summary>{sayCommon('display')}</summary>
          <DisplayChoices />
        </details>
      </main>
    </div>
  )
}
