/**
 * The meeting of a new device and an old one: both show six digits, the person compares and confirms on both.
 * What must stay true: nothing is handed over before the person said on the old device that the digits are the same; the
 * new device takes keys only from the device whose digits were confirmed on it.
 */
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { toBase64url } from '@nghi-truong/shared/private-layer/bytes'
import { commitment, comparison } from '@nghi-truong/shared/private-layer/pairing'
import type { Pairing } from '@nghi-truong/shared/protocol/private-notes'
import type { Http } from '../http.ts'
import type { Keyring, KeyringOutcome } from './keyring.ts'
import { randomBytes } from './layer-key.ts'

interface Parts {
  readonly http: Pick<Http, 'call'>
  readonly person: string
  readonly keyring: Keyring
}

/** The digits; `gone` when the other end gave up or is not who it was; null while it has not spoken. */
export type Seen = { readonly digits: string } | 'gone' | null

const nonce = (): string => toBase64url(randomBytes(32))

export interface FreshMeeting {
  /** Called every second: the digits once both have spoken; 'gone' when the other end gave up. */
  readonly look: () => Promise<Seen>
  /** The person says that the digits are the same. */
  readonly confirm: () => Promise<KeyringOutcome>
  readonly stop: () => void
}

/** On the new device. @throws Unreachable */
export async function askToBeLetIn(
  { http, person, keyring }: Parts,
  deviceName: string,
): Promise<FreshMeeting | null> {
  const fresh = await keyring.self()
  const freshNonce = nonce()
  const made = await http.call('meet', {
    body: { name: deviceName, commitment: commitment({ person, fresh, freshNonce }) },
  })
  if (isRefusal(made)) return null
  const { id } = made
  let old: Pairing['old'] = null
  return {
    async look() {
      if (!old) {
        const answer = await http.call('meetings')
        if (isRefusal(answer)) return null
        const here = answer.meetings.find((one) => one.id === id)
        if (!here) return 'gone'
        if (!here.old) return null
        old = here.old
        const signing = await keyring.signing()
        const said = await http.call('meetingStep', {
          params: { id },
          body: { step: 'fresh', key: fresh, nonce: freshNonce, signing },
        })
        if (isRefusal(said)) return 'gone'
      }
      return { digits: comparison({ person, fresh, freshNonce, old: old.key, oldNonce: old.nonce }) }
    },
    confirm: async () => (old ? keyring.trust(old.key) : null),
    stop() {
      // If the server is not reached the meeting ends by itself within minutes.
      http.call('meetingStep', { params: { id }, body: { step: 'end' } }).catch(() => undefined)
    },
  }
}

export interface OldMeeting {
  readonly name: string
  /** Called every second, as on the other end. */
  readonly look: () => Promise<Seen>
  readonly confirm: () => Promise<KeyringOutcome>
  readonly stop: () => void
}

/** On the old device. */
export function receive({ http, person, keyring }: Parts, meeting: Pairing): OldMeeting {
  const { id, name } = meeting
  const oldNonce = nonce()
  let fresh: Pairing['fresh'] = null
  let said = false
  const end = (): void => {
    http.call('meetingStep', { params: { id }, body: { step: 'end' } }).catch(() => undefined)
  }
  return {
    name,
    async look() {
      const old = await keyring.self()
      if (!said) {
        const answer = await http.call('meetingStep', {
          params: { id },
          body: { step: 'old', key: old, nonce: oldNonce },
        })
        if (isRefusal(answer)) return 'gone'
        said = true
      }
      if (!fresh) {
        const answer = await http.call('meetings')
        if (isRefusal(answer)) return null
        const here = answer.meetings.find((one) => one.id === id)
        if (!here) return 'gone'
        if (!here.fresh) return null
        const { key, nonce: freshNonce } = here.fresh
        // Not what it was bound to: somebody sits between.
        if (commitment({ person, fresh: key, freshNonce }) !== meeting.commitment) return 'gone'
        fresh = here.fresh
      }
      return { digits: comparison({ person, fresh: fresh.key, freshNonce: fresh.nonce, old, oldNonce }) }
    },
    async confirm() {
      if (!fresh) return null
      return keyring.letIn({ key: fresh.key, name, at: new Date().toISOString() })
    },
    stop: end,
  }
}
