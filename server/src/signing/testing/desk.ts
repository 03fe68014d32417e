/**
 * A desk in memory with one paper issued, and hands to sign it: for the tests of signing.
 * What must stay true: judging is the real one; only the store is left out.
 */
import type { SignaturePlan } from '@nghi-truong/shared/signature/sign/prepare'
import type { TimestampAuthority } from '@nghi-truong/shared/signature/sign/sign'
import { nodeCrypto } from '../../signature/node-crypto.ts'
import { signPdf } from '../../signature/sign.ts'
import { signerOf, testNow, type Party } from '../../signature/test-pki.ts'
import type { Accepted } from '../accept.ts'
import { benchHere } from '../bench-here.ts'
import { openIssuedBook } from '../book.ts'
import { createSigningDesk, type DeskRefusal } from '../desk.ts'
import type { Parties } from './parties.ts'

export const log = 'ky-hop'

export interface Paper {
  readonly sha256: string
  readonly bytes: Uint8Array
}

export function must<T>(answer: T | string): T {
  if (typeof answer === 'string') throw new Error(answer)
  return answer
}

export async function testDesk(who: Parties) {
  const desk = createSigningDesk({
    book: await openIssuedBook(),
    bench: benchHere(async () => ({ crypto: nodeCrypto, now: testNow, bundle: who.bundle })),
    now: () => new Date(testNow).toISOString(),
    keep: async () => undefined,
  })
  return {
    ...desk,
    async issuePaper(bytes: Uint8Array): Promise<Paper> {
      const record = must(await desk.issue({ log, paper: 'resultSheet', bytes, places: [] }))
      return { sha256: record.sha256, bytes }
    },
    async sign(
      paper: Paper,
      plan: SignaturePlan,
      party: Party,
      authority?: TimestampAuthority,
    ): Promise<(Accepted & Paper) | DeskRefusal> {
      const bytes = must(await signPdf(paper.bytes, plan, signerOf(party, who.authority), authority))
      const taken = await desk.receive(log, paper.sha256, bytes)
      return typeof taken === 'string' ? taken : { ...taken, bytes }
    },
  }
}

export type TestDesk = Awaited<ReturnType<typeof testDesk>>
