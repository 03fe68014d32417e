import { describe, expect, test } from 'vitest'
import { badgeCode, signatureWords } from '../../ui/words/signature.ts'
import {
  changedIn,
  contentWord,
  findingOf,
  harsher,
  ownColour,
  ownTrustOf,
  signedBytes,
  toneOf,
  type OwnFinding,
  validityWord,
} from './look.ts'
import type { SignatureReport } from '@nghi-truong/shared/signature/report'

const findings: readonly (OwnFinding | null)[] = [
  null,
  'VALID',
  'WARN',
  'INVALID',
  'INDETERMINATE',
  'unsigned',
  'otherFile',
  'failed',
]
const colours = ['green', 'neutral', 'amber', 'red', 'none'] as const
const severity = { none: 0, green: 1, neutral: 2, amber: 3, red: 4 }

test('the device’s own finding never makes a verdict kinder', () => {
  for (const colour of colours)
    for (const own of findings) {
      const shown = harsher({ colour, code: colour === 'none' ? 'unsigned' : 'valid' }, own)
      expect(severity[shown.colour]).toBeGreaterThanOrEqual(severity[colour])
    }
})

test('a device that finds the bytes broken, unsigned or other makes it red', () => {
  const green = { colour: 'green', code: 'valid' } as const
  for (const own of ['INVALID', 'unsigned', 'otherFile'] as const)
    expect(harsher(green, own)).toEqual({ colour: 'red', code: 'broken' })
  for (const own of ['VALID', 'WARN', 'INDETERMINATE', 'failed'] as const)
    expect(harsher(green, own)).toEqual(green)
  expect(harsher({ colour: 'none', code: 'unsigned' }, 'unsigned').colour).toBe('none')
})

test('under its own trust bundle the device may be harsher about the issuer, never kinder', () => {
  const bundle = { issue: 1, date: '2026-11-20' }
  for (const colour of colours)
    for (const its of colours) {
      const server = { colour, code: colour === 'none' ? 'unsigned' : 'valid' }
      const shown = harsher(server, 'VALID', { badge: { colour: its, code: 'revoked' }, bundle })
      expect(severity[shown.colour]).toBe(Math.max(severity[colour], severity[its]))
      if (severity[its] > severity[colour]) expect(shown.code).toBe('revoked')
    }
  const green = { colour: 'green', code: 'valid' } as const
  const trust = { badge: { colour: 'green', code: 'valid' }, bundle } as const
  expect(harsher(green, 'INVALID', trust)).toEqual({ colour: 'red', code: 'broken' })
})

test('without a bundle, or without an answer, there is nothing to say of the issuer', () => {
  const report = { error: null, bundle: null, signatures: [], verdict: null } as unknown as SignatureReport
  expect(ownTrustOf(report)).toBeNull()
  const bundle = { issue: 1, date: '2026-11-20', sha256: '' }
  expect(ownTrustOf({ ...report, bundle, error: 'internal' })).toBeNull()
  expect(ownTrustOf({ ...report, bundle })).toMatchObject({ badge: { colour: 'none' }, bundle: { issue: 1 } })
})

test('a code nobody knows is never green', () => {
  expect(harsher({ colour: 'green', code: 'splendid' }, null)).toEqual({
    colour: 'amber',
    code: 'unreadable',
  })
  expect(badgeCode('__proto__')).toBe('unreadable')
})

test('the worst is said first', () => {
  const one = { integrity: 'VALID', coverage: 'REVISION', modifications: 'FORM_FILL' } as const
  expect(contentWord(one)).toBe('content.FORM_FILL')
  expect(contentWord({ ...one, modifications: 'FORBIDDEN' })).toBe('content.FORBIDDEN')
  expect(contentWord({ ...one, coverage: 'INVALID', modifications: 'UNKNOWN' })).toBe('content.notCovered')
  expect(contentWord({ ...one, integrity: 'BROKEN', coverage: 'INVALID' })).toBe('content.broken')
  expect(contentWord({ ...one, integrity: 'UNVERIFIABLE' })).toBe('content.unverifiable')
})

test('what was signed is offered only where the signature fits it and something came after', () => {
  const one = { integrity: 'VALID', revisionEnd: 700 } as const
  expect(signedBytes(one, 1000)).toBe(700)
  expect(signedBytes(one, 701)).toBe(700)
  expect(signedBytes(one, 700)).toBeNull()
  expect(signedBytes(one, 699)).toBeNull()
  expect(signedBytes({ ...one, revisionEnd: 0 }, 1000)).toBeNull()
  expect(signedBytes({ ...one, revisionEnd: null }, 1000)).toBeNull()
  for (const integrity of ['BROKEN', 'UNVERIFIABLE'] as const)
    expect(signedBytes({ ...one, integrity }, 1000)).toBeNull()
})

test('what the device could not read is no verdict', () => {
  const report = { verdict: 'VALID', error: null } as SignatureReport
  expect(findingOf(report)).toBe('VALID')
  expect(findingOf({ ...report, error: 'internal' })).toBe('INDETERMINATE')
  expect(findingOf({ ...report, verdict: null })).toBe('unsigned')
})

describe('the colour of the device’s own word', () => {
  const bundle = { issue: 1, date: '2026-11-20' }
  const trust = (colour: (typeof colours)[number], code: string) => ({ badge: { colour, code }, bundle })
  const green = { colour: 'green', code: 'valid' } as const
  test.each([
    ['agrees and is good', green, 'VALID', trust('green', 'valid'), 'green'],
    ['judged the content alone', green, 'VALID', null, 'neutral'],
    ['agrees, with a warning', green, 'WARN', trust('green', 'valid'), 'neutral'],
    ['finds it revoked', green, 'VALID', trust('red', 'revoked'), 'red'],
    ['knows no issuer', green, 'VALID', trust('amber', 'issuerUnknown'), 'amber'],
    [
      'is kinder than the server',
      { colour: 'red', code: 'revoked' },
      'VALID',
      trust('green', 'valid'),
      'amber',
    ],
    ['finds other bytes', green, 'otherFile', null, 'red'],
    ['finds it broken', green, 'INVALID', trust('green', 'valid'), 'red'],
    ['finds no signature where one is said', green, 'unsigned', null, 'red'],
    ['could not check', green, 'failed', null, 'neutral'],
  ] as const)('%s', (_, server, finding, own, colour) => expect(ownColour(server, finding, own)).toBe(colour))
})

test('every code has its words in both languages, and every colour a tone', () => {
  for (const language of ['vi', 'en'] as const)
    for (const key of Object.keys(signatureWords.vi)) expect(signatureWords[language]).toHaveProperty([key])
  expect(colours.map(toneOf)).toEqual(['yes', 'other', 'abstain', 'no', 'none'])
})

describe('what was changed, and whether the certificate was good', () => {
  const reason = (code: 'change.page' | 'change.annotation' | 'change.unexplained' | 'time.claimedOnly') => ({ code, object: null, offset: null, detail: null }) // prettier-ignore
  test('forbidden changes are named, each once; without a name it is another part', () => {
    const reasons = [reason('change.page'), reason('change.page'), reason('time.claimedOnly')]
    expect(changedIn({ modifications: 'FORBIDDEN', reasons })).toEqual(['what.page'])
    expect(changedIn({ modifications: 'FORBIDDEN', reasons: [reason('change.unexplained')] })).toEqual([
      'what.other',
    ])
    expect(changedIn({ modifications: 'ANNOTATION', reasons: [reason('change.annotation')] })).toEqual([
      'what.annotation',
    ])
    expect(changedIn({ modifications: 'FORM_FILL', reasons })).toEqual([])
  })
  test('valid when signed only where a time stamp proves when', () => {
    const certificate = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' }
    const at = (time: string, timeProven: boolean) =>
      validityWord({ certificate, trust: { time, timeProven } } as unknown as Parameters<
        typeof validityWord
      >[0])
    expect(at('2026-06-01T00:00:00Z', true)).toBe('validity.proven')
    expect(at('2026-06-01T00:00:00Z', false)).toBe('validity.now')
    expect(at('2028-06-01T00:00:00Z', false)).toBe('validity.ended')
  })
})
