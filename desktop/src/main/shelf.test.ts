import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sealOverhead } from './seal.ts'
import { createShelf } from './shelf.ts'
import { tempFolder } from './testing/fakes.ts'

const document = 'a'.repeat(64)
const other = 'b'.repeat(64)
const bytes = (text: string) => new Uint8Array(Buffer.from(text))

const setUp = (limit = 1_000_000) => {
  const folder = tempFolder()
  const key = new Uint8Array(randomBytes(32))
  const open = (withKey: Uint8Array = key) =>
    createShelf({ folder, limit, keystore: { keyFor: () => Promise.resolve(withKey) } })
  return { folder, open }
}

const onlyFile = (folder: string, name: string): string => join(folder, readdirSync(folder)[0] ?? '', name)

describe('shelf', () => {
  test('keeps pieces and notes over a restart', async () => {
    const { open } = setUp()
    const note = { sha256: document, size: 20, whole: false, usedAt: 5 }
    expect(await open().keep(document, 10, bytes('mười'))).toBeNull()
    expect(await open().keep(document, 2, bytes('hai'))).toBeNull()
    expect(await open().writeNote(note)).toBeNull()
    expect(await open().piece(document, 10)).toEqual(bytes('mười'))
    expect(await open().held(document)).toEqual([2, 10])
    expect(await open().notes()).toEqual([note])
    expect(await open().piece(document, 3)).toEqual({ refused: 'shelf.absent' })
    expect(await open().piece(other, 2)).toEqual({ refused: 'shelf.absent' })
    expect(await open().held(other)).toEqual([])
  })

  test('neither content nor hash can be read from the disk', async () => {
    const { folder, open } = setUp()
    await open().keep(document, 0, bytes('dự thảo nghị quyết'))
    await open().writeNote({ sha256: document, size: 1, whole: true, usedAt: 1 })
    const names = readdirSync(folder, { recursive: true }).map(String)
    expect(names.join(' ')).not.toContain(document)
    for (const name of names.filter((one) => /piece|note/.test(one))) {
      const raw = readFileSync(join(folder, name))
      expect(raw.includes('nghị quyết')).toBe(false)
      expect(raw.includes(document)).toBe(false)
    }
  })

  test('a changed byte is found', async () => {
    const { folder, open } = setUp()
    await open().keep(document, 0, bytes('năm tỷ đồng'))
    const path = onlyFile(folder, '0.piece')
    const raw = readFileSync(path)
    raw[40] = (raw[40] ?? 0) ^ 0x80
    writeFileSync(path, raw)
    expect(await open().piece(document, 0)).toEqual({ refused: 'shelf.damaged' })
  })

  test('a piece moved to another place is found', async () => {
    const { folder, open } = setUp()
    await open().keep(document, 0, bytes('một'))
    renameSync(onlyFile(folder, '0.piece'), onlyFile(folder, '1.piece'))
    expect(await open().piece(document, 1)).toEqual({ refused: 'shelf.damaged' })
  })

  test('another key opens nothing', async () => {
    const { folder, open } = setUp()
    await open().keep(document, 0, bytes('một'))
    await open().writeNote({ sha256: document, size: 1, whole: true, usedAt: 1 })
    const stranger = new Uint8Array(randomBytes(32))
    expect(await open(stranger).piece(document, 0)).toEqual({ refused: 'shelf.absent' })
    expect(await open(stranger).notes()).toEqual([])
    // Even put where the stranger would look for it.
    await open(stranger).keep(document, 0, bytes('x'))
    const [a = '', b = ''] = readdirSync(folder)
    const mine = readdirSync(join(folder, a)).includes('note') ? a : b
    const theirs = mine === a ? b : a
    writeFileSync(join(folder, theirs, '0.piece'), readFileSync(join(folder, mine, '0.piece')))
    expect(await open(stranger).piece(document, 0)).toEqual({ refused: 'shelf.damaged' })
  })

  test('counts what is on the disk and refuses what does not fit, leaving the rest', async () => {
    const { open } = setUp(3 * (100 + sealOverhead))
    const shelf = open()
    const piece = new Uint8Array(100)
    for (const index of [0, 1, 2]) expect(await shelf.keep(document, index, piece)).toBeNull()
    expect(await shelf.used()).toBe(3 * (100 + sealOverhead))
    expect(await shelf.keep(document, 3, piece)).toEqual({ refused: 'shelf.full' })
    // Replacing does not grow.
    expect(await shelf.keep(document, 1, piece)).toBeNull()
    expect(await shelf.held(document)).toEqual([0, 1, 2])
    expect(await shelf.drop(document)).toBeNull()
    expect(await shelf.used()).toBe(0)
    expect(await shelf.keep(document, 3, piece)).toBeNull()
  })

  test('what a crash left half written does not count and goes', async () => {
    const { folder, open } = setUp()
    await open().keep(document, 0, bytes('một'))
    writeFileSync(onlyFile(folder, '1.piece.abc.part'), 'half')
    expect(await open().held(document)).toEqual([0])
    expect(readdirSync(join(folder, readdirSync(folder)[0] ?? ''))).toEqual(['0.piece'])
  })

  test('wipes everything, and refuses without a keystore', async () => {
    const { folder, open } = setUp()
    await open().keep(document, 0, bytes('một'))
    expect(await open().wipe()).toBeNull()
    expect(readdirSync(folder)).toEqual([])
    const none = createShelf({
      folder,
      limit: 1000,
      keystore: { keyFor: () => Promise.resolve({ refused: 'shell.noKeystore' }) },
    })
    const refusal = { refused: 'shell.noKeystore' }
    expect(await none.keep(document, 0, bytes('x'))).toEqual(refusal)
    expect(await none.piece(document, 0)).toEqual(refusal)
    expect(await none.held(document)).toEqual(refusal)
    expect(await none.writeNote({ sha256: document, size: 1, whole: true, usedAt: 1 })).toEqual(refusal)
    expect(await none.notes()).toEqual(refusal)
    expect(await none.drop(document)).toEqual(refusal)
    expect(await none.used()).toEqual(refusal)
    expect(await none.wipe()).toBeNull()
    expect(readdirSync(folder)).toEqual([])
  })
})
