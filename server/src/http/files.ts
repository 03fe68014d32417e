/**
 * Bytes by hash, in and out.
 * What must stay true: a file out of the caller's sight is as if it did not exist, range or not; what comes in is kept
 * only when its bytes hash to its name and the examiner takes it; a cancelled upload leaves nothing.
 */
import { setImmediate } from 'node:timers/promises'
import type { Request, Response } from 'express'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import type { Look } from '../engine/ports.ts'
import { StorageFull, type FileStore } from '../store/ports.ts'
import { notFound } from './answers.ts'
import { sent, type Asked, type Handlers } from './handler.ts'
import { documentPolicy } from './headers.ts'
import type { HotFiles } from './hot-files.ts'
import { isLocalAddress } from './local-address.ts'
import type { Documents } from './ports.ts'
import { hasTag, parseRange } from './range.ts'
import { roomIn } from './room-in.ts'

const pieceBytes = 256 * 1024

export interface FileRoutes {
  readonly look: Look
  readonly files: FileStore
  readonly hot: HotFiles
  readonly documents: Documents
  /** Largest file in bytes. */
  readonly limit: number
}

type Names = 'putFile' | 'getFile' | 'fileSignature'

export function fileHandlers(parts: FileRoutes): Pick<Handlers, Names> {
  const { look, files, documents } = parts
  /** Two uploads of one file at once are one upload after the other. */
  const uploads = new Map<string, Promise<unknown>>()

  async function inTurn<T>(sha256: string, work: () => Promise<T>): Promise<T> {
    const before = uploads.get(sha256) ?? Promise.resolve()
    const mine = before.then(work, work)
    const settled = mine.catch(() => undefined)
    uploads.set(sha256, settled)
    try {
      return await mine
    } finally {
      if (uploads.get(sha256) === settled) uploads.delete(sha256)
    }
  }

  async function receive(sha256: string, size: number, request: Request): Promise<FileFacts | Refusal> {
    const abort = new AbortController()
    const cancel = () => abort.abort(new Error('the client went away'))
    request.once('aborted', cancel)
    try {
      const stored = await files.put(sha256, size, request as AsyncIterable<Uint8Array>, abort.signal)
      if (stored === 'mismatch') return refuse('file.hashMismatch')
    } catch (error) {
      if (error instanceof StorageFull) return refuse('server.storageFull')
      if (abort.signal.aborted || request.destroyed) return refuse('file.cancelled')
      throw error
    } finally {
      request.off('aborted', cancel)
    }
    const found = await documents.examine(sha256)
    if (isRefusal(found)) await files.remove(sha256)
    return found
  }

  return {
    async putFile({ params, query, login, request }) {
      const sha256 = params['sha256'] ?? ''
      const viewer = await look.viewer(query.session, login.person)
      if (!viewer) return refuse('session.notSeen')
      if (!viewer.roles.includes('secretariat')) return refuse('command.notAllowed')
      const size = Number(request.headers['content-length'] ?? 'x')
      if (!Number.isSafeInteger(size)) return refuse('request.malformed')
      if (size === 0) return refuse('file.empty')
      if (size > parts.limit) return refuse('file.tooLarge', { limit: Math.floor(parts.limit / 1024 / 1024) })
      return inTurn(sha256, async () => {
        const old = documents.factsOf(sha256)
        const known = old !== undefined && (await files.info(sha256)) !== undefined
        const found = known ? old : await receive(sha256, size, request)
        if (isRefusal(found)) return found
        return { ...found, signature: { ...found.signature }, known }
      })
    },
    async getFile(asked) {
      const sha256 = asked.params['sha256'] ?? ''
      const reading = await look.fileReading(asked.login.person, sha256)
      if (reading === 'none') return notFound
      if (reading === 'away') return refuse('document.hallOnly')
      // Nobody is in the hall from the Internet.
      if (reading === 'hallOnly' && !isLocalAddress(asked.address)) return refuse('document.hallOnly')
      const info = await files.info(sha256)
      if (!info) return notFound
      await send(parts, asked, sha256, info.size, reading === 'hallOnly')
      return sent
    },
    async fileSignature({ params, login }) {
      const sha256 = params['sha256'] ?? ''
      if (!(await look.mayReadFile(login.person, sha256))) return notFound
      return (await documents.report(sha256)) ?? notFound
    },
  }
}

async function send(
  { files, hot }: FileRoutes,
  { request, response }: Asked<'getFile'>,
  sha256: string,
  size: number,
  keepNothing: boolean,
): Promise<void> {
  const tag = `"${sha256}"`
  response.set({
    'Content-Type': 'application/pdf',
    'Content-Disposition': `attachment; filename="${sha256}.pdf"`,
    'Content-Security-Policy': documentPolicy,
    'Accept-Ranges': 'bytes',
    ETag: tag,
    // Kept by the browser of this person, but asked again each time: the right to read may be gone.
    'Cache-Control': keepNothing ? 'no-store' : 'private, no-cache',
  })
  if (hasTag(request.headers['if-none-match'], tag)) {
    response.status(304).end()
    return
  }
  const ifRange = request.headers['if-range']
  // If-Range wants the strong comparison (RFC 9110, 13.1.5); dates are never ours.
  const range = ifRange === undefined || ifRange === tag ? parseRange(request.headers.range, size) : 'whole'
  if (range === 'unsatisfiable') {
    response.status(416).set('Content-Range', `bytes */${size}`).end()
    return
  }
  const { start, end } = range === 'whole' ? { start: 0, end: size } : range
  if (range !== 'whole') response.status(206).set('Content-Range', `bytes ${start}-${end - 1}/${size}`)
  response.set('Content-Length', String(end - start))
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  const whole = await hot.get(sha256, size)
  if (whole) {
    await inPieces(response, whole.subarray(start, end))
    return
  }
  for await (const piece of files.read(sha256, start, end)) {
    if (!response.write(piece)) await roomIn(response)
    if (response.destroyed) return
  }
  response.end()
}

/**
 * One long write would fill the socket's whole buffer in one go; two hundred of them at once keep a vote waiting for a
 * tenth of a second and more. After each piece everybody else has a turn.
 */
async function inPieces(response: Response, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    if (response.destroyed) return
    if (!response.write(bytes.subarray(at, at + pieceBytes))) await roomIn(response)
    await setImmediate()
  }
  response.end()
}
