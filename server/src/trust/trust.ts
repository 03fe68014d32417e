/**
 * The trust bundles of this server: files named by their SHA-256, and the one in force.
 * What must stay true: what is uploaded is stored and described and nothing more; in force is what the house log says; a
 * file that is missing or not in order trusts nobody, and that is said; an upload nobody confirmed does not outlast a
 * restart.
 */
import { createHash, type KeyObject } from 'node:crypto'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import { isRefusal, refuse, type Refusal, type RefusalCode } from '@nghi-truong/shared/domain/refusal'
import {
  readBundle,
  type BundleContent,
  type BundleRefusal,
  type TrustBundle,
} from '@nghi-truong/shared/signature/trust/bundle'
import type { AnswerOf } from '@nghi-truong/shared/protocol/routes'
import type { Look } from '../engine/ports.ts'
import type { TrustDesk } from '../http/ports.ts'
import { nodeCrypto } from '../signature/node-crypto.ts'
import { derBlocks } from '../signature/trust-folder.ts'
import type { FileStore } from '../store/ports.ts'
import { publicOf, signBundle, withLists } from './content.ts'
import { changesOf, describe } from './describe.ts'

export interface TrustParts {
  /** Of bundles alone. */
  readonly files: FileStore
  readonly look: Pick<Look, 'state' | 'entries'>
  /** Ed25519: signs what is put together here. */
  readonly key: KeyObject
  /** UTC, ISO 8601. */
  readonly now: () => string
  /** Files still to be examined again. */
  readonly pending: () => number
}

export interface Trust extends TrustDesk {
  /** Uploads a content made here. */
  make(content: BundleContent): Promise<AnswerOf<'putTrust'> | Refusal>
  /** Issue number of an uploaded bundle, for the command that puts it in force. */
  issueOf(sha256: string): number | undefined
  /** Forgets what was uploaded and never confirmed. */
  tidy(): Promise<void>
}

const refusalFor: Readonly<Record<BundleRefusal, RefusalCode>> = {
  'bundle.form': 'trust.form',
  'bundle.signature': 'trust.signature',
  'bundle.certificate': 'trust.certificate',
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** `{` after blanks: a bundle. Everything else is tried as lists. */
const looksLikeJson = (bytes: Uint8Array): boolean =>
  /^\s*\{/.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1'))

export function createTrust({ files, look, key, now, pending }: TrustParts): Trust {
  const own = hashOf(publicOf(key))
  const uploaded = new Map<string, number>()
  /** The bundle in force, read once. */
  let read: { readonly name: string; readonly bundle: TrustBundle | undefined } | undefined

  const record = async () => (await look.state(houseLog))?.one('trustBundle', 'trust')

  async function load(name: string): Promise<TrustBundle | undefined> {
    const info = await files.info(name)
    if (!info) return undefined
    const pieces: Uint8Array[] = []
    for await (const piece of files.read(name, 0, info.size)) pieces.push(piece)
    const bytes = new Uint8Array(Buffer.concat(pieces))
    if (hashOf(bytes) !== name) return undefined
    const bundle = await readBundle(bytes, nodeCrypto)
    return typeof bundle === 'string' ? undefined : bundle
  }

  async function inForce(): Promise<TrustBundle | undefined> {
    const name = (await record())?.file
    if (name === undefined) return undefined
    if (read?.name !== name) read = { name, bundle: await load(name) }
    // A file that was not there may have been put back.
    if (!read.bundle) read = { name, bundle: await load(name) }
    return read.bundle
  }

  async function keep(bytes: Uint8Array): Promise<AnswerOf<'putTrust'> | Refusal> {
    const bundle = await readBundle(bytes, nodeCrypto)
    if (typeof bundle === 'string') return refuse(refusalFor[bundle])
    const old = await record()
    const same = old?.file === bundle.sha256
    if (old && !same && old.issue >= bundle.issue) return refuse('trust.older', { issue: old.issue })
    if (!(await load(bundle.sha256))) {
      await files.remove(bundle.sha256)
      await files.put(bundle.sha256, bytes.length, once(bytes))
    }
    uploaded.set(bundle.sha256, bundle.issue)
    const current = await inForce()
    const described = await describe(bundle, own)
    return {
      bundle: described,
      changes: current ? changesOf(await describe(current, own), described) : null,
      inForce: same,
    }
  }

  return {
    files,
    async upload(bytes) {
      if (looksLikeJson(bytes)) return keep(bytes)
      const current = await inForce()
      if (!current) return refuse('trust.none')
      const content = await withLists(current, derBlocks(bytes), now().slice(0, 10))
      return isRefusal(content) ? content : keep(signBundle(content, key))
    },
    make: (content) => keep(signBundle(content, key)),
    async now() {
      const found = await record()
      const bundle = await inForce()
      return {
        bundle: bundle ? await describe(bundle, own) : null,
        importedAt: found?.importedAt ?? null,
        missing: found !== undefined && bundle === undefined,
        pending: pending(),
      }
    },
    async file() {
      const bundle = await inForce()
      const info = bundle && (await files.info(bundle.sha256))
      return bundle && info ? { sha256: bundle.sha256, size: info.size } : undefined
    },
    issueOf: (sha256) => uploaded.get(sha256),
    async tidy() {
      const confirmed = new Set<unknown>()
      for await (const { header, payload } of look.entries(houseLog))
        if (header.type === 'house.trustImported') confirmed.add((payload.data as { file?: unknown }).file)
      for (const name of await files.list())
        if (!confirmed.has(name) && !uploaded.has(name)) await files.remove(name)
    },
  }
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
