/** Words: both languages complete, nothing left unfilled, no developer's word. */
import { describe, expect, it } from 'vitest'
import type { Words } from './words.ts'

const modules = import.meta.glob<Readonly<Record<string, unknown>>>(
  ['./*.ts', '!./words.ts', '!./*.test.ts'],
  {
    eager: true,
  },
)

const isWords = (value: unknown): value is Words<string> =>
  typeof value === 'object' && value !== null && 'vi' in value && 'en' in value && 'part' in value

const loaded = Object.entries(modules).map(
  ([name, module]) => [name, Object.values(module).filter(isWords)] as const,
)

const holes = (sentence: string): readonly string[] =>
  [...new Set([...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? ''))].toSorted()

describe.each(loaded)('%s', (_name, sets) => {
  it('has words', () => expect(sets.length).toBeGreaterThan(0))

  it.each(sets.map((set) => [set.part, set] as const))('%s: both languages, the same holes', (_part, set) => {
    expect(Object.keys(set.en).toSorted()).toEqual(Object.keys(set.vi).toSorted())
    for (const [key, vi] of Object.entries(set.vi)) {
      const en = set.en[key] ?? ''
      expect(vi.trim(), key).not.toBe('')
      expect(en.trim(), key).not.toBe('')
      expect(holes(en), key).toEqual(holes(vi))
      expect(vi.normalize('NFC'), key).toBe(vi)
    }
  })

  it('speaks no jargon', () => {
    const jargon =
      /\b(SHA-?256|hash|JSON|CSV|API|token|server|log|cache|upload|null|undefined|error|click)\b/i
    for (const set of sets)
      for (const [key, vi] of Object.entries(set.vi)) expect(jargon.test(vi), `${key}: ${vi}`).toBe(false)
  })
})
