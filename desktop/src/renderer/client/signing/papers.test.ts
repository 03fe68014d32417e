/** What the device asks before anybody signs, and how it waits for a time stamp. */
import { describe, expect, test, vi } from 'vitest'
import { Unreachable } from '../bridge.ts'
import type { Http } from '../http.ts'
import { sha256Of } from '../trust.ts'
import { createPapers } from './papers.ts'

const bytes = new TextEncoder().encode('%PDF-1.7 biên bản')
const issued = { size: bytes.length, places: [], signatures: 0, timeStamps: true }

type Answers = Partial<Record<string, readonly unknown[]>>
/** Answers in turn; the last one again. */
function server(answers: Answers, file: Uint8Array<ArrayBuffer> = bytes) {
  const asked: string[] = []
  const http = {
    call: async (name: string) => {
      const before = asked.filter((one) => one === name).length
      asked.push(name)
      const all = answers[name] ?? []
      const answer = all[Math.min(before, all.length - 1)]
      if (answer instanceof Error) throw answer
      return answer
    },
    download: async () => ({ status: 200, bytes: async () => file.slice().buffer }),
  } as unknown as Pick<Http, 'call' | 'download'>
  return { papers: createPapers(http, 'k1'), asked }
}

describe('issuing', () => {
  test('bytes that hash to their name are handed on', async () => {
    const sha256 = await sha256Of(bytes)
    const { papers } = server({ signingIssue: [{ ...issued, sha256 }] })
    expect(await papers.issue({ kind: 'minutes' })).toMatchObject({ sha256, bytes })
  })
  test('other bytes are never signed; a refusal and silence are told', async () => {
    const other = server({ signingIssue: [{ ...issued, sha256: '0'.repeat(64) }] })
    expect(await other.papers.issue({ kind: 'minutes' })).toEqual({ refused: 'file.hashMismatch' })
    const no = server({ signingIssue: [{ refused: 'session.notOpen' }] })
    expect(await no.papers.issue({ kind: 'minutes' })).toEqual({ refused: 'session.notOpen' })
    const away = server({ signingIssue: [new Unreachable('away')] })
    expect(await away.papers.issue({ kind: 'minutes' })).toBe('unreachable')
  })
})

describe('time stamps', () => {
  const digest = new Uint8Array(32)
  test('waits while the authority thinks, over a lost line too', async () => {
    vi.useFakeTimers()
    const waiting = { state: 'waiting', token: null }
    const { papers, asked } = server({
      stampAsk: [{ stamp: 'a' }],
      stampState: [waiting, new Unreachable('away'), { state: 'done', token: btoa('abc') }],
    })
    const token = papers.stamp(digest)
    await vi.runAllTimersAsync()
    expect(await token).toEqual(new TextEncoder().encode('abc'))
    expect(asked.filter((one) => one === 'stampState')).toHaveLength(3)
    vi.useRealTimers()
  })
  test('none: not configured, not answering, forgotten', async () => {
    const none = [{ stampAsk: [{ refused: 'signing.noTimeStamps' }] }, { stampAsk: [{ stamp: 'a' }], stampState: [{ state: 'none', token: null }] }, { stampAsk: [{ stamp: 'a' }], stampState: [{ refused: 'request.notFound' }] }] // prettier-ignore
    for (const answers of none) expect(await server(answers).papers.stamp(digest)).toBeNull()
  })
})
