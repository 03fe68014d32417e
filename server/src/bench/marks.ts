/**
 * 10,000 marks in one document: how long a device needs to open them, and what they weigh on the server's disk.
 * What must stay true: marks like people's (words marked, stickies, strokes of a pen), written in parcels as the client
 * writes them and taken in by the server's own room; plain size is that of their JSON.
 */
import { createMarkBox } from '@nghi-truong/shared/private-layer/mark-box'
import { mark as markShape, marksKey, type Mark } from '@nghi-truong/shared/protocol/rooms'
import { seeded } from '@nghi-truong/shared/reading/revise'
import * as Y from 'yjs'
import { createContent, type Content } from '../annotations/content.ts'
import { scanUpdate } from '../annotations/scan.ts'
import { median, type Row } from './row.ts'

const words =
  'tổng thu ngân sách nhà nước trên địa bàn tỉnh năm 2026 ước đạt vượt dự toán được Hội đồng nhân dân giao'.split(
    ' ',
  )

function makeMark(random: () => number, n: number, strokes: number): Mark {
  const whole = (most: number): number => Math.floor(random() * most)
  const said = (count: number): string =>
    Array.from({ length: count }, () => words[whole(words.length)] ?? '').join(' ')
  const common = {
    page: 1 + whole(300),
    colour: 'yellow',
    author: 'db020',
    at: '2026-11-22T01:00:00.000Z',
    v: 1,
  } as const
  const box: [number, number, number, number] = [whole(4000) / 10, whole(7000) / 10, 120, 12]
  const kind = random()
  if (kind < strokes) {
    const points = 20 + whole(60)
    const path = Array.from({ length: 3 * points }, (_, at) => {
      if (at % 3 === 2) return 90 + whole(80)
      return at < 3 ? whole(5000) : whole(60) - 30
    })
    return { kind: 'pen', ...common, colour: 'blue', box, path, width: 22 }
  }
  if (kind < strokes + 0.15) return { kind: 'note', ...common, box, text: `${said(12)} ${n}` }
  return {
    kind: 'highlight',
    ...common,
    quads: Array.from({ length: 1 + whole(3) }, (): [number, number, number, number] => [
      whole(4000) / 10,
      whole(7000) / 10,
      300,
      13,
    ]),
    quote: { prefix: said(6), exact: said(4 + whole(20)), suffix: said(6) },
  }
}

const rules = { shared: false, mayClear: false, roomBytes: 1 << 30, personBytes: 1 << 30 }
const limits = { clients: 64, structs: 1_000_000 }

/** Bytes of marks as JSON in one update, as in the client. */
const parcelBytes = 8 * 1024

/** @returns the server's room after everything was written there */
function written(marks: readonly Mark[], value: (id: string, mark: Mark) => unknown): Content {
  const doc = new Y.Doc()
  const content = createContent(rules)
  doc.on('update', (update: Uint8Array) => {
    const scan = scanUpdate(update, limits)
    const taken = scan && content.accept('db020', scan, 'said')
    if (!taken || typeof taken === 'string') throw new Error(`refused: ${taken ?? 'not read'}`)
  })
  const map = doc.getMap<unknown>(marksKey)
  let open: (readonly [string, unknown])[] = []
  let weight = 0
  const flush = (): void =>
    doc.transact(() => {
      for (const [id, one] of open) map.set(id, one)
      open = []
      weight = 0
    })
  marks.forEach((mark, n) => {
    const id = n.toString(16).padStart(32, '0')
    weight += JSON.stringify(mark).length
    open.push([id, value(id, mark)])
    if (weight > parcelBytes) flush()
  })
  flush()
  doc.destroy()
  return content
}

/** From the bytes the device keeps to lists of marks by page. Milliseconds. */
function openMs(update: Uint8Array, read: (id: string, value: unknown) => unknown, count: number): number {
  const start = performance.now()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const pages = new Map<number, Mark[]>()
  let found = 0
  for (const [id, value] of doc.getMap<unknown>(marksKey).entries()) {
    const mark = markShape.safeParse(read(id, value))
    if (!mark.success) continue
    found++
    const page = pages.get(mark.data.page)
    if (page) page.push(mark.data)
    else pages.set(mark.data.page, [mark.data])
  }
  const ms = performance.now() - start
  doc.destroy()
  if (found !== count) throw new Error(`${found} of ${count} marks were read`)
  return ms
}

export function benchMarks(quick: boolean): readonly Row[] {
  const count = quick ? 2000 : 10_000
  const rounds = quick ? 3 : 7
  const room = `session.${'0'.repeat(64)}.private:db020`
  let nonce = 0
  // Nonces need not be secret here, only different.
  const random = (length: number): Uint8Array => {
    nonce++
    return Uint8Array.from({ length }, (_, n) => (nonce >> (8 * (n % 4))) & 0xff)
  }
  const box = createMarkBox({ epoch: 1, keys: new Map([[1, new Uint8Array(32).fill(7)]]) }, random)
  return (
    [
      ['words and stickies', 0.2],
      ['mostly strokes', 0.8],
    ] as const
  ).flatMap(([what, strokes]): Row[] => {
    const source = seeded(20_261_122)
    const marks = Array.from({ length: count }, (_, n) => makeMark(source, n, strokes))
    const plain = Buffer.byteLength(JSON.stringify(marks))
    const layers = [
      ['group', (_: string, mark: Mark): unknown => mark, (_: string, value: unknown): unknown => value],
      [
        'private',
        (id: string, mark: Mark): unknown => box.seal(room, id, mark),
        (id: string, value: unknown): unknown => box.open(room, id, value),
      ],
    ] as const
    return layers.flatMap(([layer, write, read]): Row[] => {
      const content = written(marks, write)
      const stored = content.beyond(new Map())
      const times = Array.from({ length: rounds }, () => openMs(stored, read, count))
      const name = `${count} marks (${what}) in a ${layer} layer`
      return [
        {
          part: 'c',
          name: `${name}, opened`,
          value: median(times),
          unit: 'ms',
          target: { of: 'value', most: 500 },
        },
        {
          part: 'c',
          name: `${name}, stored`,
          value: stored.length / 1e6,
          unit: 'MB',
          baseline: { name: 'plain JSON', value: plain / 1e6 },
          target: { of: 'ratio', most: 3 },
        },
      ]
    })
  })
}
