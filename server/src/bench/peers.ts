/**
 * Other room servers to be measured beside ours: @y/websocket-server and Hocuspocus, exact versions.
 * What must stay true: they are no dependency of the product; `npm run bench` fetches them into a folder of its own the
 * first time and says NOT RUN where it cannot (in the hall there is no network).
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export type Peer = '@y/websocket-server' | 'Hocuspocus'
export const peers: readonly Peer[] = ['@y/websocket-server', 'Hocuspocus']

const packages: Readonly<Record<Peer, readonly string[]>> = {
  // Later pre-releases of its protocols ask for a package that has no release.
  '@y/websocket-server': ['@y/websocket-server@0.1.5', '@y/protocols@1.0.6-1', 'yjs@14.0.0-16'],
  Hocuspocus: ['@hocuspocus/server@4.7.0', 'yjs@13.6.33', 'y-protocols@1.0.7'],
}
const entry: Readonly<Record<Peer, string>> = {
  '@y/websocket-server': '@y/websocket-server/src/utils.js',
  Hocuspocus: '@hocuspocus/server/dist/hocuspocus-server.esm.js',
}

const cache = fileURLToPath(new URL('../../../.cache/bench-peers', import.meta.url))
const folderOf = (peer: Peer): string => join(cache, peer.replaceAll(/[^a-z]/gi, '-'))
const entryOf = (peer: Peer): string => join(folderOf(peer), 'node_modules', entry[peer])

/** @returns why it cannot be measured, or undefined */
export function fetchPeer(peer: Peer): string | undefined {
  if (existsSync(entryOf(peer))) return undefined
  const folder = folderOf(peer)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n')
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps', '--no-package-lock']
  try {
    execFileSync('npm', ['install', ...options, ...packages[peer]], { cwd: folder, stdio: 'pipe' })
  } catch (error) {
    return `NOT RUN: could not be fetched (${String(error).split('\n')[0]})`
  }
  return existsSync(entryOf(peer)) ? undefined : 'NOT RUN: its package has another layout'
}

/** The package's exports. Only after `fetchPeer`. */
export const loadPeer = async <T>(peer: Peer): Promise<T> =>
  (await import(pathToFileURL(entryOf(peer)).href)) as T
