/**
 * The least a server needs to know of a file, without any PDF library: for tests of the other parts.
 * What must stay true: it never says anything good of a signature; what is no whole PDF is refused.
 */
import { refuse } from '@nghi-truong/shared/domain/refusal'
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import type { Documents } from '../http/ports.ts'
import type { FileStore, FindingStore } from '../store/ports.ts'

const topic = 'facts'

async function textOf(files: FileStore, sha256: string, size: number): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of files.read(sha256, 0, size)) pieces.push(piece)
  return Buffer.concat(pieces).toString('latin1')
}

export async function plainDocuments(files: FileStore, findings: FindingStore): Promise<Documents> {
  const known = new Map((await findings.every(topic)) as ReadonlyMap<string, FileFacts>)
  const examine: Documents['examine'] = async (sha256) => {
    const size = (await files.info(sha256))?.size ?? 0
    const text = await textOf(files, sha256, size)
    if (!text.slice(0, 1024).includes('%PDF-')) return refuse('file.notPdf')
    if (!text.slice(-2048).includes('%%EOF')) return refuse('file.truncated')
    if (/\/Encrypt\s/.test(text)) return refuse('file.encrypted')
    const facts: FileFacts = {
      sha256,
      size,
      pages: text.match(/\/Type\s*\/Page(?![a-zA-Z])/g)?.length ?? 1,
      hasText: false,
      signature: {
        colour: 'none',
        code: 'unchecked',
        count: 0,
        signers: [],
        checkedAt: '2026-12-01T00:00:00.000Z',
        bundle: null,
      },
    }
    await findings.set(sha256, topic, facts)
    known.set(sha256, facts)
    return facts
  }
  return {
    examine,
    examineAgain: examine,
    factsOf: (sha256) => known.get(sha256),
    report: async () => undefined,
    search: async (documents) => ({ hits: [], pending: documents.length }),
    close: async () => {},
  }
}
