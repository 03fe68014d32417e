// At least one record per check that must fail exactly there; chain and hashes are always recomputed around the change.
import { describe, expect, it, vi } from 'vitest'
import { appendSetup, archiveBytes } from './write.ts'
import { base64Digest, hexDigest } from './digest.ts'
import { decryptPartially, openEnvelope } from './decrypt.ts'
import type { CheckId, Profile } from './findings.ts'
import { checks } from './findings.ts'
import { readElection } from './election.ts'
import { exponentsOfSeed, makeBallot, encryptMarks } from './prove.ts'
import { rememberingArithmetic } from './remember.ts'
import { sampleQuestions, sampleRecord, seededRandom } from './sample.ts'
import { joined, putTogether, signAgain, takeApart } from './tamper.ts'
import type { Step } from './tamper.ts'
import { tallier } from './tally.ts'
import { groups, verifyArchive } from './verify-archive.ts'

vi.setConfig({ testTimeout: 60_000 })

const groupOf = groups(rememberingArithmetic().maker)
const group = groupOf('BELENIOS-2048')
const random = seededRandom('negative tests')
const sample = sampleRecord({
  label: 'negative',
  group,
  questions: [
    ...sampleQuestions.yesNo,
    { answers: ['A', 'B', 'C'], blank: true, min: 0, max: 2, question: 'Bầu không quá 2' },
  ],
  voters: 5,
  ballots: 4,
})
const { p, q } = group
const covered = new Set<CheckId>()

const verify = (bytes: Uint8Array, profile: Profile = 'council', knownHeads: string[] = []) =>
  verifyArchive(bytes, { profile, groupOf, knownHeads })

const apart = (): { steps: Step[]; timestamp: number } => takeApart(sample.bytes)

/** Expects the record to be refused with this check and reason among the findings. */
function refused(bytes: Uint8Array, check: CheckId, reason: string, profile: Profile = 'council'): void {
  const verdict = verify(bytes, profile)
  expect(verdict.verdict).toBe('reject')
  expect(verdict.result).toBeNull()
  expect(verdict.findings.map((finding) => `${finding.check} ${finding.reason}`)).toContain(
    `${check} ${reason}`,
  )
  covered.add(check)
}

/** Alters the steps and puts them together again. */
function altered(
  change: (steps: Step[]) => Step[] | undefined,
  names: 'follow' | 'keep' = 'follow',
): Uint8Array {
  const { steps, timestamp } = apart()
  return putTogether(change(steps) ?? steps, timestamp, names)
}

const setText = (step: number, index: number, change: (text: string) => string) => (steps: Step[]) => {
  const texts = steps[step]?.texts
  const before = texts?.[index]
  if (texts === undefined || before === undefined) throw new Error('no such text')
  texts[index] = change(before)
  if (texts[index] === before) throw new Error('the change changed nothing')
  return undefined
}

const [tallyStep, firstDecryption, resultStep] = [6, 7, 9]

/** Changes a ballot (of event 1) as a cheating voter would: signed again. */
type BallotJson = {
  election_uuid: string
  election_hash: string
  credential: string
  answers: {
    choices: { alpha: string; beta: string }[]
    individual_proofs: { challenge: string; response: string }[][]
    overall_proof: { challenge: string; response: string }[]
    blank_proof?: { challenge: string; response: string }[]
  }[]
}
const cheating = (change: (ballot: BallotJson) => void): Uint8Array =>
  altered(
    setText(1, 0, (text) => {
      const ballot = JSON.parse(text) as BallotJson
      change(ballot)
      return signAgain(group, JSON.stringify(ballot), sample.secrets[0] ?? 0n, random)
    }),
  )

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index]
  if (found === undefined) throw new Error('nothing there')
  return found
}

it('the untouched sample is accepted in both profiles', () => {
  expect(verify(sample.bytes)).toMatchObject({ verdict: 'accept', stage: 'complete', result: sample.result })
  expect(verify(sample.bytes, 'record')).toMatchObject({ verdict: 'accept', result: sample.result })
})

describe('C1 bytes', () => {
  const patch = (offset: number, change: (byte: number) => number): Uint8Array => {
    const bytes = sample.bytes.slice()
    bytes[offset] = change(bytes[offset] ?? 0)
    return bytes
  }
  const second = 1024
  it.each([
    ['name', second + 3],
    ['mode', second + 100],
    ['owner', second + 110],
    ['size', second + 130],
    ['time', second + 140],
    ['checksum', second + 150],
    ['type', second + 156],
    ['link name', second + 160],
    ['version field', second + 263],
    ['last byte of the header', second + 511],
    ['body', second + 512],
    ['header member', 700],
  ])('%s', (_, offset) =>
    refused(
      patch(offset, (byte) => byte ^ 1),
      'C1',
      'archiveBytes',
    ),
  )
  it('padding', () =>
    refused(
      patch(1023, () => 1),
      'C1',
      'archiveBytes',
    ))
  it('end blocks', () => refused(joined([sample.bytes, new Uint8Array(1024)]), 'C1', 'archiveBytes'))
  it('cut inside a member', () => refused(sample.bytes.subarray(0, -512), 'C1', 'archiveBytes'))
  it('cut inside a header', () => refused(sample.bytes.subarray(0, -1000), 'C1', 'archiveBytes'))
  it('nothing at all', () => refused(new Uint8Array(0), 'C1', 'archiveBytes'))
  it('another time in one member', () => {
    const { members } = sample
    const bytes = joined([archiveBytes(1, []), archiveBytes(2, members).subarray(1024)])
    refused(bytes, 'C1', 'archiveBytes')
  })
})

describe('C2 chain', () => {
  it('height', () => {
    const members = sample.members.map((member) =>
      member.kind === 'event' && member.text.includes('"height":2,')
        ? ((text) => ({ kind: member.kind, hash: hexDigest(text), text }))(member.text.replace(':2,', ':3,'))
        : member,
    )
    refused(archiveBytes(1, members), 'C2', 'brokenChain')
  })
  it('parent', () => {
    const setup = appendSetup(sample.election.text, sample.party.trustees, '[]')
    const others = sample.members.slice(5)
    refused(archiveBytes(1, [...setup.members, ...others]), 'C2', 'brokenChain')
  })
  it('orphan data', () => {
    const text = '{}'
    refused(
      archiveBytes(1, [...sample.members, { kind: 'data', hash: hexDigest(text), text }]),
      'C2',
      'dataMembers',
    )
  })
  it('data too many', () => refused(altered(setStepTexts(5, ['{}'])), 'C2', 'dataMembers'))
  it('data too few', () => refused(altered(setStepTexts(1, [])), 'C2', 'dataMembers'))
  it('payload of a decryption names another text', () =>
    refused(
      altered(
        setText(firstDecryption, 1, (text) => text.replace(/[0-9a-f]{64}/, '0'.repeat(64))),
        'keep',
      ),
      'C2',
      'wrongPayload',
    ))
})

const setStepTexts = (step: number, texts: string[]) => (steps: Step[]) => {
  at(steps, step).texts = texts
  return undefined
}

describe('C3 order of events', () => {
  const order = (name: string, change: (steps: Step[]) => Step[]): void => {
    it(name, () => refused(altered(change), 'C3', 'orderOfEvents'))
  }
  order('second Setup', (steps) => [at(steps, 0), ...steps])
  order('no Setup', (steps) => steps.slice(1))
  order('EndBallots in the middle', (steps) => [...steps.slice(0, 3), at(steps, 5), ...steps.slice(3)])
  order('early EndBallots hiding the ballots before it', (steps) => [
    at(steps, 0),
    at(steps, 1),
    at(steps, 5),
    ...steps.slice(2),
  ])
  order('EndBallots twice', (steps) => [...steps.slice(0, 6), ...steps.slice(5)])
  order('no EndBallots', (steps) => steps.filter(({ type }) => type !== 'EndBallots'))
  order('a ballot after the close', (steps) => [...steps.slice(0, 6), at(steps, 1), ...steps.slice(6)])
  order('tally twice', (steps) => [...steps.slice(0, 7), ...steps.slice(6)])
  order('decryption before the tally', (steps) => [...steps.slice(0, 6), at(steps, 7), ...steps.slice(6)])
  order('two results', (steps) => [...steps, at(steps, resultStep)])
  order('result without decryption', (steps) => [...steps.slice(0, 7), at(steps, resultStep)])
  order('decryption after the result', (steps) => [...steps, at(steps, 7)])
  order('shuffles without such questions', (steps) => [
    ...steps.slice(0, 7),
    { type: 'Shuffle', texts: ['{}', `{"owner":1,"payload":"${hexDigest('{}')}"}`] },
    ...steps.slice(7),
  ])
  it('no event', () => refused(archiveBytes(1, []), 'C3', 'emptyRecord'))
})

describe('C4 exact texts', () => {
  const ballot = (name: string, change: (text: string) => string): void => {
    it(`ballot: ${name}`, () => refused(altered(setText(1, 0, change)), 'C4', 'shape', 'record'))
  }
  ballot('space', (text) => text.replace('{', '{ '))
  ballot('extra field', (text) => text.replace('{"choices"', '{"mark":1,"choices"'))
  ballot('extra field inside a proof', (text) => text.replace('"response"', '"x":"1","response"'))
  ballot('repeated key', (text) => text.replace('{"election_uuid"', '{"election_uuid":"x","election_uuid"'))
  ballot('order of keys', (text) => text.replace(/"(alpha)":("\d+"),"(beta)":("\d+")/, '"$3":$4,"$1":$2'))
  ballot('leading zero', (text) => text.replace('"alpha":"', '"alpha":"0'))
  ballot('plus sign', (text) => text.replace('"alpha":"', '"alpha":"+'))
  ballot('hexadecimal', (text) => text.replace('"alpha":"', '"alpha":"0x'))
  ballot('too long', (text) => text.replace('"alpha":"', '"alpha":"11111111'))
  ballot('number instead of text', (text) => text.replace(/"alpha":"(\d+)"/, '"alpha":1'))
  ballot('escaped letter', (text) => text.replace('"alpha"', '"\\u0061lpha"'))
  ballot('one choice too few', (text) => text.replace(/\{"alpha":"\d+","beta":"\d+"\},/, ''))
  ballot('no blank proof', (text) => text.replace(/,"blank_proof":\[\{[^}]*\},\{[^}]*\}\]/, ''))
  ballot('no JSON', () => 'x')
  ballot('null', () => 'null')
  it('byte order mark', () =>
    refused(altered(setText(1, 0, (text) => `\ufeff${text}`)), 'C4', 'shape', 'record'))
  it('not UTF-8', () => {
    const body = Uint8Array.of(0xff)
    const { hash, bytes } = rawMember(body)
    expect(hash).toHaveLength(64)
    refused(joined([archiveBytes(1, []), bytes]), 'C4', 'shape')
  })
  it('event with a space', () => {
    const members = sample.members.map((member, index) =>
      index === 4
        ? ((text) => ({ kind: member.kind, hash: hexDigest(text), text }))(`${member.text} `)
        : member,
    )
    refused(archiveBytes(1, members), 'C4', 'shape')
  })
  it('result with an extra field', () =>
    refused(altered(setText(resultStep, 0, (text) => text.replace('{', '{"x":1,'))), 'C4', 'shape'))
  it('result with a float', () =>
    refused(altered(setText(resultStep, 0, (text) => text.replace(/(\d),/, '$1.0,'))), 'C4', 'shape'))
  it('credentials: no text', () => refused(altered(setText(0, 2, () => '[1]')), 'C4', 'shape'))
  it('credentials: odd number', () =>
    refused(altered(setText(0, 2, (text) => text.replace('["', '["0'))), 'C4', 'shape'))
  it('election: a key twice, even where only parsed', () =>
    refused(altered(setText(0, 0, (text) => text.replace('{', '{"uuid":"x",'))), 'C4', 'shape', 'record'))
  it('council: unknown key in the election', () =>
    refused(altered(setText(0, 0, (text) => text.replace(/\}$/, ',"x":1}'))), 'C4', 'shape'))
  it('council: unknown key in the trustees', () =>
    refused(
      altered(setText(0, 1, (text) => text.replace('{"threshold"', '{"x":1,"threshold"'))),
      'C4',
      'shape',
    ))
})

function rawMember(body: Uint8Array): { hash: string; bytes: Uint8Array } {
  // written through a text of the same length, then its body and name replaced
  const text = ' '.repeat(body.length)
  const bytes = archiveBytes(1, [{ kind: 'data', hash: sha(body), text }]).subarray(1024)
  bytes.set(body, 512)
  return { hash: sha(body), bytes }
}

const sha = (body: Uint8Array): string => {
  // of bytes that are no text: known value for 0xff
  if (body.length === 1 && body[0] === 0xff)
    return 'a8100ae6aa1940d0b663bb31cd466142ebbdbd5187131b92d93818987832eb89'
  throw new Error('only for one byte')
}

describe('C5 setup', () => {
  it.each(['election', 'trustees', 'credentials'])('names another %s', (name) =>
    refused(
      altered(
        setText(0, 3, (text) =>
          text.replace(new RegExp(`"${name}":"[0-9a-f]{64}"`), `"${name}":"${'0'.repeat(64)}"`),
        ),
        'keep',
      ),
      'C5',
      'setupNames',
    ),
  )
  it('election and trustees exchanged', () =>
    refused(
      altered((steps) => {
        const { texts } = at(steps, 0)
        at(steps, 0).texts = [at(texts, 1), at(texts, 0), at(texts, 2), at(texts, 3)]
        return undefined
      }, 'keep'),
      'C5',
      'setupNames',
    ))
})

describe('C6 election', () => {
  const election = (
    name: string,
    reason: string,
    change: (text: string) => string,
    profile: Profile = 'record',
  ) => {
    it(name, () => refused(altered(setText(0, 0, change)), 'C6', reason, profile))
  }
  election('unknown group', 'group', (text) => text.replace('BELENIOS-2048', 'Ed25519'))
  election(
    'council: foreign group',
    'group',
    (text) => text.replace('BELENIOS-2048', 'RFC-3526-2048'),
    'council',
  )
  election('public key outside the group', 'publicKey', (text) =>
    text.replace(/"public_key":"(\d+)"/, (_, y: string) => `"public_key":"${p - BigInt(y)}"`),
  )
  election('public key 0', 'publicKey', (text) => text.replace(/"public_key":"\d+"/, '"public_key":"0"'))
  election('uuid', 'uuid', (text) => text.replace(/"uuid":"./, '"uuid":"0'))
  election('min above max', 'questionBounds', (text) => text.replace('"min":1,"max":1', '"min":2,"max":1'))
  election('max above the answers', 'questionBounds', (text) => text.replace('"max":1', '"max":4'))
  election('question of another type', 'questionType', (text) =>
    text.replace(
      /\{"answers":\["A".*?\}/,
      '{"type":"NonHomomorphic","value":{"answers":["A"],"question":"x"}}',
    ),
  )
  election('council: NFD', 'typedText', (text) => text.replace('Bầu', 'Bầu'.normalize('NFD')), 'council')
  election('council: bidi control', 'typedText', (text) => text.replace('Bầu', '\u202eBầu'), 'council')
})

describe('C7 trustees', () => {
  const trustees = (
    name: string,
    reason: string,
    change: (text: string) => string,
    profile: Profile = 'record',
  ) => {
    it(name, () => refused(altered(setText(0, 1, change)), 'C7', reason, profile))
  }
  const bump = (text: string): string => (BigInt(text) - 1n).toString()
  const proof = /"challenge":"(\d+)"/
  trustees('certificate signature', 'certificate', (text) =>
    text.replace(proof, (_, c: string) => `"challenge":"${bump(c)}"`),
  )
  trustees('response out of range', 'certificate', (text) =>
    text.replace(
      /"response":"(\d+)"/,
      (_, r: string) => `"response":"${(BigInt(r) + q).toString().slice(0, 77)}"`,
    ),
  )
  trustees('signature of the coefficients', 'coefficients', (text) => {
    const start = text.indexOf('"coefexps":[{')
    return (
      text.slice(0, start) + text.slice(start).replace(proof, (_, c: string) => `"challenge":"${bump(c)}"`)
    )
  })
  trustees('proof of a verification key', 'keyProof', (text) => {
    const start = text.indexOf('"verification_keys"')
    return (
      text.slice(0, start) + text.slice(start).replace(proof, (_, c: string) => `"challenge":"${bump(c)}"`)
    )
  })
  trustees('verification key of another', 'verificationKey', (text) => {
    const keys = [...text.matchAll(/\{"pok":\{[^}]*\},"public_key":"\d+","signature":\{[^}]*\}\}/g)].map(
      ([key]) => key,
    )
    return text.replace(at(keys, 0), '§').replace(at(keys, 1), at(keys, 0)).replace('§', at(keys, 1))
  })
  trustees('other threshold', 'coefficients', (text) =>
    text.replace('"threshold":2,"certs"', '"threshold":3,"certs"'),
  )
  trustees('threshold 0', 'coefficients', (text) =>
    text.replace('"threshold":2,"certs"', '"threshold":0,"certs"'),
  )
  trustees('signature over the certificates', 'supersetField', (text) => {
    const start = text.indexOf('"signatures"')
    return (
      text.slice(0, start) + text.slice(start).replace(proof, (_, c: string) => `"challenge":"${bump(c)}"`)
    )
  })
  trustees('signature of the verification key', 'supersetField', (text) =>
    text.replace(
      /("public_key":"\d+","signature":\{"challenge":")(\d+)/,
      (_, a: string, c: string) => a + bump(c),
    ),
  )
  trustees(
    'council: no signatures',
    'supersetField',
    (text) => text.replace(/"signatures":\[.*?\],/, ''),
    'council',
  )
  trustees('nobody', 'trusteeKind', () => '[]')
  it('y is not the product', () => {
    const other = group.powerOfG(12345n).toString()
    refused(
      altered(setText(0, 0, (text) => text.replace(/"public_key":"\d+"/, `"public_key":"${other}"`))),
      'C7',
      'productOfKeys',
    )
  })
})

describe('C8 credentials', () => {
  const list = (
    name: string,
    reason: string,
    change: (keys: string[]) => string[],
    profile: Profile = 'record',
  ) => {
    it(name, () =>
      refused(
        altered(setText(0, 2, (text) => JSON.stringify(change(JSON.parse(text) as string[])))),
        'C8',
        reason,
        profile,
      ),
    )
  }
  list('not in the group', 'credentialNotElement', (keys) => [
    ...keys.slice(0, 4),
    (p - BigInt(at(keys, 4))).toString(),
  ])
  list('zero', 'credentialNotElement', (keys) => ['0', ...keys])
  list('council: the identity', 'credentialNotElement', (keys) => ['1', ...keys], 'council')
  list('repeated', 'credentialRepeated', (keys) => [at(keys, 0), ...keys])
  list('repeated with another weight', 'credentialRepeated', (keys) => [...keys, `${at(keys, 0)},2`])
  list('council: order', 'credentialOrder', (keys) => keys.toReversed(), 'council')
  list('council: weight', 'credentialWeight', (keys) => [`${at(keys, 0)},2`, ...keys.slice(1)], 'council')
})

describe('C9 to C12 ballots', () => {
  it('C9 unknown credential', () => {
    const made = makeBallot(
      sample.election,
      4711n,
      at(sample.votes, 0),
      exponentsOfSeed(group, random(32)),
      random,
    )
    if (typeof made === 'string') throw new Error(made)
    refused(altered(setText(1, 0, () => made.text)), 'C9', 'unknownCredential')
  })
  it('C9 other fingerprint', () =>
    refused(
      cheating((b) => (b.election_hash = base64Digest('other'))),
      'C9',
      'otherElection',
    ))
  it('C9 other uuid', () =>
    refused(
      cheating((b) => (b.election_uuid += 'x')),
      'C9',
      'otherElection',
    ))
  it('C10 hash', () =>
    refused(
      altered(setText(1, 0, (text) => text.replace(/"hash":"[^"]*"/, `"hash":"${base64Digest('')}"`))),
      'C10',
      'signatureHash',
    ))
  it('C10 by another credential', () =>
    refused(
      altered(setText(1, 0, (text) => signAgain(group, text, sample.secrets[1] ?? 0n, random))),
      'C10',
      'signature',
    ))
  it('C10 response not reduced', () => {
    const change = (text: string): string =>
      text.replace(/("response":")(\d+)("\}\}\})$/, (_, a: string, r: string, z: string) => {
        const large = BigInt(r) + q
        return large.toString().length <= 77 ? `${a}${large}${z}` : `${a}${q}${z}`
      })
    refused(altered(setText(1, 0, change)), 'C10', 'signature')
  })

  const elements = ['0', p.toString(), (p - 1n).toString(), '2']
  it.each(elements)('C11 alpha %#', (value) =>
    refused(
      cheating((b) => (at(at(b.answers, 0).choices, 0).alpha = value)),
      'C11',
      'notElement',
    ),
  )
  it('C11 p - beta', () =>
    refused(
      cheating((b) => {
        const choice = at(at(b.answers, 1).choices, 2)
        choice.beta = (p - BigInt(choice.beta)).toString()
      }),
      'C11',
      'notElement',
    ))

  it('C12 ciphertext of another voter copied', () => {
    const other = JSON.parse(at(sample.ballots, 1)) as BallotJson
    refused(
      cheating((b) => (b.answers = other.answers)),
      'C12',
      'individualProof',
    )
  })
  it('C12 individual', () =>
    refused(
      cheating((b) => at(at(b.answers, 0).individual_proofs, 2).reverse()),
      'C12',
      'individualProof',
    ))
  it('C12 overall', () =>
    refused(
      cheating((b) => at(b.answers, 1).overall_proof.reverse()),
      'C12',
      'overallProof',
    ))
  it('C12 overall, one branch', () =>
    refused(
      cheating((b) => {
        const proof = at(at(b.answers, 0).overall_proof, 0)
        proof.response = ((BigInt(proof.response) + 1n) % q).toString()
      }),
      'C12',
      'overallProof',
    ))
  it('C12 blank', () =>
    refused(
      cheating((b) => at(b.answers, 1).blank_proof?.reverse()),
      'C12',
      'blankProof',
    ))
  it.each([
    ['individual', 'individualProof'],
    ['overall', 'overallProof'],
    ['blank', 'blankProof'],
  ])('C12 %s challenge of q or more', (kind, reason) =>
    refused(
      cheating((b) => {
        const answer = at(b.answers, 1)
        const proofs =
          kind === 'individual'
            ? at(answer.individual_proofs, 0)
            : kind === 'overall'
              ? answer.overall_proof
              : answer.blank_proof
        // the sum mod q stays what it was: only the range test can see it
        const [first, second] = [at(proofs ?? [], 0), at(proofs ?? [], 1)]
        const [a, b2] = [BigInt(first.challenge), BigInt(second.challenge)]
        if (a < 10n ** 77n - q) first.challenge = (a + q).toString()
        else if (b2 < 10n ** 77n - q) second.challenge = (b2 + q).toString()
        else first.response = q.toString()
      }),
      'C12',
      reason,
    ),
  )
  it.each([
    [
      '2 marks on one slot',
      [
        [2, 0, 0],
        [0, 1, 0, 0],
      ],
    ],
    [
      'a negative mark',
      [
        [-1, 1, 1],
        [0, 1, 0, 0],
      ],
    ],
    [
      'two answers of one',
      [
        [1, 1, 0],
        [0, 1, 0, 0],
      ],
    ],
    [
      'none of one',
      [
        [0, 0, 0],
        [0, 1, 0, 0],
      ],
    ],
    [
      'blank and a choice',
      [
        [1, 0, 0],
        [1, 1, 0, 0],
      ],
    ],
    [
      'over max',
      [
        [1, 0, 0],
        [0, 1, 1, 1],
      ],
    ],
  ])('C12 %s', (_, marks) => {
    const made = encryptMarks(
      sample.election,
      sample.secrets[0] ?? 0n,
      marks,
      exponentsOfSeed(group, random(32)),
      random,
    )
    const verdict = verify(altered(setText(1, 0, () => made.text)))
    expect(verdict.findings.some(({ check }) => check === 'C12')).toBe(true)
    covered.add('C12')
  })
})

describe('C13 one ballot each', () => {
  it('the same text again', () =>
    refused(
      altered((steps) => [...steps.slice(0, 3), at(steps, 1), ...steps.slice(3)]),
      'C13',
      'repeatedBallot',
      'record',
    ))
  const second = (): string => {
    const made = makeBallot(
      sample.election,
      sample.secrets[0] ?? 0n,
      at(sample.votes, 1),
      exponentsOfSeed(group, random(32)),
      random,
    )
    if (typeof made === 'string') throw new Error(made)
    return made.text
  }
  const revoted = (): Uint8Array =>
    altered((steps) => [...steps.slice(0, 2), { type: 'Ballot', texts: [second()] }, ...steps.slice(2, 5)])
  it('council: a second ballot', () => refused(revoted(), 'C13', 'secondBallot'))
  it('record: the later ballot counts', () => {
    expect(verify(revoted(), 'record')).toMatchObject({
      verdict: 'accept',
      stage: 'open',
      summary: { ballots: 5, counted: 4 },
    })
  })
})

describe('C14 tally', () => {
  it('ciphertexts exchanged', () =>
    refused(
      altered(
        setText(tallyStep, 0, (text) => {
          const tally = JSON.parse(text) as unknown[][]
          at(tally, 0).reverse()
          return JSON.stringify(tally)
        }),
      ),
      'C14',
      'tally',
    ))
  it('num_tallied', () =>
    refused(altered(setText(tallyStep, 1, (text) => text.replace('d":4', 'd":5'))), 'C14', 'tallyCount'))
  it('total_weight', () =>
    refused(altered(setText(tallyStep, 1, (text) => text.replace('t":4', 't":5'))), 'C14', 'tallyCount'))
  it('names another text', () =>
    refused(
      altered(
        setText(tallyStep, 1, (text) => text.replace(/[0-9a-f]{64}/, '0'.repeat(64))),
        'keep',
      ),
      'C14',
      'tallyCount',
    ))
  it('a ballot dropped, tally and decryptions kept', () =>
    refused(
      altered((steps) => steps.filter((_, index) => index !== 2)),
      'C14',
      'tally',
    ))
  it('a ballot dropped, the rest made by the trustees for the full tally', () => {
    const verdict = verify(altered((steps) => steps.filter((_, index) => index !== 4)))
    expect(verdict.findings[0]?.check).toBe('C14')
  })
})

describe('C16 partial decryptions', () => {
  const decryption = (change: (text: string) => string) => altered(setText(firstDecryption, 0, change))
  it('owner 0', () =>
    refused(altered(setText(firstDecryption, 1, (t) => t.replace('"owner":1', '"owner":0'))), 'C16', 'owner'))
  it('owner beyond the keys', () =>
    refused(altered(setText(firstDecryption, 1, (t) => t.replace('"owner":1', '"owner":4'))), 'C16', 'owner'))
  it('owner of another share', () =>
    refused(
      altered(setText(firstDecryption, 1, (t) => t.replace('"owner":1', '"owner":3'))),
      'C16',
      'decryptionProof',
    ))
  it('double', () =>
    refused(
      altered((steps) => [...steps.slice(0, 8), ...steps.slice(7)]),
      'C16',
      'doubleDecryption',
    ))
  it('factor outside the group', () =>
    refused(
      decryption((t) => t.replace(/\[\["(\d+)"/, (_, f: string) => `[["${p - BigInt(f)}"`)),
      'C16',
      'decryptionFactor',
    ))
  it('factor 0', () =>
    refused(
      decryption((t) => t.replace(/\[\["\d+"/, '[["0"')),
      'C16',
      'decryptionFactor',
    ))
  it('factor times g', () =>
    refused(
      decryption((t) => t.replace(/\[\["(\d+)"/, (_, f: string) => `[["${(BigInt(f) * group.g) % p}"`)),
      'C16',
      'decryptionProof',
    ))
  it('response', () =>
    refused(
      decryption((t) =>
        t.replace(/"response":"(\d+)"/, (_, r: string) => `"response":"${(BigInt(r) + 1n) % q}"`),
      ),
      'C16',
      'decryptionProof',
    ))
  it('response out of range', () =>
    refused(
      decryption((t) => t.replace(/"response":"\d+"/, `"response":"${q}"`)),
      'C16',
      'decryptionProof',
    ))
  it('proof made for another election', () => {
    const { election } = readElection(sample.election.text.replace('Bầu', 'Bấu'), 'record', groupOf)
    const member = at(sample.party.members, 0)
    const key = openEnvelope(group, member, member.verificationKey)
    if (election === undefined || key === undefined) throw new Error('no election')
    const tally = tallier(sample.election).tally()
    const empty = decryptPartially(election, tally, key, random)
    refused(
      altered((steps) => {
        const setup = at(steps, 0)
        const close = at(steps, 5)
        const text = JSON.stringify(tally.map((pairs) => pairs.map(() => ({ alpha: '1', beta: '1' }))))
        const sized = `{"num_tallied":0,"total_weight":0,"encrypted_tally":"${hexDigest(text)}"}`
        return [
          setup,
          close,
          { type: 'EncryptedTally', texts: [text, sized] },
          { type: 'PartialDecryption', texts: [empty, `{"owner":1,"payload":"${hexDigest(empty)}"}`] },
        ]
      }),
      'C16',
      'decryptionProof',
    )
  })
})

describe('C17 and C18 result', () => {
  const result = (change: (counts: number[][]) => unknown) =>
    altered(
      setText(resultStep, 0, (text) =>
        JSON.stringify({ result: change((JSON.parse(text) as { result: number[][] }).result) }),
      ),
    )
  it('too few decryptions', () =>
    refused(
      altered((steps) => steps.filter((_, i) => i !== 8)),
      'C17',
      'tooFewDecryptions',
    ))
  it('one more', () =>
    refused(
      result(([a, b]) => [[(a?.[0] ?? 0) + 1, ...(a ?? []).slice(1)], b]),
      'C17',
      'result',
    ))
  it('C18 the sums', () => {
    refused(
      result(([a, b]) => [[(a?.[0] ?? 0) + 9, ...(a ?? []).slice(1)], b]),
      'C18',
      'sums',
    )
  })
  it('one vote moved', () =>
    refused(
      result(([a, b]) =>
        [[(a?.[0] ?? 0) + 1, (a?.[1] ?? 0) - 1, a?.[2] ?? 0], b].map((c) => c?.map((n) => Math.max(0, n))),
      ),
      'C17',
      'result',
    ))
  it('a question missing', () =>
    refused(
      result(([a]) => [a]),
      'C4',
      'shape',
    ))
  it('a count too many', () =>
    refused(
      result(([a, b]) => [[...(a ?? []), 0], b]),
      'C17',
      'result',
    ))
  it('count plus q', () =>
    refused(
      result(([a, b]) => [[(BigInt(a?.[0] ?? 0) + q).toString(), ...(a ?? []).slice(1)], b]),
      'C17',
      'result',
    ))
  it('count as text', () =>
    refused(
      result(([a, b]) => [(a ?? []).map(String), b]),
      'C17',
      'result',
    ))
})

describe('C19 extension', () => {
  it('a known head is missing', () => {
    const before = verify(putTogether(apart().steps.slice(0, 4), sample.timestamp))
    const head = before.summary.head ?? ''
    expect(verify(sample.bytes, 'council', [head]).verdict).toBe('accept')
    const shorter = altered((steps) => steps.slice(0, 3))
    const verdict = verify(shorter, 'council', [head])
    expect(verdict.findings.map(({ check }) => check)).toEqual(['C19'])
    covered.add('C19')
  })
})

it('every check of the list has a negative test (C15 in shuffle.test.ts, C20 in roll.test.ts)', () => {
  expect(checks.filter((check) => !covered.has(check))).toEqual(['C15', 'C20'])
})
