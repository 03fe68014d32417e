/** To which machine a page may turn. */
import { machinesText, type Machines } from '@nghi-truong/shared/protocol/machines'
import { ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, it, vi } from 'vitest'
import { base64url } from './device-key.ts'
import { storageKeep, type Keep } from './keep.ts'
import { createOtherMachine, machinesKey, type OtherMachine } from './machines.ts'

const secret = new Uint8Array(32).fill(7)
const key = base64url(ed25519.getPublicKey(secret))
const stranger = new Uint8Array(32).fill(8)
const standby = 'http://10.0.0.6:8080'

function said(change: Partial<Machines> = {}, by = secret): Machines {
  const text = { key, epoch: 1, host: '', nonce: '', others: [standby], ...change }
  return { ...text, signature: base64url(ed25519.sign(new TextEncoder().encode(machinesText(text)), by)) }
}

const memoryKeep = (): Keep =>
  storageKeep(() => {
    throw new Error('none')
  })

interface Page {
  readonly other: OtherMachine
  readonly asked: string[]
  /** One more round of questions. */
  readonly again: () => void
}

/** @param answer what the standby's address answers to a nonce */
function page(answer: (nonce: string) => Machines | string | null, keep = memoryKeep()): Page {
  const asked: string[] = []
  let next: (() => void) | null = null
  const other = createOtherMachine({
    elsewhere: (origin, path) => {
      asked.push(origin + path.split('?')[0])
      const given = answer(new URLSearchParams(path.split('?')[1]).get('nonce') ?? '')
      if (given === null) return Promise.reject(new Error('no answer'))
      return Promise.resolve(typeof given === 'string' ? given : JSON.stringify(given))
    },
    keep,
    epoch: () => `${key.slice(0, 22)}.1`,
    wait: (_ms, then) => {
      next = then
      return () => (next = null)
    },
  })
  return { other, asked, again: () => next?.() }
}

const host = '10.0.0.6:8080'

describe('a page whose server is silent', () => {
  it('asks the address the house has signed, and names it only once it has taken over', async () => {
    let promoted = false
    const { other, asked, again } = page((nonce) =>
      promoted ? said({ epoch: 2, host, nonce, others: [] }) : null,
    )
    other.hear(said())
    expect(asked).toEqual([])
    const stop = other.seek()
    await vi.waitFor(() => expect(asked).toEqual([`${standby}/api/machines`]))
    expect(other.now()).toEqual({ others: [standby], serving: null })
    promoted = true
    await vi.waitFor(() => {
      again()
      expect(other.now().serving).toBe(standby)
    })
    stop()
    expect(other.now().serving).toBeNull()
  })

  it('keeps the address over a reload', async () => {
    const keep = memoryKeep()
    page(() => null, keep).other.hear(said())
    const { other } = page((nonce) => said({ epoch: 2, host, nonce }), keep)
    expect(other.now().others).toEqual([standby])
    other.seek()
    await vi.waitFor(() => expect(other.now().serving).toBe(standby))
  })

  it('forgets it when the house says that no standby is set', () => {
    const keep = memoryKeep()
    const { other } = page(() => null, keep)
    other.hear(said())
    other.hear(null)
    expect(other.now().others).toEqual([])
    expect(keep.read(machinesKey)).toBeNull()
  })

  it.each<[string, (nonce: string) => Machines | string | null]>([
    ['the same epoch', (nonce) => said({ epoch: 1, host, nonce })],
    ['an older answer', () => said({ epoch: 2, host, nonce: 'ab'.repeat(16) })],
    ['the answer of another address', (nonce) => said({ epoch: 2, host: '10.0.0.9:8080', nonce })],
    ['another key', (nonce) => said({ epoch: 2, host, nonce }, stranger)],
    [
      'another house',
      (nonce) => said({ key: base64url(ed25519.getPublicKey(stranger)), epoch: 2, host, nonce }, stranger),
    ],
    ['a page of something else', () => '<html>'],
    ['a standby that serves nobody yet', () => '{"ok":false,"standby":true}'],
  ])('takes no machine for it on %s', async (_what, answer) => {
    const { other, asked, again } = page(answer)
    other.hear(said())
    other.seek()
    await vi.waitFor(() => {
      again()
      expect(asked.length).toBeGreaterThan(1)
    })
    expect(other.now().serving).toBeNull()
  })

  it('asks nobody on the word of a stranger', () => {
    const { other, asked } = page(() => null)
    other.hear(said({}, stranger))
    other.hear({ ...said(), others: ['http://10.6.6.6'] })
    expect(other.now().others).toEqual([])
    const planted = memoryKeep()
    planted.write(machinesKey, JSON.stringify(said({}, stranger)))
    expect(page(() => null, planted).other.now().others).toEqual([])
    other.seek()
    expect(asked).toEqual([])
  })
})
