// The vault in the shell: what is kept comes back after a restart, bytes as bytes, and a refusal is no silence.
import { describe, expect, it } from 'vitest'
import type { BridgeOutbox, OutboxEntry } from '../../../bridge.ts'
import { shellVault, vaultPrefix } from './shell-vault.ts'

function outbox(held = new Map<string, OutboxEntry>()): BridgeOutbox {
  return {
    put(entry) {
      held.set(entry.id, entry)
      return Promise.resolve(null)
    },
    all: () => Promise.resolve([...held.values()]),
    remove(id) {
      held.delete(id)
      return Promise.resolve(null)
    },
  }
}

describe('the vault in the shell', () => {
  it('keeps values over a restart, beside the votes', async () => {
    const held = new Map([['vote', { id: 'vote', text: '{"person":"an"}' }]])
    const first = await shellVault({ outbox: outbox(held) })
    await first.write('secret/an', new Uint8Array([1, 2, 255]))
    await first.write('ledger/an/u', { head: 'h', decryption: undefined })
    const second = await shellVault({ outbox: outbox(held) })
    expect(await second.read('secret/an')).toEqual(new Uint8Array([1, 2, 255]))
    expect(await second.keys('ledger/')).toEqual(['ledger/an/u'])
    expect(await second.settle('ledger/an/u', { head: 'other' })).toEqual({ head: 'h' })
    await second.remove('secret/an')
    expect(await (await shellVault({ outbox: outbox(held) })).read('secret/an')).toBeUndefined()
    expect(held.has('vote')).toBe(true)
  })
  it('says nothing in its ids', async () => {
    const held = new Map<string, OutboxEntry>()
    const vault = await shellVault({ outbox: outbox(held) })
    await vault.write('cast/an/uuid', 'x')
    const [id = ''] = held.keys()
    expect(id).toMatch(/^vault-[0-9a-f]{40}$/)
    expect(id.startsWith(vaultPrefix)).toBe(true)
  })
  it('a refusal is an error, and nothing is taken as kept', async () => {
    const refusal = { refused: 'shell.noKeystore' } as const
    const vault = await shellVault({ outbox: { ...outbox(), put: () => Promise.resolve(refusal) } })
    await expect(vault.write('a', 1)).rejects.toThrow('shell.noKeystore')
    expect(await vault.read('a')).toBeUndefined()
    await expect(
      shellVault({ outbox: { ...outbox(), all: () => Promise.resolve(refusal) } }),
    ).rejects.toThrow('shell.noKeystore')
  })
})
