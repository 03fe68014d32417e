import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { open as openFile, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { createOutbox } from './outbox.ts'
import { tempFolder } from './testing/fakes.ts'

const setUp = (limit?: number) => {
  const folder = tempFolder()
  const key = new Uint8Array(randomBytes(32))
  const open = () =>
    createOutbox({
      folder,
      keystore: { keyFor: () => Promise.resolve(key) },
      ...(limit === undefined ? {} : { limit }),
    })
  return { folder, key, open }
}

describe('outbox', () => {
  test('keeps order, replaces in place, removes', async () => {
    const { open } = setUp()
    const box = open()
    for (const id of ['c', 'a', 'b']) expect(await box.put({ id, text: id })).toBeNull()
    expect(await box.put({ id: 'a', text: 'second' })).toBeNull()
    expect(await open().all()).toEqual([
      { id: 'c', text: 'c' },
      { id: 'a', text: 'second' },
      { id: 'b', text: 'b' },
    ])
    expect(await box.remove('a')).toBeNull()
    expect(await box.remove('a')).toBeNull()
    expect(await box.put({ id: 'd', text: 'd' })).toBeNull()
    expect((await open().all()) as unknown).toEqual([
      { id: 'c', text: 'c' },
      { id: 'b', text: 'b' },
      { id: 'd', text: 'd' },
    ])
  })

  test('puts at once are all there', async () => {
    const { open } = setUp()
    const box = open()
    const ids = Array.from({ length: 30 }, (_, n) => `v${n}`)
    await Promise.all(ids.map((id) => box.put({ id, text: id })))
    expect(await open().all()).toEqual(ids.map((id) => ({ id, text: id })))
  })

  test('choices and ids cannot be read from the disk', async () => {
    const { folder, open } = setUp()
    await open().put({ id: 'ballot-17', text: '{"choice":"khongTanThanh"}' })
    for (const name of readdirSync(folder)) {
      expect(name).not.toContain('ballot-17')
      const raw = readFileSync(join(folder, name))
      expect(raw.includes('khongTanThanh') || raw.includes('ballot-17')).toBe(false)
    }
  })

  test('a damaged entry is refused aloud and stays', async () => {
    const { folder, open } = setUp()
    await open().put({ id: 'a', text: 'x' })
    const path = join(folder, readdirSync(folder)[0] ?? '')
    const raw = readFileSync(path)
    raw[raw.length - 1] = (raw.at(-1) ?? 0) ^ 1
    writeFileSync(path, raw)
    expect(await open().all()).toEqual({ refused: 'shelf.damaged' })
    expect(await open().put({ id: 'b', text: 'y' })).toEqual({ refused: 'shelf.damaged' })
    expect(readFileSync(path)).toEqual(raw)
  })

  test('is full at its limit; replacing is still possible', async () => {
    const { open } = setUp(1)
    const box = open()
    expect(await box.put({ id: 'a', text: 'x' })).toBeNull()
    expect(await box.put({ id: 'b', text: 'x' })).toEqual({ refused: 'outbox.full' })
    expect(await box.put({ id: 'a', text: 'y' })).toBeNull()
  })

  test('a failed write fails the put and nothing else', async () => {
    const { folder, open } = setUp()
    const box = open()
    await box.put({ id: 'a', text: 'x' })
    renameSync(folder, `${folder}.away`)
    writeFileSync(folder, 'no folder')
    await expect(box.put({ id: 'b', text: 'y' })).rejects.toThrow(/ENOTDIR|EEXIST/)
    rmSync(folder)
    renameSync(`${folder}.away`, folder)
    expect(await box.put({ id: 'b', text: 'y' })).toBeNull()
    expect((await open().all()) as unknown).toHaveLength(2)
  })

  test('has synced file and folder before it answers; a kill alone could not tell', async () => {
    const { folder, open } = setUp()
    const handle = await openFile(folder)
    const sync = vi.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'sync')
    await handle.close()
    const box = open()
    await box.all()
    sync.mockClear()
    await box.put({ id: 'a', text: 'x' })
    expect(sync).toHaveBeenCalledTimes(2)
    await box.remove('a')
    expect(sync).toHaveBeenCalledTimes(3)
    sync.mockRestore()
  })

  test('without a keystore nothing is stored', async () => {
    const folder = tempFolder()
    const box = createOutbox({
      folder,
      keystore: { keyFor: () => Promise.resolve({ refused: 'shell.noKeystore' }) },
    })
    expect(await box.put({ id: 'a', text: 'x' })).toEqual({ refused: 'shell.noKeystore' })
    expect(await box.all()).toEqual({ refused: 'shell.noKeystore' })
    expect(readdirSync(folder)).toEqual([])
  })

  test('survives kill -9: every acknowledged entry is there, whole, in its last or a later form', async () => {
    const { folder, key, open } = setUp()
    const acknowledged = new Map<string, number>()
    let next = 0
    for (let round = 0; round < 6; round++) {
      const writer = spawn(
        process.execPath,
        [
          join(import.meta.dirname, 'testing/outbox-writer.ts'),
          folder,
          Buffer.from(key).toString('hex'),
          String(next),
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      let seen = 0
      let rest = ''
      const wanted = 5 + round * 7
      writer.stdout.on('data', (piece: Buffer) => {
        const lines = (rest + piece.toString()).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          const [id = '', number = ''] = line.split(' ')
          acknowledged.set(id, Number(number))
          next = Number(number) + 1
          if (++seen === wanted) writer.kill('SIGKILL')
        }
      })
      const signal = await new Promise((resolve) => writer.on('close', (_code, by) => resolve(by)))
      expect(signal).toBe('SIGKILL')
      const all = await open().all()
      if ('refused' in all) throw new Error(all.refused)
      const found = new Map(all.map(({ id, text }) => [id, (JSON.parse(text) as { number: number }).number]))
      for (const [id, number] of acknowledged) expect(found.get(id) ?? -1, id).toBeGreaterThanOrEqual(number)
      // Numbers of the writer that were written but not acknowledged before the kill.
      next = Math.max(next, ...[...found.values()].map((number) => number + 1))
    }
    expect(acknowledged.size).toBeGreaterThan(20)
  })
})
