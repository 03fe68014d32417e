/**
 * What may be in the packaged archive, and what must.
 * What must stay true: every file is named by a rule here; anything else in the archive is a finding.
 */
import type { AsarFile } from './asar.ts'

const required = ['package.json', 'main/main.js', 'main/preload.cjs', 'renderer/index.html']

/** Kinds of files of a built renderer. */
const rendererFile =
  /^renderer\/[^/]+\.(?:html|js|css|svg|png|ico|webmanifest)$|^renderer\/assets\/[^/]+\.(?:m?js|css|svg|png|woff2?|ttf|pfb|bcmap|wasm|icc|json)$/

const secrets: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{40}/],
  ['a token', /\b(?:ghp|gho|npm)_[A-Za-z0-9]{30,}|\bAKIA[0-9A-Z]{16}\b/],
  [
    'a path of the machine it was built on',
    /\/(?:home|root|Users|work)\/[a-z][\w-]*\/[\w./-]*(?:src|node_modules)\//i,
  ],
]

export function findings(files: readonly AsarFile[]): readonly string[] {
  const wrong: string[] = []
  const paths = new Set(files.map(({ path }) => path))
  for (const path of required) if (!paths.has(path)) wrong.push(`${path}: missing`)
  for (const { path, bytes, intact } of files) {
    if (!intact) wrong.push(`${path}: its hash in the archive does not fit`)
    if (path.split('/').includes('node_modules')) wrong.push(`${path}: node_modules`)
    else if (/\.tsx?$|\.test\.|(?:^|\/)(?:src|test|tests|testing)\//.test(path))
      wrong.push(`${path}: a source or a test`)
    else if (/\.map$|(?:^|\/)\.env|\.(?:pem|key|p12|pfx|sqlite|db|jsonl)$/.test(path))
      wrong.push(`${path}: not to be shipped`)
    else if (!required.includes(path) && !rendererFile.test(path)) wrong.push(`${path}: not expected`)
    if (/\.(?:m?js|cjs|css|html|json)$/.test(path)) {
      const text = bytes.toString('utf8')
      for (const [what, pattern] of secrets) if (pattern.test(text)) wrong.push(`${path}: ${what}`)
      if (/^\/\/# sourceMappingURL=/m.test(text)) wrong.push(`${path}: names a source map`)
    }
  }
  const text = (path: string): string => files.find((one) => one.path === path)?.bytes.toString('utf8') ?? ''
  wrong.push(...manifestFindings(text('package.json')))
  // Three kilobytes today; a library in it would run in every page's process.
  if (text('main/preload.cjs').length > 16_384) wrong.push('main/preload.cjs: a library got in')
  if (/\brequire\("(?!electron")/.test(text('main/preload.cjs')))
    wrong.push('main/preload.cjs: requires more than electron')
  for (const [, name] of text('main/main.js').matchAll(/^import [^;]*? from "([^"]+)"/gm))
    if (name !== 'electron' && !name?.startsWith('node:')) wrong.push(`main/main.js: imports ${name}`)
  return wrong
}

function manifestFindings(text: string): readonly string[] {
  if (text === '') return []
  const manifest = JSON.parse(text) as Readonly<Record<string, unknown>>
  const wrong: string[] = []
  if (manifest['main'] !== 'main/main.js') wrong.push('package.json: main is not main/main.js')
  if (manifest['type'] !== 'module') wrong.push('package.json: type is not module')
  for (const key of ['dependencies', 'scripts', 'devDependencies'])
    if (manifest[key] !== undefined) wrong.push(`package.json: has ${key}`)
  return wrong
}
