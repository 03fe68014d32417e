/** Hashes a file off the page's thread: in goes the file, out come shares of progress, then the SHA-256. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

const piece = 4 * 1024 * 1024

async function hash(file: Blob): Promise<void> {
  // `crypto.subtle` is missing on plain http, and would need the whole file in memory at once.
  const running = sha256.create()
  for (let at = 0; at < file.size; at += piece) {
    running.update(new Uint8Array(await file.slice(at, at + piece).arrayBuffer()))
    postMessage({ share: Math.min(1, (at + piece) / file.size) })
  }
  postMessage({ sha256: bytesToHex(running.digest()) })
}

addEventListener('message', (event: MessageEvent<Blob>) => {
  void hash(event.data)
})
