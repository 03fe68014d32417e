/**
 * The page's own files under `app://nghi-truong/`, and the policy they run under.
 * What must stay true: only files inside the renderer's folder, of known kinds, are served (containment by
 * `path.relative`); everything else is 404; the page can fetch these files (decoders and fonts of the PDF view) and
 * nothing else; only the PDF worker compiles WebAssembly; the nonce for styles is fresh at every serving.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, isAbsolute, relative, resolve } from 'node:path'
import { host, scheme } from './guard.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.pfb': 'application/octet-stream',
  '.bcmap': 'application/octet-stream',
  '.icc': 'application/octet-stream',
  '.wasm': 'application/wasm',
}

const policy = (parts: Readonly<Record<string, string>>): string =>
  Object.entries(parts)
    .map(([name, value]) => `${name} ${value}`.trim())
    .join('; ')

/** Policy of the page. Connections: files of this scheme only, everything else goes over the bridge. */
export const pagePolicy = (nonce: string): string =>
  policy({
    'default-src': "'none'",
    'script-src': "'self'",
    'worker-src': "'self'",
    'style-src': `'self' 'nonce-${nonce}'`,
    'img-src': "'self' blob: data:",
    'font-src': "'self' data:",
    'connect-src': "'self'",
    'frame-src': "'none'",
    'frame-ancestors': "'none'",
    'manifest-src': "'none'",
    'media-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'object-src': "'none'",
  })

/** A worker runs under the policy it is served with: the PDF worker compiles decoders it is handed and connects to nothing. */
export const workerPolicy = policy({
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'connect-src': "'none'",
})

/** Any other file: as a worker it may load its own parts; as a document it may do nothing. */
export const filePolicy = policy({ 'default-src': "'none'", 'script-src': "'self'" })

const isPdfWorker = (path: string): boolean => /(?:^|[/\\])pdf[^/\\]*worker[^/\\]*\.m?js$/i.test(path)

const common = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), payment=(), display-capture=()',
} as const

export interface Served {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer> | null
}

const absent: Served = { status: 404, headers: common, body: null }

/** Where index.html wants the nonce; the meeting server fills in the same. */
const placeholder = /__(?:CSP_)?NONCE__/g

export interface FilesParts {
  /** Folder of the built renderer. */
  readonly folder: string
  readonly read?: (path: string) => Promise<Uint8Array>
  readonly nonce?: () => string
}

/** Where a request's file lies, or null when it asks for anything but a file of ours. */
export function pathOf(folder: string, address: string): string | null {
  const url = URL.parse(address)
  if (!url || url.protocol !== `${scheme}:` || url.host !== host || url.username || url.password) return null
  let name: string
  try {
    name = decodeURIComponent(url.pathname)
  } catch {
    // Broken escapes name no file.
    return null
  }
  if (/[\0\\:]/.test(name)) return null
  const inside = relative(folder, resolve(folder, `.${name === '/' ? '/index.html' : name}`))
  if (inside === '' || isAbsolute(inside) || inside.split(/[/\\]/)[0] === '..') return null
  return resolve(folder, inside)
}

export function createFiles({
  folder,
  read = readFile,
  nonce = () => randomBytes(18).toString('base64'),
}: FilesParts): (request: { readonly url: string; readonly method: string }) => Promise<Served> {
  return async ({ url, method }) => {
    const path = pathOf(folder, url)
    const type = path === null ? undefined : types[extname(path).toLowerCase()]
    if (path === null || type === undefined || (method !== 'GET' && method !== 'HEAD')) return absent
    let bytes: Uint8Array<ArrayBuffer>
    try {
      bytes = new Uint8Array(await read(path))
    } catch {
      // Missing, a folder, or unreadable: for the page all the same.
      return absent
    }
    const headers: Record<string, string> = { ...common, 'content-type': type, 'cache-control': 'no-store' }
    if (type.startsWith('text/html')) {
      const fresh = nonce()
      headers['content-security-policy'] = pagePolicy(fresh)
      bytes = new TextEncoder().encode(new TextDecoder().decode(bytes).replaceAll(placeholder, fresh))
    } else headers['content-security-policy'] = isPdfWorker(path) ? workerPolicy : filePolicy
    return { status: 200, headers, body: method === 'HEAD' ? null : bytes }
  }
}
