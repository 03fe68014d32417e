/** Signing in: what the screen is told, and that nobody acts in another's name. */
import { describe, expect, it } from 'vitest'
import { chair, createHall, sitting } from '../gallery/hall.ts'
import { wireTo } from '../gallery/fake-transport.ts'
import { createHttp, tokenKey } from './http.ts'
import { storageKeep } from './keep.ts'
import { createSignIn } from './session.ts'

const keep = () =>
  storageKeep(() => {
    throw new Error('none')
  })

function made() {
  const hall = createHall()
  sitting(hall, 3)
  const wire = wireTo(hall, chair)
  const windowKeep = keep()
  const http = createHttp({ transport: wire.transport, keep: windowKeep, language: () => 'vi' })
  const signIn = createSignIn({ http, windowKeep, deviceKeep: keep(), deviceName: () => 'iPad' })
  return { wire, signIn, windowKeep }
}

describe('sign-in', () => {
  it('finds out who is signed in, and says when nobody answers', async () => {
    const { wire, signIn } = made()
    wire.setOnline(false)
    await signIn.look()
    expect(signIn.now().kind).toBe('unreachable')
    wire.setOnline(true)
    await signIn.look()
    expect(signIn.now()).toMatchObject({ kind: 'signedIn', me: { person: chair } })
  })

  it('steps back when another window signed somebody else in over the shared cookie', async () => {
    const { signIn } = made()
    await signIn.look()
    signIn.someoneElse(chair)
    expect(signIn.now().kind).toBe('signedIn')
    signIn.someoneElse('db002')
    expect(signIn.now().kind).toBe('signedOut')
  })

  it('stays when this window has a login of its own', async () => {
    const { signIn, windowKeep } = made()
    windowKeep.write(tokenKey, 'mine')
    await signIn.look()
    signIn.someoneElse('db002')
    expect(signIn.now().kind).toBe('signedIn')
  })

  it('forgets the login when the server says it is over', async () => {
    const { signIn, windowKeep } = made()
    windowKeep.write(tokenKey, 'mine')
    await signIn.look()
    signIn.ended()
    expect(signIn.now().kind).toBe('signedOut')
    expect(windowKeep.read(tokenKey)).toBeNull()
  })
})
