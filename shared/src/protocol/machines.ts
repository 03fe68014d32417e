/**
 * What devices are told of the two machines of a house, and by what they accept the one that has taken over.
 * What must stay true: only the house's own key speaks of its machines; a machine is turned to only when it proves, to a
 * question made for it, that it holds that key and serves in a higher epoch than this device has heard of; the address it
 * was asked under is in the proof, so that nobody can pass on another machine's.
 *
 * The standby holds the same key (it has a copy of everything), but answers nothing until somebody promotes it.
 */
import { z } from 'zod'
import { publicKey, signature } from '../domain/devices.ts'

/** Scheme, host and port of a machine, as a browser writes it. */
const origin = z
  .string()
  .max(300)
  .regex(/^https?:\/\/(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?$/)

/** 128 bits, hexadecimal. */
export const nonce = z.string().regex(/^[0-9a-f]{32}$/)

export const machines = z.object({
  /** The house's Ed25519 key, base64url; its beginning names the house in `X-Epoch`. */
  key: publicKey,
  epoch: z.int().min(1),
  /** The host and port that were asked; empty where nobody asked (live socket). */
  host: z.string().max(300),
  /** As asked; empty as above. */
  nonce: nonce.or(z.literal('')),
  /** Where the standby will be reached once it serves, likeliest first. */
  others: z.array(origin).max(8),
  signature,
})
export type Machines = z.infer<typeof machines>

/** What is signed. Each line is one field; none can hold a line feed. */
export const machinesText = ({
  key,
  epoch,
  host,
  nonce: asked,
  others,
}: Omit<Machines, 'signature'>): string =>
  ['nghi-truong-machines/v1', key, String(epoch), host, asked, ...others].join('\n')

/** How the second machine stands to this one, for the desk. Absent: none is set. */
export const lamps = ['following', 'starting', 'late', 'gone', 'ahead', 'alone'] as const
export type Lamp = (typeof lamps)[number]

/** Ed25519 (RFC 8032): public key and signature in base64url, the text in UTF-8. */
export type VerifyText = (key: string, text: string, signature: string) => boolean

/** What a device knows: the first 22 characters (132 bits) of the house's key, and the highest epoch it has heard of. */
export interface KnownHouse {
  readonly house: string
  readonly epoch: number
}

/** `X-Epoch`, read; null for anything else. */
export function readEpoch(text: string | null | undefined): KnownHouse | null {
  const found = /^([A-Za-z0-9_-]{1,64})\.(\d{1,9})$/.exec(text ?? '')
  return found?.[1] === undefined ? null : { house: found[1], epoch: Number(found[2]) }
}

/** The name under which `X-Epoch` says a house. */
export const houseName = (key: string): string => key.slice(0, 22)

/** Whether the house itself says this. */
export const saidBy = (verify: VerifyText, { house }: Pick<KnownHouse, 'house'>, said: Machines): boolean =>
  houseName(said.key) === house && verify(said.key, machinesText(said), said.signature)

/** Whether what answered has taken over from the machine this device knows. */
export const takesOver = (
  verify: VerifyText,
  known: KnownHouse,
  asked: { readonly host: string; readonly nonce: string },
  said: Machines,
): boolean =>
  said.nonce === asked.nonce &&
  said.host === asked.host &&
  said.epoch > known.epoch &&
  saidBy(verify, known, said)
