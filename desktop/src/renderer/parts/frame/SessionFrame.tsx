/**
 * The frame of a session's pages: title, connection, account, sections; and the door that opens the session live.
 * What must stay true: until the first snapshot nothing is claimed; a session out of sight says so in plain words.
 */
import { Center, Loader, Stack, Text } from '@mantine/core'
import type { Role } from '@nghi-truong/shared/domain/audience'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import { useEffect, type ReactNode } from 'react'
import { Navigate, useNavigate } from 'react-router'
import { SessionProvider } from '../../client/client.tsx'
import { useMyself } from '../../client/people.ts'
import { useSignIn, useSignInState } from '../../client/session.ts'
import { useConnection, useLoaded, useSelect, useViewState, useYou } from '../../client/view.ts'
import { AccountMenu } from '../../ui/kit/AccountMenu.tsx'
import { AppFrame, type Section } from '../../ui/kit/AppFrame.tsx'
import { Boundary } from '../../ui/kit/Boundary.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { StatusLine, StatusMark } from '../../ui/kit/StatusLine.tsx'
import { commonWords } from '../../ui/words/common.ts'
import { lobbyWords, roleWord } from '../../ui/words/lobby.ts'
import { useWords } from '../../ui/words/words.ts'
import { LampLine, LampMark, OtherMachine } from './Machines.tsx'
import { QuietPrefetch } from './QuietPrefetch.tsx'
import { UpdateInSession } from './UpdateNotice.tsx'

export function SessionDoor({
  session,
  children,
}: {
  readonly session: string
  readonly children: ReactNode
}) {
  return (
    <SessionProvider key={session} session={session}>
      {children}
    </SessionProvider>
  )
}

/** Roles that have pages of their own in a session. */
const withPages: readonly Role[] = [
  'chair',
  'secretariat',
  'committee',
  'delegate',
  'guest',
  'auditor',
  'projector',
]

export function useLineState() {
  const line = useConnection()
  return line === 'refused' ? ('offline' as const) : line
}

/** Shows its content once the session is here; says what is the matter otherwise. */
export function WhenLoaded({ children }: { readonly children: ReactNode }) {
  const say = useWords(commonWords)
  const loaded = useLoaded()
  const line = useConnection()
  const refusal = useViewState((state) => state.refusal)
  const signIn = useSignIn()
  useEffect(() => {
    if (line === 'refused' && refusal?.refused === 'account.required') signIn.ended()
  }, [line, refusal, signIn])
  if (line === 'refused') return <Refused refusal={refusal ?? { refused: 'session.notSeen' }} />
  if (loaded) return children
  return (
    <Center py="20vh">
      <Stack align="center">
        <Loader />
        <Text role="status">{say('loading')}</Text>
      </Stack>
    </Center>
  )
}

export function SessionFrame({
  session,
  role,
  sections,
  banner,
  children,
}: {
  readonly session: string
  readonly role: Role
  readonly sections: readonly Section[]
  readonly banner?: ReactNode
  readonly children: ReactNode
}) {
  const say = useWords(commonWords)
  const sayRole = useWords(lobbyWords)
  const navigate = useNavigate()
  const meeting = useSelect(sessionOf)
  const myself = useMyself()
  const you = useYou()
  const line = useLineState()
  const connection = useConnection()
  const signIn = useSignIn()
  const state = useSignInState()
  const name = myself?.name ?? (state.kind === 'signedIn' ? state.me.name : '')
  // The server would refuse everything on it; a page that is not one's own is not shown.
  const foreign = useLoaded() && !you.roles.includes(role)
  const others = withPages.filter((one) => one !== role && you.roles.includes(one))
  if (foreign) return <Navigate to="/" replace />
  return (
    <AppFrame
      title={meeting?.title ?? say('product')}
      subtitle={meeting?.council}
      sections={sections}
      right={
        <>
          <LampMark />
          <StatusMark line={line} />
          <AccountMenu
            name={name}
            role={sayRole(roleWord[role])}
            others={others.map((one) => ({
              label: sayRole('enterAs', { role: sayRole(roleWord[one]).toLocaleLowerCase('vi') }),
              go: () => void navigate(`/s/${session}/${one}`),
            }))}
            onSessions={() => void navigate('/')}
            onDevices={() => void navigate('/devices')}
            onSignOut={() => void signIn.signOut()}
          />
        </>
      }
      banner={
        <>
          <OtherMachine
            silent={connection === 'offline' || connection === 'connecting'}
            otherwise={<StatusLine line={line} />}
          />
          <LampLine />
          <UpdateInSession />
          <Boundary>{banner}</Boundary>
        </>
      }
    >
      <QuietPrefetch />
      <WhenLoaded>{children}</WhenLoaded>
    </AppFrame>
  )
}
