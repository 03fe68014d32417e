// C20 and the trustee's rule: every reason not to decrypt, one by one.
import { describe, expect, it, vi } from 'vitest'
import { decryptPartially, openEnvelope } from './decrypt.ts'
import { checkRoll, rollHash, rollMessage } from './roll.ts'
import type { RollEntry, RollFacts } from './roll.ts'
import { sampleQuestions, sampleRecord, seededRandom } from './sample.ts'
import { putTogether, takeApart } from './tamper.ts'
import { decryptByRule, refuseDecryption } from './trustee-rule.ts'
import type { DecryptFacts, LedgerEntry, TrusteeLedger } from './trustee-rule.ts'
import { archiveVerifier, groups } from './verify-archive.ts'

vi.setConfig({ testTimeout: 60_000 })

const groupOf = groups()
const group = groupOf('BELENIOS-2048')
const sample = sampleRecord({ label: 'roll', group, questions: sampleQuestions.yesNo, voters: 6, ballots: 5 })
const { steps, timestamp } = takeApart(sample.bytes)

function verifyPrefix(count: number, heads: string[] = []) {
  const verifier = archiveVerifier({ profile: 'council', groupOf, knownHeads: heads })
  verifier.push(putTogether(steps.slice(0, count), timestamp))
  verifier.finish()
  return { verdict: verifier.verdict(), record: verifier.record }
}

const tallied = verifyPrefix(8)

describe('roll', () => {
  const signature = (delegate: string, message: string): string => `${delegate} signs ${message}`
  const roll: RollEntry[] = sample.secrets.map((secret, i) => {
    const credential = group.powerOfG(secret).toString()
    const delegate = `delegate-${i}`
    return {
      delegate,
      credential,
      signature: signature(delegate, rollMessage(sample.election.uuid, credential)),
      salt: `${i}`,
    }
  })
  const facts: RollFacts = {
    uuid: sample.election.uuid,
    roll,
    credentialsText: steps[0]?.texts[2] ?? '',
    present: 6,
    anchored: { rollHash: rollHash(roll), setupHead: 'h' },
    setupHead: 'h',
    verify: (delegate, message, given) => given === signature(delegate, message),
  }
  const withChange = (change: Partial<RollFacts>): string[] => {
    const changed = { ...facts, ...change }
    return checkRoll({
      ...changed,
      anchored: change.anchored ?? { ...facts.anchored, rollHash: rollHash(changed.roll) },
    }).map(({ check, detail }) => `${check} ${detail}`)
  }
  const [first, second] = roll
  if (first === undefined || second === undefined) throw new Error('no roll')

  it('a good roll', () => expect(checkRoll(facts)).toEqual([]))
  it('another count', () =>
    expect(withChange({ present: 5 })).toEqual(['C20 6 entries, 5 delegates present']))
  it('an extra key on the list', () =>
    expect(withChange({ credentialsText: facts.credentialsText.replace(']', ',"4"]') })).toEqual([
      'C20 the keys are not the credentials of the record',
    ]))
  it('a key missing', () =>
    expect(withChange({ roll: roll.slice(1), present: 5 })).toEqual([
      'C20 the keys are not the credentials of the record',
    ]))
  it('a signature of another device', () =>
    expect(withChange({ roll: [{ ...first, signature: second.signature }, ...roll.slice(1)] })).toEqual([
      'C20 entry 1: signature',
    ]))
  it('a delegate twice', () =>
    expect(
      withChange({ roll: [first, { ...second, delegate: first.delegate }, ...roll.slice(2)] }),
    ).toContain('C20 a delegate stands twice'))
  it('anchors', () => {
    expect(withChange({ anchored: { rollHash: 'x', setupHead: 'h' } })).toEqual(['C20 hash of the roll'])
    expect(withChange({ setupHead: 'other' })).toEqual(['C20 head of the setup'])
  })
})

describe("the trustee's rule", () => {
  const { verdict } = tallied
  const facts: DecryptFacts = {
    verdict,
    announced: { uuid: sample.election.uuid, fingerprint: sample.election.fingerprint, casts: 5 },
    minimum: 5,
    rollFlaws: [],
    ledgerHead: undefined,
  }
  const refusals = (change: Partial<DecryptFacts>) => refuseDecryption({ ...facts, ...change })

  it('all good', () => expect(refusals({})).toEqual([]))
  it('the same head again', () =>
    expect(refusals({ ledgerHead: verdict.summary.closingHead ?? '' })).toEqual([]))
  it('a second closing head', () => expect(refusals({ ledgerHead: 'x' })).toEqual(['decrypt.otherHead']))
  it('another election', () => {
    expect(refusals({ announced: { ...facts.announced, uuid: 'x' } })).toEqual(['decrypt.otherElection'])
    expect(refusals({ announced: { ...facts.announced, fingerprint: 'x' } })).toEqual([
      'decrypt.otherElection',
    ])
  })
  it('ballots missing', () =>
    expect(refusals({ announced: { ...facts.announced, casts: 6 } })).toEqual(['decrypt.ballotCount']))
  it('too few ballots', () => expect(refusals({ minimum: 6 })).toEqual(['decrypt.tooFewBallots']))
  it('roll', () =>
    expect(refusals({ rollFlaws: [{ check: 'C20', reason: 'roll', detail: '' }] })).toEqual(['decrypt.roll']))
  it('not closed yet', () =>
    expect(refusals({ verdict: verifyPrefix(6).verdict })).toEqual(['decrypt.notTallied']))
  it('a head seen before is gone', () =>
    expect(refusals({ verdict: verifyPrefix(8, ['0'.repeat(64)]).verdict })).toEqual([
      'decrypt.notExtended',
      'decrypt.notAccepted',
    ]))

  it('an archive with a single ballot, whatever the minimum says', () => {
    const single = sampleRecord({
      label: 'single',
      group,
      questions: sampleQuestions.yesNo,
      voters: 6,
      ballots: 1,
    })
    const { steps: few } = takeApart(single.bytes)
    const verifier = archiveVerifier({ profile: 'council', groupOf })
    verifier.push(putTogether(few.slice(0, 4), timestamp))
    const announced = { uuid: single.election.uuid, fingerprint: single.election.fingerprint, casts: 1 }
    expect(refusals({ verdict: verifier.verdict(), announced, minimum: 0 })).toEqual([
      'decrypt.tooFewBallots',
    ])
  })

  it('the ledger is written before anything is computed, and outlives a restart', async () => {
    const written: string[] = []
    const disk = new Map<string, LedgerEntry>()
    const ledger: TrusteeLedger = {
      find: (uuid) => Promise.resolve(disk.get(uuid)),
      promise: (uuid, head) => {
        disk.set(uuid, { head, decryption: undefined })
        written.push('promise')
        return Promise.resolve()
      },
      keep: (uuid, decryption) => {
        disk.set(uuid, { head: disk.get(uuid)?.head ?? '', decryption })
        written.push('keep')
        return Promise.resolve()
      },
    }
    const [member] = sample.party.members
    const key = member && openEnvelope(group, member, member.verificationKey)
    const { tally } = tallied.record
    if (key === undefined || tally === undefined) throw new Error('nothing to decrypt')
    const random = seededRandom('decrypt')
    const compute = (): string => {
      written.push('compute')
      return decryptPartially(sample.election, tally, key, random)
    }
    const first = await decryptByRule(facts, ledger, compute)
    expect(written).toEqual(['promise', 'compute', 'keep'])
    // after a restart: the stored text, not a new one
    expect(await decryptByRule(facts, ledger, compute)).toEqual(first)
    expect(written).toEqual(['promise', 'compute', 'keep'])
    // the server shows another closing head
    const other = { ...verdict, summary: { ...verdict.summary, closingHead: 'f'.repeat(64) } }
    expect(await decryptByRule({ ...facts, verdict: other }, ledger, compute)).toEqual({
      refused: ['decrypt.otherHead'],
    })
  })
})
