/** The shell's keeping behind the client's own faces: what is refused there is never kept in the clear here. */
import { describe, expect, it } from 'vitest'
import type { BridgeDevice, BridgeOutbox, BridgeShelf, OutboxEntry } from '../../bridge.ts'
import type { Posted } from './outbox.ts'
import { shellCopy, shellKeys, shellOutbox, ShellRefused } from './shell.ts'

const refusal = { refused: 'shell.noKeystore' } as const

function outbox(): BridgeOutbox {
  const held = new Map<string, OutboxEntry>()
  return {
    put: (entry) => {
      held.set(entry.id, entry)
      return Promise.resolve(null)
    },
    all: () => Promise.resolve([...held.values()]),
    remove: (id) => {
      held.delete(id)
      return Promise.resolve(null)
    },
  }
}

const posted: Posted = {
  id: 'a1',
  session: 'ky-hop',
  person: 'db001',
  ballot: 'b',
  round: 1,
  choice: 'yes',
  clientSeq: 3,
  at: '2026-12-09T01:00:00.000Z',
  proof: null,
  state: 'sending',
  receipt: null,
  refusal: null,
}

describe('the shell', () => {
  it('keeps votes as they are and gives them back', async () => {
    const store = shellOutbox({ outbox: outbox() })
    await store.put(posted)
    await store.put({ ...posted, state: 'recorded' })
    expect(await store.all()).toEqual([{ ...posted, state: 'recorded' }])
    await store.remove('a1')
    expect(await store.all()).toEqual([])
  })
  it('says so when it cannot keep a vote', async () => {
    const store = shellOutbox({ outbox: { ...outbox(), put: () => Promise.resolve(refusal) } })
    await expect(store.put(posted)).rejects.toThrow(ShellRefused)
  })
  it('gives no piece that its shelf refuses, and keeps none', async () => {
    const refused = () => Promise.resolve(refusal)
    const shelf: BridgeShelf = {
      piece: refused,
      keep: refused,
      held: refused,
      writeNote: refused,
      notes: refused,
      drop: refused,
      used: refused,
      wipe: refused,
    }
    const copy = shellCopy({ shelf })
    expect(await copy.piece('a', 0)).toBeNull()
    await expect(copy.keep('a', 0, new Uint8Array(1))).rejects.toThrow(ShellRefused)
    await expect(copy.used()).rejects.toThrow(ShellRefused)
  })
  it('signs votes and enrolments, nothing else', async () => {
    const asked: [string, string][] = []
    const device: BridgeDevice = {
      key: () => Promise.resolve({ keyId: 'k', publicKey: 'P' }),
      sign: (purpose, text) => {
        asked.push([purpose, text])
        return Promise.resolve({ keyId: 'k', signature: 'S' })
      },
    }
    const key = await shellKeys({ device })('db001')
    expect(await key?.sign('nghi-truong-cast/v1\nky-hop\nb')).toBe('S')
    expect(asked).toEqual([['nghi-truong-cast/v1', 'ky-hop\nb']])
    await expect(key?.sign('something/v1\nx')).rejects.toThrow(ShellRefused)
    const none = shellKeys({ device: { ...device, key: () => Promise.resolve(refusal) } })
    expect(await none('db001')).toBeNull()
  })
})
