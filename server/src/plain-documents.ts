/**
 * The least a server needs to know of a file, without any PDF library: stands in where no examiner is given (tests of the
 * other parts).
 * What must stay true: it never says anything good of a signature; what is no whole PDF is refused.
 */
import { readFile } from 'node:fs/promises'
import { refuse } from '@nghi-truong/shared/domain/refusal'
import type { Documents } from './http/ports.ts'

export function plainDocuments(now: () => string): Documents {
  return {
    async examine(sha256, path) {
      const bytes = await readFile(path)
      const text = bytes.toString('latin1')
      if (!text.slice(0, 1024).includes('%PDF-')) return refuse('file.notPdf')
      if (!text.slice(-2048).includes('%%EOF')) return refuse('file.truncated')
      if (/\/Encrypt\s/.test(text)) return refuse('file.encrypted')
      const pages = text.match(/\/Type\s*\/Page(?![a-zA-Z])/g)?.length ?? 1
      return {
        sha256,
        size: bytes.length,
        pages,
        hasText: false,
        signature: {
          colour: 'none',
          code: 'unchecked',
          count: 0,
          signers: [],
          checkedAt: now(),
          bundle: null,
        },
      }
    },
    report: async () => undefined,
    search: async (documents) => ({ hits: [], pending: documents.length }),
    close: async () => {},
  }
}
