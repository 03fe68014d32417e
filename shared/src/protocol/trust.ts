/**
 * What the server tells of a trust bundle: every certificate and list in it, so that a person can compare.
 * What must stay true: it describes; to put a bundle in force is the command `house.importTrust`, nothing else.
 */
import { z } from 'zod'
import { sha256Hex } from '../domain/text.ts'

export const trustedCertificate = z.object({
  /** Common name, else the whole name (RFC 4514). */
  subject: z.string(),
  organisation: z.string().nullable(),
  issuer: z.string(),
  /** UTC. */
  notBefore: z.string(),
  notAfter: z.string(),
  key: z.string(),
  /** Of the DER. */
  sha256: sha256Hex,
  roles: z.array(z.enum(['signer', 'timestamp'])),
  /** Pinned; otherwise only a link between a signer and a pinned certificate. */
  anchor: z.boolean(),
  /** The known value it equals, by name; offered for comparison, never trust. */
  known: z.string().nullable(),
  /** It bears this known name, but with another SHA-256. */
  namesake: z.string().nullable(),
})

export const trustedList = z.object({
  issuer: z.string(),
  thisUpdate: z.string(),
  nextUpdate: z.string().nullable(),
  /** Revoked certificates on it. */
  entries: z.int(),
  /** Signed by a certificate of the bundle; a list that is not is never asked. */
  usable: z.boolean(),
})

export const trustDescription = z.object({
  /** Of the file: its name. */
  sha256: sha256Hex,
  issue: z.int(),
  /** YYYY-MM-DD. */
  date: z.string(),
  /** SHA-256 of the key (SubjectPublicKeyInfo) that signed it. */
  signedBy: sha256Hex,
  /** Put together and signed by this server itself. */
  madeHere: z.boolean(),
  certificates: z.array(trustedCertificate),
  crls: z.array(trustedList),
  /** Number of OCSP answers. */
  ocsps: z.int(),
})
export type TrustDescription = z.infer<typeof trustDescription>

/** What putting it in force would change. */
export const trustChanges = z.object({
  /** Issue in force. */
  from: z.int(),
  added: z.array(trustedCertificate),
  removed: z.array(trustedCertificate),
  /** In both, but with another role or pinned otherwise. */
  altered: z.array(trustedCertificate),
  lists: z.array(
    z.object({ issuer: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  /** Signed by another key than the one in force; false where this server put one of them together. */
  otherSigner: z.boolean(),
})
export type TrustChanges = z.infer<typeof trustChanges>

export const trustUploaded = z.object({
  bundle: trustDescription,
  /** Null where none is in force. */
  changes: trustChanges.nullable(),
  /** It is the one in force. */
  inForce: z.boolean(),
})

export const trustNow = z.object({
  bundle: trustDescription.nullable(),
  importedAt: z.string().nullable(),
  /** The house names a bundle whose file is not here, or not in order: nothing is trusted until it is imported again. */
  missing: z.boolean(),
  /** Files still to be examined again under it. */
  pending: z.int(),
})
