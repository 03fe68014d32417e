/**
 * Files that many want at once, kept whole in shared buffers: everybody in the hall opens the same document within
 * seconds (design/realtime.md 3: 0.88 of sendfile against 0.19 with the default streams).
 * What must stay true: memory is bounded; a file is loaded once however many ask; files are immutable, so nothing grows
 * stale.
 */
import type { FileStore } from '../store/ports.ts'

export interface HotFiles {
  /** The whole file when it is or may now be kept in memory; undefined: read it from the store. */
  get(sha256: string, size: number): Promise<Buffer | undefined>
  forget(sha256: string): void
}

export function createHotFiles(files: FileStore, budget = 256 * 1024 * 1024): HotFiles {
  const kept = new Map<string, Promise<Buffer>>()
  const sizes = new Map<string, number>()
  /** Asked for once; the second time it is worth keeping. */
  const seen = new Set<string>()
  let used = 0

  function drop(sha256: string): void {
    if (!kept.delete(sha256)) return
    used -= sizes.get(sha256) ?? 0
    sizes.delete(sha256)
  }

  async function load(sha256: string, size: number): Promise<Buffer> {
    const whole = Buffer.allocUnsafeSlow(size)
    let at = 0
    for await (const piece of files.read(sha256, 0, size)) {
      whole.set(piece, at)
      at += piece.length
    }
    return whole
  }

  return {
    async get(sha256, size) {
      const known = kept.get(sha256)
      if (known) {
        // Least recently used goes first: the order of the map is the order of use.
        kept.delete(sha256)
        kept.set(sha256, known)
        return known
      }
      if (size > budget / 2) return undefined
      if (!seen.has(sha256)) {
        seen.add(sha256)
        if (seen.size > 10_000) seen.clear()
        return undefined
      }
      for (const oldest of kept.keys()) {
        if (used + size <= budget) break
        drop(oldest)
      }
      const loading = load(sha256, size)
      kept.set(sha256, loading)
      sizes.set(sha256, size)
      used += size
      loading.catch(() => drop(sha256))
      return loading
    },
    forget: drop,
  }
}
