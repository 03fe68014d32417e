/**
 * "Ký nơi khác rồi tải lên": always available. The paper waits until somebody brings back bytes or gives up.
 * What must stay true: one wait for each paper; bytes brought for a paper nobody waits for go nowhere.
 */
import type { Offered, Signer, SigningRefusal } from './signer.ts'

export interface UploadSigner extends Signer {
  /** @returns false when nobody waits for that paper */
  deliver(issued: string, bytes: Uint8Array): boolean
  /** Hashes of the papers that wait. */
  waiting(): readonly string[]
}

export function createUploadSigner(): UploadSigner {
  const waits = new Map<string, (answer: Offered | SigningRefusal) => void>()
  return {
    way: 'upload',
    sign: ({ sha256 }, _plan, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve('signing.cancelled')
        // A second wish for the same paper takes the place of the first.
        waits.get(sha256)?.('signing.cancelled')
        const settle = (answer: Offered | SigningRefusal): void => {
          if (waits.get(sha256) === settle) waits.delete(sha256)
          signal?.removeEventListener('abort', cancel)
          resolve(answer)
        }
        const cancel = (): void => settle('signing.cancelled')
        signal?.addEventListener('abort', cancel, { once: true })
        waits.set(sha256, settle)
      }),
    deliver(issued, bytes) {
      const settle = waits.get(issued)
      settle?.({ bytes, timestamped: false })
      return settle !== undefined
    },
    waiting: () => [...waits.keys()],
  }
}
