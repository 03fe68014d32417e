/**
 * The trust bundle at the door: in for the administrator, out for everybody signed in.
 * What must stay true: uploading puts nothing in force; what goes out is the file the house log names, byte for byte.
 */
import { notFound } from './answers.ts'
import { sent, type Handlers } from './handler.ts'
import type { TrustDesk } from './ports.ts'
import { hasTag } from './range.ts'
import { roomIn } from './room-in.ts'
import { wholeBody } from './whole-body.ts'

/** Bytes of the largest bundle: lists of a large authority have some megabytes. */
const largest = 64 * 1024 * 1024

export function trustHandlers(trust: TrustDesk): Pick<Handlers, 'putTrust' | 'trust' | 'trustBundle'> {
  return {
    async putTrust({ request }) {
      const bytes = await wholeBody(request, largest)
      return bytes instanceof Uint8Array ? trust.upload(bytes) : bytes
    },
    trust: () => trust.now(),
    async trustBundle({ request, response }) {
      const found = await trust.file()
      if (!found) return notFound
      const tag = `"${found.sha256}"`
      response.set({
        'Content-Type': 'application/json',
        'Content-Disposition': `attachment; filename="${found.sha256}.json"`,
        ETag: tag,
        'Cache-Control': 'private, no-cache',
      })
      if (hasTag(request.headers['if-none-match'], tag)) {
        response.status(304).end()
        return sent
      }
      response.set('Content-Length', String(found.size))
      if (request.method !== 'HEAD')
        for await (const piece of trust.files.read(found.sha256, 0, found.size)) {
          if (!response.write(piece)) await roomIn(response)
          if (response.destroyed) return sent
        }
      response.end()
      return sent
    },
  }
}
