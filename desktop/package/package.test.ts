import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readAsar, writeAsar, type AsarFile } from './asar.ts'
import { findings } from './check-archive.ts'
import { defaultWire, fuseNames, readFuses, wanted, wrongFuses } from './fuses.ts'
import { ico, icns, iconFiles, png } from './icon.ts'

const file = (path: string, text = '', intact = true): AsarFile => ({
  path,
  bytes: Buffer.from(text),
  intact,
})
const good: readonly AsarFile[] = [
  file('package.json', '{"main":"main/main.js","type":"module"}'),
  file('main/main.js', 'import { app } from "electron";\nimport http from "node:http";\n'),
  file('main/preload.cjs', 'let electron = require("electron");'),
  file('renderer/index.html', '<html></html>'),
  file('renderer/assets/index-abc.js', 'export {}'),
]
const but = (...changed: readonly AsarFile[]): readonly AsarFile[] => [
  ...good.filter(({ path }) => !changed.some((one) => one.path === path)),
  ...changed,
]

describe('what may be in the archive', () => {
  test('the right content has no findings', () => expect(findings(good)).toEqual([]))

  test.each([
    ['node_modules/ws/index.js', ''],
    ['renderer/node_modules/x.js', ''],
    ['main/main.ts', ''],
    ['src/main/main.js', ''],
    ['renderer/assets/a.test.js', ''],
    ['renderer/assets/index-abc.js.map', ''],
    ['.env', ''],
    ['renderer/assets/server.pem', ''],
    ['renderer/assets/house.sqlite', ''],
    ['README.md', ''],
    ['renderer/assets/b.js', `const k = "-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}"`],
    ['renderer/assets/b.js', `const t = "ghp_${'a'.repeat(36)}"`],
    ['renderer/assets/b.js', '// /home/someone/project/src/main.ts'],
    ['renderer/assets/b.js', 'x\n//# sourceMappingURL=b.js.map'],
    ['package.json', '{"main":"main/main.js","type":"module","dependencies":{"ws":"8"}}'],
    ['package.json', '{"main":"index.js","type":"module"}'],
    ['package.json', '{"main":"main/main.js"}'],
    ['main/preload.cjs', 'require("fs")'],
    ['main/preload.cjs', 'x'.repeat(20_000)],
    ['main/main.js', 'import ws from "ws";\n'],
  ])('%s is found (%j)', (path, text) => expect(findings(but(file(path, text)))).toHaveLength(1))

  test('what is missing and what was changed is found', () => {
    for (const { path } of good.slice(0, 4))
      expect(findings(good.filter((one) => one.path !== path)), path).toContain(`${path}: missing`)
    expect(findings(but(file('renderer/index.html', '<html></html>', false)))).toHaveLength(1)
  })
})

describe('asar', () => {
  test('reads back what was written, and finds a changed byte', () => {
    const archive = writeAsar({ 'a.txt': 'một', 'b.js': 'export {}' })
    expect(readAsar(archive).map(({ path, bytes, intact }) => [path, bytes.toString(), intact])).toEqual([
      ['a.txt', 'một', true],
      ['b.js', 'export {}', true],
    ])
    archive[archive.length - 1] = 0
    expect(readAsar(archive).map(({ intact }) => intact)).toEqual([true, false])
    expect(() => readAsar(archive.subarray(0, -1))).toThrow('cut short')
  })
})

describe('fuses', () => {
  const wire = (states: string): Buffer =>
    Buffer.concat([Buffer.from('MZ..'), defaultWire().subarray(0, 34), Buffer.from(states)])
  const right = fuseNames.map((name) => (wanted[name] ? '1' : '0')).join('')

  test('as wanted, each wrong one named, a removed one too', () => {
    expect(wrongFuses(wire(right))).toEqual([])
    for (const [index, name] of fuseNames.entries()) {
      const turned = right
        .split('')
        .map((state, at) => (at === index ? (state === '1' ? '0' : '1') : state))
        .join('')
      expect(wrongFuses(wire(turned))).toEqual([expect.stringContaining(name)])
    }
    expect(wrongFuses(wire(`r${right.slice(1)}`))).toHaveLength(1)
    expect(readFuses(wire(right))['runAsNode']).toBe('0')
  })

  test('no wire, two wires, another version', () => {
    expect(() => readFuses(Buffer.from('MZ'))).toThrow('no fuse wire')
    expect(() => readFuses(Buffer.concat([wire(right), wire(right)]))).toThrow('more than one')
    const other = wire(right)
    other[4 + 32] = 2
    expect(() => readFuses(other)).toThrow('version 2')
  })

  test('the builder’s configuration says the same', () => {
    const text = readFileSync(join(import.meta.dirname, '../../electron-builder.yml'), 'utf8')
    for (const name of fuseNames) expect(text).toContain(`  ${name}: ${wanted[name]}\n`)
    const { devDependencies } = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
    ) as {
      devDependencies: Record<string, string>
    }
    expect(text).toContain(`electronVersion: ${devDependencies['electron']}\n`)
  })
})

describe('icon', () => {
  test('the files here are what the code draws', () => {
    const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
    for (const [name, make] of Object.entries(iconFiles))
      expect(hash(readFileSync(join(import.meta.dirname, name))), name).toBe(hash(make()))
  })

  test('corners are clear, the ground is navy, the lectern red', () => {
    const size = 64
    const bytes = png(size)
    const at = bytes.indexOf('IDAT')
    const rows = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)))
    const pixel = (x: number, y: number): readonly number[] => [
      ...rows.subarray(y * (size * 4 + 1) + 1 + x * 4).subarray(0, 4),
    ]
    expect(pixel(0, 0)[3]).toBe(0)
    expect(pixel(32, 10)).toEqual([0x14, 0x36, 0x5f, 255])
    expect(pixel(32, 46)).toEqual([0xd8, 0x45, 0x3e, 255])
    expect(pixel(24, 21)).toEqual([0xf2, 0xc1, 0x4e, 255])
  })

  test('containers hold whole PNGs', () => {
    expect(ico([16, 256]).readUInt16LE(4)).toBe(2)
    expect(icns().readUInt32BE(4)).toBe(icns().length)
  })

  test('the shapes are those of the renderer’s emblem', () => {
    const svg = readFileSync(join(import.meta.dirname, '../src/renderer/emblem.svg'), 'utf8')
    const drawn = readFileSync(join(import.meta.dirname, 'icon.ts'), 'utf8')
    const circles = [...svg.matchAll(/cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"/g)]
    expect(circles.length).toBeGreaterThan(5)
    for (const [, cx, cy, r] of circles) expect(drawn).toContain(`circle(${cx}, ${cy}, ${r},`)
  })
})
