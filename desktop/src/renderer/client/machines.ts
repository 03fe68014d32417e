/**
 * The machine that may take over: where it is, as the house signed it, and whether it has taken over.
 * What must stay true: an address counts only with the house's signature, and "has taken over" only with the proof of
 * `shared/protocol/machines`; nothing is asked anywhere else while the server answers; the page never leaves by itself:
 * on another address the browser has none of what this page keeps, so the person decides. (The shell switches by itself,
 * in its main process.)
 */
import {
  machines as shape,
  saidBy,
  takesOver,
  readEpoch,
  type Machines,
  type VerifyText,
} from '@nghi-truong/shared/protocol/machines'
import { ed25519 } from '@noble/curves/ed25519.js'
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react'
import type { Transport } from './bridge.ts'
import { freshId, type Keep } from './keep.ts'

export interface Elsewhere {
  /** Addresses of the standby, likeliest first; none when none is set, or when the shell looks after it. */
  readonly others: readonly string[]
  /** The one that has taken over, with its proof. */
  readonly serving: string | null
}

export interface OtherMachine {
  readonly now: () => Elsewhere
  readonly subscribe: (listener: () => void) => () => void
  /** What the server says on the live socket. */
  readonly hear: (where: Machines | null) => void
  /** The server is silent: asks the other machine again and again. @returns how to stop */
  readonly seek: () => () => void
}

export interface OtherMachineParts {
  /** Absent where the page may not ask elsewhere. */
  readonly elsewhere: Transport['elsewhere']
  readonly keep: Keep
  /** `house.epoch` as far as this device has heard. */
  readonly epoch: () => string | null
  readonly verify?: VerifyText
  readonly fresh?: () => string
  readonly wait?: (ms: number, then: () => void) => () => void
}

export const machinesKey = 'nt.machines'
const everyMs = 3000

const bytesOf = (base64url: string): Uint8Array =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))

const portableVerify: VerifyText = (key, text, signature) => {
  try {
    return ed25519.verify(bytesOf(signature), new TextEncoder().encode(text), bytesOf(key))
  } catch {
    // Not a point of the curve: no key of anybody.
    return false
  }
}

const later = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

function parse(text: string | null): Machines | null {
  try {
    const read = shape.safeParse(JSON.parse(text ?? 'null'))
    return read.success ? read.data : null
  } catch {
    // Not JSON: somebody else's answer.
    return null
  }
}

export function createOtherMachine({
  elsewhere,
  keep,
  epoch,
  verify = portableVerify,
  fresh = freshId,
  wait = later,
}: OtherMachineParts): OtherMachine {
  const listeners = new Set<() => void>()
  const set = (next: Elsewhere): void => {
    state = next
    for (const listener of listeners) listener()
  }
  const known = () => readEpoch(epoch())

  function kept(): readonly string[] {
    const house = known()
    const said = parse(keep.read(machinesKey))
    return elsewhere && house && said && saidBy(verify, house, said) ? said.others : []
  }
  let state: Elsewhere = { others: kept(), serving: null }

  async function ask(origin: string): Promise<boolean> {
    const house = known()
    if (!elsewhere || !house) return false
    const nonce = fresh()
    const text = await elsewhere(origin, `/api/machines?nonce=${nonce}`).catch(() => null)
    const said = parse(text)
    return said !== null && takesOver(verify, house, { host: new URL(origin).host, nonce }, said)
  }

  return {
    now: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    hear(where) {
      const house = known()
      if (!elsewhere || !house || (where && !saidBy(verify, house, where))) return
      keep.write(machinesKey, where && JSON.stringify(where))
      set({ others: where?.others ?? [], serving: null })
    },
    seek() {
      let stopped = false
      let cancel: (() => void) | undefined
      const look = async (): Promise<void> => {
        const found = await Promise.all(state.others.map(async (one) => ((await ask(one)) ? one : null)))
        if (stopped) return
        const serving = found.find((one) => one !== null) ?? null
        if (serving !== state.serving) set({ ...state, serving })
        cancel = wait(everyMs, () => void look())
      }
      if (state.others.length > 0) void look()
      return () => {
        stopped = true
        cancel?.()
        if (state.serving !== null) set({ ...state, serving: null })
      }
    },
  }
}

export const OtherMachineContext = createContext<OtherMachine | null>(null)

/** Looks for the other machine while `silent`; null where none is known. */
export function useOtherMachine(silent: boolean): Elsewhere | null {
  const other = useContext(OtherMachineContext)
  if (!other) throw new Error('no client around this part')
  const state = useSyncExternalStore(other.subscribe, other.now)
  const some = state.others.length > 0
  useEffect(() => (silent && some ? other.seek() : undefined), [other, silent, some])
  return some ? state : null
}
