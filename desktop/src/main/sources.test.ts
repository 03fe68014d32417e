/** What the sources of the shell must not contain (reliability, 5.8, items 7, 10, 16). */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folders = ['.', '../preload'].map((name) => join(import.meta.dirname, name))
const sources = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const),
)

test.each([
  ['openExternal', /openExternal|import \{[^}]*\bshell\b[^}]*\} from 'electron'/],
  ['deep links', /setAsDefaultProtocolClient/],
  ['the crash reporter', /crashReporter/],
  ['the synchronous keystore', /\.(?:en|de)cryptString\(/],
  ['a way around certificates', /rejectUnauthorized: false|answer\(true\)|callback\(true\)/, ['meet.ts']],
  ['code made of text', /\beval\(|new Function\(|executeJavaScript|insertCSS/],
  ['a generic road', /exposeInMainWorld\([^)]*ipcRenderer|ipcMain\.on\(/],
] as [string, RegExp, string[]?][])('no source holds %s', (_, pattern, but = []) => {
  expect(sources.filter(([, text]) => pattern.test(text)).map(([name]) => name)).toEqual(but)
})

test('the first meeting looks at certificates and says nothing', () => {
  const [, text = ''] = sources.find(([name]) => name === 'meet.ts') ?? []
  expect(text).toContain('tls.connect(')
  expect(text).not.toMatch(/\.(?:write|end|pipe)\(|request\(/)
})

test('Electron’s values are used in main.ts and preload.ts alone; elsewhere its types', () => {
  const users = sources
    .filter(([, text]) => /^import (?!type\b)(?:\{[^}]*\}|\w+) from 'electron'/m.test(text))
    .map(([name]) => name)
  expect(users.sort()).toEqual(['main.ts', 'preload.ts'])
})
