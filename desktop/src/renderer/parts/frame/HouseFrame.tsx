/** The frame of the pages outside any session: lobby, devices, administration. */
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { useSignIn, useSignInState } from '../../client/session.ts'
import { AccountMenu } from '../../ui/kit/AccountMenu.tsx'
import { AppFrame, type Section } from '../../ui/kit/AppFrame.tsx'
import { commonWords } from '../../ui/words/common.ts'
import { lobbyWords } from '../../ui/words/lobby.ts'
import { useWords } from '../../ui/words/words.ts'
import { UpdateNotice } from './UpdateNotice.tsx'

export function HouseFrame({
  sections = [],
  children,
}: {
  readonly sections?: readonly Section[]
  readonly children: ReactNode
}) {
  const say = useWords(commonWords)
  const sayLobby = useWords(lobbyWords)
  const navigate = useNavigate()
  const signIn = useSignIn()
  const state = useSignInState()
  if (state.kind !== 'signedIn') return null
  return (
    <AppFrame
      title={say('product')}
      subtitle={sayLobby('tagline')}
      sections={sections}
      banner={<UpdateNotice />}
      right={
        <AccountMenu
          name={state.me.name}
          onSessions={() => void navigate('/')}
          onDevices={() => void navigate('/devices')}
          onSignOut={() => void signIn.signOut()}
        />
      }
    >
      {children}
    </AppFrame>
  )
}
