/**
 * The dear arithmetic that is not a ballot: certificates, shares, partial decryptions, the count. Plain texts in, plain
 * data out, so that it can run in a thread of its own.
 * What must stay true: nothing here knows a key; every text that came from outside is checked before it is used.
 */
import { auditor } from '@nghi-truong/shared/secret-ballot/audit'
import {
  assembleParty,
  isCeremonyFault,
  publicKeyOf,
  readCerts,
  routePolynomials,
  trusteesText,
} from '@nghi-truong/shared/secret-ballot/ceremony'
import { hexDigest } from '@nghi-truong/shared/secret-ballot/digest'
import { readElection, type Election } from '@nghi-truong/shared/secret-ballot/election'
import type { Flaw } from '@nghi-truong/shared/secret-ballot/findings'
import type { Tally } from '@nghi-truong/shared/secret-ballot/tally'
import { readTrustees, type Trustees } from '@nghi-truong/shared/secret-ballot/trustees'
import { groups } from '@nghi-truong/shared/secret-ballot/verify-archive'
import { wasmArithmetic } from '../secret-ballot/montgomery.ts'

export interface Ceremony {
  readonly threshold: number
  /** In the order of the members' places; the later ones may be empty while they are not asked for. */
  readonly certificates: readonly string[]
  readonly polynomials: readonly string[]
  readonly keys: readonly string[]
}

export interface Blame {
  /** From 1; 0: nobody in particular. */
  readonly member: number
  readonly reason: string
}

export interface Closed {
  readonly election: string
  readonly trustees: string
  /** As in the record. */
  readonly tally: string
  readonly ballots: number
}

export interface Given {
  readonly owner: number
  readonly text: string
}

export type HeavyJob =
  | { readonly do: 'certificates' | 'polynomials' | 'assemble'; readonly ceremony: Ceremony }
  | { readonly do: 'decryption'; readonly closed: Closed; readonly given: Given }
  | { readonly do: 'count'; readonly closed: Closed; readonly given: readonly Given[] }

export type HeavyAnswer =
  | { readonly blame: Blame }
  | { readonly good: true }
  | { readonly trustees: string; readonly publicKey: string }
  | { readonly flaws: readonly Flaw[] }
  | { readonly counts: readonly (readonly number[])[] }

const groupOf = groups(wasmArithmetic)
const options = { superset: true }

function ceremonyStep(step: 'certificates' | 'polynomials' | 'assemble', given: Ceremony): HeavyAnswer {
  const group = groupOf('BELENIOS-2048')
  const blame = (fault: { refused: string; member: number }): HeavyAnswer => ({
    blame: { member: fault.member, reason: fault.refused },
  })
  const party = readCerts(group, given.certificates, given.threshold, options)
  if (isCeremonyFault(party)) return blame(party)
  if (step === 'certificates') return { good: true }
  if (step === 'polynomials') {
    const routed = routePolynomials(group, party, given.polynomials, options)
    return 'refused' in routed ? blame(routed) : { good: true }
  }
  const made = assembleParty(group, party, given.polynomials, given.keys, options)
  if ('refused' in made) return blame(made)
  return { trustees: trusteesText(made.party), publicKey: publicKeyOf(group, made.party) }
}

function opened(closed: Closed): {
  election: Election
  trustees: Trustees
  audit: ReturnType<typeof auditor>
} {
  const { election } = readElection(closed.election, 'council', groupOf)
  const trustees = election && readTrustees(closed.trustees, election, 'council').trustees
  if (!election || !trustees) throw new Error('the texts of the setup cannot be read')
  const tally = (JSON.parse(closed.tally) as { alpha: string; beta: string }[][]).map((pairs) =>
    pairs.map(({ alpha, beta }) => ({ alpha: BigInt(alpha), beta: BigInt(beta) })),
  ) satisfies Tally
  const counted = { tally, ballots: closed.ballots, weight: BigInt(closed.ballots) }
  return { election, trustees, audit: auditor(election, trustees, counted) }
}

function check(audit: ReturnType<typeof auditor>, { owner, text }: Given): readonly Flaw[] {
  const hash = hexDigest(text)
  const naming = JSON.stringify({ owner, payload: hash })
  return audit.partialDecryption({ text, hash }, { text: naming, hash: hexDigest(naming) })
}

export function doHeavy(job: HeavyJob): HeavyAnswer {
  switch (job.do) {
    case 'decryption': {
      const { audit } = opened(job.closed)
      return { flaws: check(audit, job.given) }
    }
    case 'count': {
      const { audit } = opened(job.closed)
      for (const given of job.given) {
        const flaws = check(audit, given)
        if (flaws.length > 0) return { flaws }
      }
      const counts = audit.computed()
      if (!counts) return { flaws: [] }
      return {
        counts: counts.map((row) => row.map((one) => (typeof one === 'number' ? one : Number(one)))),
      }
    }
    default:
      return ceremonyStep(job.do, job.ceremony)
  }
}
