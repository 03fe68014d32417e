/**
 * Opens the app without a network: the built pages and their parts, kept by hash.
 * What must stay true: nothing of `/api` is ever touched or kept; one shell is served whole, never parts of two; a new
 * shell waits until somebody says so; the page goes out under the server's own strict policy, with a fresh nonce.
 */

import type { Shell } from './shell-files.ts'

interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface AskEvent extends LifeEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

/** What this file uses of the worker's global scope. */
interface Scope {
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: AskEvent) => void): void
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void
}

const scope = self as unknown as Scope
/** Filled in when the app is built. */
const shell = JSON.parse('"__NGHI_TRUONG_SHELL__"') as Shell
const prefix = 'nghi-truong-shell-'
const shellName = prefix + shell.version
const page = new URL('./', scope.location.href).href
const addressOf = (path: string): string => new URL(path, page).href

async function keep(cache: Cache, path: string): Promise<void> {
  const address = addressOf(path)
  // Named by the hash of its content: what an older shell has under that name is the same.
  const known = await caches.match(address)
  const answer = known ?? (await fetch(address, { cache: 'no-cache', credentials: 'same-origin' }))
  if (!answer.ok) throw new Error(`${path}: status ${answer.status}`)
  await cache.put(address, answer)
}

async function install(): Promise<void> {
  const cache = await caches.open(shellName)
  // The page is not named by its content, so never taken from an older shell.
  const fresh = await fetch(page, { cache: 'no-store', credentials: 'same-origin' })
  if (!fresh.ok) throw new Error(`the page: status ${fresh.status}`)
  await cache.put(page, fresh)
  for (const path of shell.core) await keep(cache, path)
  // A decoder that could not be had now is fetched when a document needs it.
  for (const path of shell.rest) await keep(cache, path).catch(() => undefined)
}

/** The shell before this one stays for windows still open on it. */
async function tidy(): Promise<void> {
  const old = (await caches.keys()).filter((one) => one.startsWith(prefix) && one !== shellName)
  for (const one of old.slice(0, -1)) await caches.delete(one)
  await scope.clients.claim()
}

async function freshPage(request: Request): Promise<Response> {
  const kept = await (await caches.open(shellName)).match(page)
  if (!kept) return fetch(request)
  const headers = new Headers(kept.headers)
  const policy = headers.get('content-security-policy') ?? ''
  const old = /'nonce-([^']+)'/.exec(policy)?.[1]
  const text = await kept.text()
  headers.delete('content-length')
  if (old === undefined) return new Response(text, { headers })
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
  headers.set('content-security-policy', policy.replaceAll(old, nonce))
  return new Response(text.replaceAll(old, nonce), { headers })
}

const part = async (request: Request): Promise<Response> =>
  (await (await caches.open(shellName)).match(request.url)) ??
  (await caches.match(request.url)) ??
  fetch(request)

scope.addEventListener('install', (event) => event.waitUntil(install()))
scope.addEventListener('activate', (event) => event.waitUntil(tidy()))
scope.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void scope.skipWaiting()
})
scope.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return
  const path = url.pathname.slice(new URL(page).pathname.length - 1)
  if (path.startsWith('/api')) return
  if (path === '/' || path === '/index.html') event.respondWith(freshPage(request))
  else if (shell.core.includes(path.slice(1)) || path.startsWith('/assets/')) event.respondWith(part(request))
})
