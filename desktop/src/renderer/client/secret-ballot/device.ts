/**
 * All that this device is for secret ballots, put together once for a window when the first one is met.
 * What must stay true: nothing here is loaded before a secret ballot exists; ballots that waited are sent again as soon as
 * their person is signed in.
 */
import type { Http } from '../http.ts'
import type { SignIn } from '../session.ts'
import { boxDoor, genuine, type BoxDoor } from './box.ts'
import { createCasting, type Casting } from './casting.ts'
import { shellVault } from './shell-vault.ts'
import { databaseVault, memoryVault, vaultLedger, type Vault } from './vault.ts'
import type { BoxWatch } from './watching-box.ts'
import { createWorkshop, type Workshop } from './workshop.ts'

export interface SecretDevice {
  readonly vault: Vault
  readonly workshop: Workshop
  readonly door: BoxDoor
  readonly casting: Casting
  /** Remembers a head this device has seen. */
  readonly noteHead: (uuid: string, head: string) => Promise<void>
  readonly heads: (uuid: string) => Promise<readonly string[]>
  /** Boxes this device looks into, by uuid. */
  readonly watches: Map<string, BoxWatch>
}

/** A ledger under the name of whoever is signed in at this moment: two people may hold keys on one device. */
const ledgerOf = (vault: Vault, person: () => string) => ({
  find: (uuid: string) => vaultLedger(vault, person()).find(uuid),
  promise: (uuid: string, head: string) => vaultLedger(vault, person()).promise(uuid, head),
  keep: (uuid: string, decryption: string) => vaultLedger(vault, person()).keep(uuid, decryption),
})

/** In the shell the sealed outbox; a shell without a keystore keeps nothing. */
async function openVault(): Promise<Vault> {
  const shell = window.nghiTruong
  if (shell) return shellVault(shell)
  // A browser that forbids storage still votes; what it holds would be gone after a reload.
  return databaseVault().catch(() => memoryVault(false))
}

export async function createSecretDevice({
  http,
  signIn,
}: {
  readonly http: Http
  readonly signIn: SignIn
}): Promise<SecretDevice> {
  const vault = await openVault()
  const person = (): string => {
    const state = signIn.now()
    return state.kind === 'signedIn' ? state.me.person : ''
  }
  const door = boxDoor(http)
  const casting = createCasting({
    vault,
    put: door.put,
    genuine,
    epoch: () => {
      const number = Number(http.epoch()?.split('.')[1])
      return Number.isSafeInteger(number) ? number : null
    },
  })
  const follow = (): void => {
    const who = person()
    void casting.setPerson(who === '' ? null : who).catch(() => undefined)
  }
  signIn.subscribe(follow)
  follow()
  const seen = new Map<string, Set<string>>()
  const headsOf = async (uuid: string): Promise<Set<string>> => {
    const known = seen.get(uuid) ?? new Set(await vault.read<string[]>(`heads/${uuid}`))
    seen.set(uuid, known)
    return known
  }
  return {
    vault,
    workshop: createWorkshop(ledgerOf(vault, person)),
    door,
    casting,
    async noteHead(uuid, head) {
      const known = await headsOf(uuid)
      if (known.has(head)) return
      known.add(head)
      await vault.write(`heads/${uuid}`, [...known])
    },
    heads: async (uuid) => [...(await headsOf(uuid))],
    watches: new Map(),
  }
}
