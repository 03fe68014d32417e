/** Shown to administrators and the secretariat only; the server asks again. */
import type { ReactNode } from 'react'
import { useSignInState } from '../../client/session.ts'

export function AdminDoor({ children }: { readonly children: ReactNode }) {
  const state = useSignInState()
  if (state.kind !== 'signedIn') return null
  const { roles } = state.me
  return roles.includes('admin') || roles.includes('secretariat') ? children : null
}
