import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createContent, type Content, type Rules } from './content.ts'
import { chance, markOf } from './door.fixture.ts'
import { addRange, covers, rangesOf, union, type Ranges } from './ranges.ts'
import { scanUpdate } from './scan.ts'

const limits = { clients: 1000, structs: 1_000_000 }
const rules: Rules = { shared: true, mayClear: false, roomBytes: 1e9, personBytes: 1e9 }
const seed = Number(process.env['SEED'] ?? 20261103)

const scanned = (bytes: Uint8Array) => {
  const scan = scanUpdate(bytes, limits)
  if (!scan) throw new Error('not an update')
  return scan
}

const docOf = (content: Content) => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, content.beyond(new Map()))
  return doc
}

/** Everything a document can hold, changed at random; no letters of two units, which Yjs itself may tear apart. */
function live(doc: Y.Doc, random: () => number) {
  const pick = (many: number) => Math.floor(random() * many)
  const map = doc.getMap('marks')
  const text = doc.getText('text')
  const list = doc.getArray('list')
  const key = `k${pick(6)}`
  switch (pick(9)) {
    case 0:
      return map.set(key, { ...markOf('an'), n: pick(1e9) - 5e8, f: random(), b: 7n, u: undefined, x: null })
    case 1:
      return map.delete(key)
    case 2:
      return text.insert(pick(text.length + 1), ['ghi chú', 'đ', 'x'.repeat(pick(40) + 1)][pick(3)] ?? '')
    case 3:
      return text.length > 0 && text.delete(pick(text.length), 1)
    case 4:
      return text.length > 1 && text.format(0, pick(text.length) + 1, { bold: random() < 0.5 || null })
    case 5:
      return list.insert(pick(list.length + 1), [
        pick(9),
        'hai',
        [true, { ba: 3 }],
        new Uint8Array([1, 2, 3]),
      ])
    case 6:
      return list.length > 2 && list.delete(pick(list.length - 2), 2)
    case 7:
      return map.set(key, new Y.Map([['a', new Y.Text('trong')]]))
    default:
      return text.insertEmbed(0, { image: 'x' })
  }
}

const plain = (doc: Y.Doc) => ({
  marks: doc.getMap('marks').toJSON(),
  text: doc.getText('text').toDelta() as unknown,
  list: doc.getArray('list').toJSON(),
})

describe(`random lives (SEED=${seed})`, () => {
  test('what Yjs writes is taken, and what is given back is the same document', () => {
    for (let round = 0; round < 40; round++) {
      const random = chance(seed + round)
      const docs = [new Y.Doc(), new Y.Doc(), new Y.Doc()]
      const content = createContent({ ...rules, shared: false })
      for (const doc of docs) {
        doc.on('update', (update: Uint8Array, origin: unknown) => {
          if (origin !== 'server')
            expect(content.accept('an', scanned(update), 'said')).not.toBeTypeOf('string')
        })
      }
      for (let step = 0; step < 120; step++) {
        const doc = docs[Math.floor(random() * 3)] ?? new Y.Doc()
        live(doc, random)
        if (random() < 0.2) Y.applyUpdate(doc, content.beyond(clocks(doc)), 'server')
        if (random() < 0.03) content.tidy()
      }
      for (const doc of docs) Y.applyUpdate(doc, content.beyond(clocks(doc)), 'server')
      const [first, second, third] = docs.map(plain)
      expect(second).toEqual(first)
      expect(third).toEqual(first)
      expect(plain(docOf(content))).toEqual(first)
      content.tidy()
      const tidied = docOf(content)
      expect(plain(tidied)).toEqual(first)
      expect(tidied.store.pendingStructs).toBeNull()
      const copy = createContent({ ...rules, shared: false })
      expect(copy.accept('an', scanned(content.partOf('an')), 'all')).not.toBeTypeOf('string')
      expect(copy.beyond(new Map())).toEqual(content.beyond(new Map()))
    }
  })

  test('a damaged update is refused or harmless: no client throws, and nothing hangs in the air', () => {
    const random = chance(seed)
    let taken = 0
    for (let round = 0; round < 6_000; round++) {
      const doc = new Y.Doc()
      for (let i = 0; i < 4; i++) live(doc, random)
      const bytes = Y.encodeStateAsUpdate(doc)
      const changes = 1 + Math.floor(random() * 3)
      for (let i = 0; i < changes; i++)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
      const scan = scanUpdate(bytes, limits)
      if (!scan) continue
      const content = createContent({ ...rules, shared: false })
      if (typeof content.accept('an', scan, 'said') === 'string') continue
      taken++
      const reader = docOf(content)
      expect(reader.store.pendingStructs).toBeNull()
      content.tidy()
      expect(docOf(content).store.pendingStructs).toBeNull()
    }
    // Most damage hits a letter of a text: the test would prove nothing if all were refused.
    expect(taken).toBeGreaterThan(500)
  })

  test('ranges behave as a set', () => {
    const random = chance(seed)
    for (let round = 0; round < 200; round++) {
      const ranges: Ranges = []
      const set = new Set<number>()
      for (let step = 0; step < 60; step++) {
        const start = Math.floor(random() * 80)
        const end = start + 1 + Math.floor(random() * 12)
        const all = Array.from({ length: end - start }, (_, i) => start + i)
        expect(covers(ranges, start, end)).toBe(all.every((clock) => set.has(clock)))
        expect(addRange(ranges, start, end)).toBe(all.some((clock) => !set.has(clock)))
        for (const clock of all) set.add(clock)
      }
      const pairs = Array.from({ length: 30 }, () => Math.floor(random() * 120)).map(
        (start): [number, number] => [start, start + 1 + Math.floor(random() * 5)],
      )
      const one = [...ranges]
      for (const [start, end] of pairs) addRange(one, start, end)
      expect(union([...ranges], rangesOf(pairs))).toEqual(one)
      for (let i = 2; i < ranges.length; i += 2) expect(ranges[i]).toBeGreaterThan(ranges[i - 1] ?? Infinity)
      expect(set.size).toBe(ranges.reduce((sum, at, i) => sum + (i % 2 ? at : -at), 0))
    }
  })
})

const clocks = (doc: Y.Doc) => Y.decodeStateVector(Y.encodeStateVector(doc))

describe('whose part is whose', () => {
  const markBy = (author: string, key = 'm') => {
    const doc = new Y.Doc()
    doc.getMap('marks').set(key, markOf(author))
    return doc
  }
  const state = (doc: Y.Doc) => scanned(Y.encodeStateAsUpdate(doc))

  test('an update already known says nothing new', () => {
    const content = createContent(rules)
    const doc = markBy('an')
    expect(content.accept('an', state(doc), 'said')).not.toBeNull()
    expect(content.accept('an', state(doc), 'said')).toBeNull()
    expect(content.accept('binh', state(doc), 'all')).toBeNull()
  })

  test('everything a device brings: its own part is taken, others’ parts are left to them', () => {
    const content = createContent(rules)
    const doc = markBy('an', 'a')
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(markBy('binh', 'b')))
    expect(content.accept('binh', state(doc), 'all')).toMatchObject({ runs: [{ structs: 1 }] })
    expect(docOf(content).getMap('marks').toJSON()).toEqual({ b: markOf('binh') })
    content.accept('an', state(doc), 'all')
    expect(docOf(content).getMap('marks').size).toBe(2)
  })

  test('a cut within one struct: what is known is left out', () => {
    const content = createContent({ ...rules, shared: false })
    const doc = new Y.Doc()
    doc.getText('t').insert(0, 'mở')
    content.accept('an', state(doc), 'said')
    doc.getText('t').insert(2, ' đầu')
    expect(content.accept('an', state(doc), 'said')).toMatchObject({ runs: [{ clock: 2, end: 6 }] })
    expect(docOf(content).getText('t').toString()).toBe('mở đầu')
  })

  test('two who need each other in a circle are refused', () => {
    const content = createContent({ ...rules, shared: false })
    // client 1 and client 2, one value each, each to the right of the other's.
    const item = (client: number, other: number) => [1, client, 0, 0x88, other, 0, 1, 120]
    const circle = Uint8Array.from([2, ...item(2, 1), ...item(1, 2), 0])
    expect(content.accept('an', scanned(circle), 'said')).toBe('gap')
  })

  test('the presenter may wipe what his predecessor drew, a member of a group may not', () => {
    for (const mayClear of [true, false]) {
      const content = createContent({ ...rules, mayClear })
      const doc = markBy('an')
      content.accept('an', state(doc), 'said')
      const vector = Y.encodeStateVector(doc)
      doc.getMap('marks').delete('m')
      const wipe = scanned(Y.encodeStateAsUpdate(doc, vector))
      const taken = content.accept('binh', wipe, 'said')
      if (mayClear) expect(docOf(content).getMap('marks').size).toBe(0)
      else expect(taken).toBe('forged')
    }
  })

  test('tidying forgets what was deleted and nothing else', () => {
    const content = createContent(rules)
    const doc = new Y.Doc({ gc: false })
    doc.on('update', (update: Uint8Array) => void content.accept('an', scanned(update), 'said'))
    for (let i = 0; i < 200; i++) doc.getMap('marks').set('m', markOf('an', `bí mật ${i}`))
    const before = content.bytes
    content.tidy()
    expect(content.bytes).toBeLessThan(before / 10)
    expect(Buffer.from(content.beyond(new Map())).includes('bí mật 3')).toBe(false)
    expect(docOf(content).getMap('marks').toJSON()).toEqual({ m: markOf('an', 'bí mật 199') })
  })
})
