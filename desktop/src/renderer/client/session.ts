/**
 * Who is signed in at this window.
 * What must stay true: the password is passed on and forgotten; when somebody else signs in in another window of the same
 * browser, a window that lives on the shared cookie steps back, so that nobody acts in another's name.
 */
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { me, type AnswerOf, type BodyOf } from '@nghi-truong/shared/protocol/routes'
import { createContext, useContext, useSyncExternalStore } from 'react'
import { Unreachable } from './bridge.ts'
import { tokenKey, type Http } from './http.ts'
import { deviceId, type Keep } from './keep.ts'

/** Who signed in last in this browser, so that its other windows notice. */
export const personKey = 'nt.person'

export type Me = AnswerOf<'me'>

export type SignInState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'needsSetup' }
  | { readonly kind: 'signedOut' }
  /** `offline`: the server was not reached; the device remembers who was signed in. */
  | { readonly kind: 'signedIn'; readonly me: Me; readonly offline?: true }

/** null: done. */
export type Outcome = Refusal | 'unreachable' | null

export interface SignIn {
  readonly now: () => SignInState
  readonly subscribe: (listener: () => void) => () => void
  /** Asks the server who we are. */
  readonly look: () => Promise<void>
  readonly signIn: (body: Pick<BodyOf<'signIn'>, 'username' | 'password'>) => Promise<Outcome>
  readonly setUp: (body: BodyOf<'setup'>) => Promise<Outcome>
  readonly signOut: () => Promise<void>
  readonly changePassword: (body: BodyOf<'changePassword'>) => Promise<Outcome>
  /** The server said the login is over; with its words, where they are known. */
  readonly ended: (refusal?: Refusal) => void
  /** Another window of this browser signed somebody in: the shared cookie is his now. */
  readonly someoneElse: (person: string | null) => void
}

export interface SignInParts {
  readonly http: Http
  readonly windowKeep: Keep
  readonly deviceKeep: Keep
  readonly deviceName: () => string
  /** Erases what this device kept: it was cut off. */
  readonly forget?: () => Promise<void>
}

/** Who was signed in here, for the time without a network. */
export const meKey = 'nt.me'

function remembered(keep: Keep): Me | null {
  try {
    const read = me.safeParse(JSON.parse(keep.read(meKey) ?? 'null'))
    return read.success ? read.data : null
  } catch {
    // Not JSON: somebody else's value under our key.
    return null
  }
}

export function createSignIn({ http, windowKeep, deviceKeep, deviceName, forget }: SignInParts): SignIn {
  let state: SignInState = { kind: 'unknown' }
  const listeners = new Set<() => void>()
  const set = (next: SignInState): void => {
    state = next
    for (const listener of listeners) listener()
  }
  const enter = (answer: AnswerOf<'signIn'> | Refusal): Outcome => {
    if (isRefusal(answer)) return answer
    windowKeep.write(tokenKey, answer.token)
    deviceKeep.write(personKey, answer.me.person)
    deviceKeep.write(meKey, JSON.stringify(answer.me))
    set({ kind: 'signedIn', me: answer.me })
    return null
  }
  const reached = async (ask: () => Promise<Outcome>): Promise<Outcome> => {
    try {
      return await ask()
    } catch (cause) {
      if (cause instanceof Unreachable) return 'unreachable'
      throw cause
    }
  }
  return {
    now: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async look() {
      const outcome = await reached(async () => {
        const answer = await http.call('me')
        if (!isRefusal(answer)) {
          deviceKeep.write(meKey, JSON.stringify(answer))
          set({ kind: 'signedIn', me: answer })
          return null
        }
        const health = await http.call('health')
        set({ kind: !isRefusal(health) && health.needsSetup ? 'needsSetup' : 'signedOut' })
        return null
      })
      if (outcome !== 'unreachable') return
      const known = remembered(deviceKeep)
      // What is asked again and again while offline must not draw the whole page anew.
      if (state.kind === 'signedIn') return
      set(known ? { kind: 'signedIn', me: known, offline: true } : { kind: 'unreachable' })
    },
    signIn: (body) =>
      reached(async () =>
        enter(
          await http.call('signIn', {
            body: { ...body, deviceName: deviceName(), deviceId: deviceId(deviceKeep) },
          }),
        ),
      ),
    setUp: (body) => reached(async () => enter(await http.call('setup', { body }))),
    async signOut() {
      await reached(async () => {
        await http.call('signOut', { body: {} })
        return null
      })
      windowKeep.write(tokenKey, null)
      deviceKeep.write(meKey, null)
      set({ kind: 'signedOut' })
    },
    changePassword: (body) =>
      reached(async () => {
        const answer = await http.call('changePassword', { body })
        return isRefusal(answer) ? answer : null
      }),
    someoneElse(person) {
      const ownLogin = windowKeep.read(tokenKey) !== null
      if (!ownLogin && state.kind === 'signedIn' && person !== state.me.person) set({ kind: 'signedOut' })
    },
    ended(refusal) {
      // A socket that was closed does not say why; the next answer does, and comes back here.
      if (!refusal && state.kind === 'signedIn') void http.call('me').catch(() => null)
      if (refusal?.params?.['revoked'] !== undefined) {
        deviceKeep.write(meKey, null)
        void forget?.()
      }
      windowKeep.write(tokenKey, null)
      if (state.kind === 'signedIn') set({ kind: 'signedOut' })
    },
  }
}

export const SignInContext = createContext<SignIn | null>(null)

export function useSignIn(): SignIn {
  const signIn = useContext(SignInContext)
  if (!signIn) throw new Error('no client around this part')
  return signIn
}

export function useSignInState(): SignInState {
  const signIn = useSignIn()
  return useSyncExternalStore(signIn.subscribe, signIn.now)
}
