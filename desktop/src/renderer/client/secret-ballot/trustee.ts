/**
 * A committee member at his device: takes part in the ceremony by itself once he has taken his key, keeps the key sealed,
 * and gives it back for an opening only under his PIN.
 * What must stay true: the open seed lives in this window's memory during the ceremony and never longer; what was made is
 * on the disk before it is sent; a fault is reported with the member it points to; a device that has lost its key says so.
 */
import type { SecretKeys } from '@nghi-truong/shared/domain/secret-records'
import type { State } from '@nghi-truong/shared/domain/state'
import type { Send } from '../send.ts'
import type { View } from '../view.ts'
import type { CeremonyPlace, CeremonySeen, Made, Step } from './ceremony.ts'
import type { Share } from './opening-box.ts'
import type { SealedSeed } from './seal-seed.ts'
import type { Vault } from './vault.ts'
import type { Workshop } from './workshop.ts'

/** What lies in the vault for one ceremony; `made` is null where the seed was typed in from the envelope. */
export interface KeptKey {
  readonly sealed: SealedSeed
  readonly made: Made | null
}

export type TrusteeState =
  /** No ceremony, or this person holds no key in it. */
  | { readonly kind: 'none' }
  /** [Nhận chìa khóa] */
  | { readonly kind: 'take'; readonly place: CeremonyPlace }
  /** The ceremony runs, but this window was opened anew: the PIN again. */
  | { readonly kind: 'unlock'; readonly place: CeremonyPlace }
  | { readonly kind: 'working'; readonly place: CeremonyPlace }
  | { readonly kind: 'compare'; readonly place: CeremonyPlace; readonly code: string }
  /** He said the codes are the same; the others are still comparing. */
  | { readonly kind: 'confirmed'; readonly place: CeremonyPlace; readonly code: string }
  | { readonly kind: 'ready'; readonly place: CeremonyPlace; readonly code: string }
  /** The keys are in force and this device does not hold his. */
  | { readonly kind: 'elsewhere'; readonly place: CeremonyPlace }
  | { readonly kind: 'failed'; readonly place: CeremonyPlace; readonly keys: SecretKeys }

export interface Trustee {
  readonly now: () => TrusteeState
  readonly subscribe: (listener: () => void) => () => void
  /** Makes the key and begins. */
  readonly take: (pin: string) => Promise<void>
  /** @returns false where the PIN is wrong */
  readonly unlock: (pin: string) => Promise<boolean>
  readonly confirm: (same: boolean) => Promise<void>
  /** The seed for the envelope; null when the PIN is wrong. */
  readonly seedFor: (pin: string) => Promise<string | null>
  /** From the envelope, on another device. @returns false where it is not this member's key */
  readonly restore: (seed: string, pin: string) => Promise<boolean>
  /** For one opening; null when the PIN is wrong. */
  readonly share: (pin: string) => Promise<Share | null>
  readonly stop: () => void
}

/** Where this person sits, or null. */
export function placeOf(keys: SecretKeys | undefined, person: string): CeremonyPlace | null {
  const at = keys?.members.indexOf(person) ?? -1
  if (!keys || at < 0) return null
  return { number: keys.number, size: keys.members.length, threshold: keys.threshold, index: at + 1 }
}

/** The bulletin as it lies in the records: a list counts once everybody's message is in it. */
export function seenOf(records: State, keys: SecretKeys, place: CeremonyPlace): CeremonySeen {
  const list = (step: 'certificate' | 'polynomial' | 'key'): string[] | null => {
    const texts = keys.members.map(
      (member) => records.one('secretKeyMessage', `${keys.number}-${step}-${member}`)?.text,
    )
    return texts.every((text) => text !== undefined) ? texts : null
  }
  const trustees = records.one('secretTrustees', 'secretTrustees')
  return {
    ...place,
    certs: list('certificate'),
    polynomials: list('polynomial'),
    outputs: list('key'),
    trustees: trustees?.number === keys.number ? trustees.text : null,
  }
}

export interface TrusteeParts {
  readonly view: View
  readonly send: Send
  readonly vault: Vault
  readonly workshop: Pick<Workshop, 'run'>
}

export function createTrustee({ view, send, vault, workshop }: TrusteeParts): Trustee {
  const listeners = new Set<() => void>()
  let state: TrusteeState = { kind: 'none' }
  /** Open only while a ceremony runs. */
  let open: { readonly number: number; readonly seed: string } | null = null
  let kept: { readonly number: number; readonly key: KeptKey | null } | null = null
  let said: number | null = null
  let busy = false
  let again = false
  /** The last step and what it followed from: the same facts need no second look. */
  let last: { readonly key: string; readonly step: Step } | null = null

  const set = (next: TrusteeState): void => {
    state = next
    for (const listener of listeners) listener()
  }
  const me = (): string => view.now().you.person
  const keyOf = (number: number): string => `trustee/${view.session}/${me()}/${number}`
  const ceremony = (): { keys: SecretKeys; place: CeremonyPlace } | null => {
    const keys = view.now().records.one('secretKeys', 'secretKeys')
    const place = placeOf(keys, me())
    return keys && place ? { keys, place } : null
  }
  const load = async (number: number): Promise<KeptKey | null> => {
    if (kept?.number !== number) kept = { number, key: (await vault.read<KeptKey>(keyOf(number))) ?? null }
    return kept.key
  }
  const keep = async (number: number, key: KeptKey): Promise<void> => {
    if (!vault.lasting) throw new Error('nothing lasting can be kept here')
    await vault.write(keyOf(number), key)
    kept = { number, key }
  }
  const opened = async (number: number, pin: string): Promise<string | null> => {
    const key = await load(number)
    return key ? workshop.run('openSeed', { sealed: key.sealed, pin }) : null
  }

  async function post(keys: SecretKeys, step: Extract<Step, { do: 'send' }>): Promise<void> {
    const mine = view.now().records.one('secretKeyMessage', `${keys.number}-${step.what}-${me()}`)
    // Refused as already sent, or not reached: the next change of the records shows which.
    if (!mine) await send('secretKeys.post', { number: keys.number, step: step.what, text: step.text })
  }

  async function stepFor(seed: string, made: Made, seen: CeremonySeen): Promise<Step> {
    const facts = [made.certs, made.polynomial, made.output, seen.certs, seen.polynomials, seen.outputs]
    const key = [made.number, ...facts.map((one) => one !== null), seen.trustees !== null].join()
    if (last?.key !== key) last = { key, step: await workshop.run('nextStep', { seed, made, seen }) }
    return last.step
  }

  async function work(): Promise<void> {
    const found = ceremony()
    if (!found) {
      open = null
      return set({ kind: 'none' })
    }
    const { keys, place } = found
    const key = await load(keys.number)
    if (keys.state === 'failed') {
      open = null
      return set({ kind: 'failed', place, keys })
    }
    if (keys.state === 'ready') {
      open = null
      return set(key ? { kind: 'ready', place, code: keys.code ?? '' } : { kind: 'elsewhere', place })
    }
    if (!key?.made) return set({ kind: keys.state === 'certificate' ? 'take' : 'elsewhere', place })
    if (open?.number !== keys.number) return set({ kind: 'unlock', place })
    const seen = seenOf(view.now().records, keys, place)
    const step = await stepFor(open.seed, key.made, seen)
    if (step.do === 'send') {
      if (step.made !== key.made) await keep(keys.number, { ...key, made: step.made })
      set({ kind: 'working', place })
      await post(keys, step)
    } else if (step.do === 'refuse') {
      set({ kind: 'working', place })
      if (said === keys.number) return
      said = keys.number
      const member = keys.members[step.fault.member - 1] ?? null
      await send('secretKeys.blame', { number: keys.number, member, reason: step.fault.refused })
    } else if (step.do === 'compare') {
      // What the server shows beside the text must be the code of that text.
      const kind = keys.done.includes(me()) && keys.state === 'confirming' ? 'confirmed' : 'compare'
      set({ kind, place, code: step.code })
    } else set({ kind: 'working', place })
  }

  /** One look at a time; what changed meanwhile is looked at afterwards. */
  async function look(): Promise<void> {
    again = true
    if (busy) return
    busy = true
    try {
      while (again) {
        again = false
        await work()
      }
    } finally {
      busy = false
    }
  }
  const looked = (): void => {
    if (view.now().seq >= 0) void look().catch(() => undefined)
  }
  const stop = view.subscribe(looked)
  looked()

  return {
    now: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async take(pin) {
      const found = ceremony()
      if (found?.keys.state !== 'certificate') return
      const { place } = found
      const { seed, made } = await workshop.run('begin', { place })
      const sealed = await workshop.run('sealSeed', { seed, pin })
      await keep(place.number, { sealed, made })
      open = { number: place.number, seed }
      await look()
    },
    async unlock(pin) {
      const found = ceremony()
      const seed = found ? await opened(found.place.number, pin) : null
      if (!found || seed === null) return false
      open = { number: found.place.number, seed }
      await look()
      return true
    },
    async confirm(same) {
      const found = ceremony()
      if (found) await send('secretKeys.confirm', { number: found.place.number, same })
    },
    async seedFor(pin) {
      const found = ceremony()
      return found ? opened(found.place.number, pin) : null
    },
    async restore(seed, pin) {
      const found = ceremony()
      const cert = view
        .now()
        .records.one('secretKeyMessage', `${found?.place.number ?? 0}-certificate-${me()}`)
      if (!found || !cert || !(await workshop.run('ownsCert', { seed, cert: cert.text }))) return false
      await keep(found.place.number, { sealed: await workshop.run('sealSeed', { seed, pin }), made: null })
      await look()
      return true
    },
    async share(pin) {
      const found = ceremony()
      if (!found) return null
      const seed = await opened(found.place.number, pin)
      const message = view.now().records.one('secretKeyMessage', `${found.place.number}-key-${me()}`)
      if (seed === null || !message) return null
      return { seed, privateKey: (JSON.parse(message.text) as { private_key: string }).private_key }
    },
    stop() {
      open = null
      stop()
    },
  }
}
