/**
 * The vault in the shell: entries of its fsynced outbox, each sealed under the key in the operating system's keystore.
 * What must stay true: a write has reached the disk when its promise resolves; what the shell refuses is not kept
 * elsewhere in the clear; an entry's id says nothing of what is in it.
 */
import { hexDigest } from '@nghi-truong/shared/secret-ballot/digest'
import type { NghiTruongBridge } from '../../../bridge.ts'
import type { Vault } from './vault.ts'

/** Entries of the vault among those of the votes. */
export const vaultPrefix = 'vault-'

const idOf = (key: string): string => vaultPrefix + hexDigest(key).slice(0, 40)

/** Bytes do not survive JSON by themselves. */
const pack = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    one instanceof Uint8Array ? { '\u0000bytes': Array.from(one) } : one,
  )

const unpack = (text: string): unknown =>
  JSON.parse(text, (_, one: unknown) =>
    typeof one === 'object' && one !== null && '\u0000bytes' in one
      ? Uint8Array.from(one['\u0000bytes'] as number[])
      : one,
  )

interface Entry {
  readonly key: string
  readonly value: unknown
}

export async function shellVault({ outbox }: Pick<NghiTruongBridge, 'outbox'>): Promise<Vault> {
  const all = await outbox.all()
  if ('refused' in all) throw new Error(all.refused)
  const held = new Map<string, unknown>()
  for (const { id, text } of all) {
    if (!id.startsWith(vaultPrefix)) continue
    const { key, value } = unpack(text) as Entry
    held.set(key, value)
  }
  const write = async (key: string, value: unknown): Promise<void> => {
    const refused = await outbox.put({ id: idOf(key), text: pack({ key, value }) })
    if (refused) throw new Error(refused.refused)
    held.set(key, value)
  }
  return {
    lasting: true,
    read: <T>(key: string) => Promise.resolve(held.get(key) as T | undefined),
    write,
    async settle<T>(key: string, value: T) {
      if (!held.has(key)) await write(key, value)
      return held.get(key) as T
    },
    async remove(key) {
      const refused = await outbox.remove(idOf(key))
      if (refused) throw new Error(refused.refused)
      held.delete(key)
    },
    keys: (prefix) => Promise.resolve([...held.keys()].filter((key) => key.startsWith(prefix)).sort()),
  }
}
