/** The chain: links, and what breaks them. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkLink, emptyHead, link, portableHash, type Entry, type Hash, type Head } from './chain.ts'

const node: Hash = (text) => createHash('sha256').update(text).digest('hex')

function make(count: number, hash: Hash = portableHash): Entry[] {
  const entries: Entry[] = []
  let head: Head = emptyHead('kyhop', hash)
  for (let n = 0; n < count; n++) {
    const entry = link(
      head,
      {
        log: 'kyhop',
        epoch: 1,
        ts: '2026-12-08T01:00:00.000Z',
        mono: n,
        boot: 'b',
        type: 'ballot.cast',
        actor: `d${n}`,
      },
      { command: `c${n}`, device: null, data: { choice: 'yes' }, salt: `s${n}` },
      hash,
    )
    entries.push(entry)
    head = { seq: entry.header.seq, hash: entry.hash }
  }
  return entries
}

const firstFault = (entries: readonly Entry[]): string | null => {
  let head = emptyHead('kyhop', node)
  for (const entry of entries) {
    const fault = checkLink(head, entry, 'kyhop', node)
    if (fault) return `${entry.header.seq} ${fault}`
    head = { seq: entry.header.seq, hash: entry.hash }
  }
  return null
}

describe('chain', () => {
  it('is the same by either hash', () => expect(make(3, node)).toEqual(make(3, portableHash)))
  it('holds', () => expect(firstFault(make(5))).toBeNull())
  it('tells an altered payload', () => {
    const entries = make(5)
    const third = entries[2]
    if (!third) throw new Error('no third')
    entries[2] = { ...third, payload: { ...third.payload, data: { choice: 'no' } } }
    expect(firstFault(entries)).toBe('3 body')
  })
  it('tells an altered header', () => {
    const entries = make(5)
    const third = entries[2]
    if (!third) throw new Error('no third')
    entries[2] = { ...third, header: { ...third.header, actor: 'someone' } }
    expect(firstFault(entries)).toBe('3 hash')
  })
  it('tells a header rewritten with its hash, at the next link', () => {
    const entries = make(5)
    const third = entries[2]
    const second = entries[1]
    if (!third || !second) throw new Error('no third')
    const { v: _v, seq: _seq, prev: _prev, body: _body, ...fields } = third.header
    entries[2] = link({ seq: 2, hash: second.hash }, { ...fields, actor: 'someone' }, third.payload, node)
    expect(firstFault(entries)).toBe('4 prev')
  })
  it('tells a gap, a swap and a foreign log', () => {
    const gap = make(5).toSpliced(2, 1)
    expect(firstFault(gap)).toBe('4 seq')
    const [a, b, ...rest] = make(5)
    if (!a || !b) throw new Error('too few')
    expect(firstFault([b, a, ...rest])).toBe('2 seq')
    expect(checkLink(emptyHead('other', node), a, 'other', node)).toBe('log')
  })
  it('tells a form that could not have been written', () => {
    const [first] = make(1)
    if (!first) throw new Error('none')
    const odd = { ...first, payload: { ...first.payload, data: 0.5 } }
    expect(firstFault([odd])).toBe('1 form')
  })
})
