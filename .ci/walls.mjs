/**
 * Who may import whom, read from the imports themselves, type imports included; no circles anywhere.
 * What must stay true: a folder not in the table may import nothing of ours. Tests are outside the walls but for the
 * circle check. Exit 1 names each arrow that goes the wrong way.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * First match wins. `ours`: prefixes of project files that may be imported (the own folder always may, unless
 * `closed`). `libs`: bare packages, by prefix; `node:` stands for all of Node's own.
 */
const walls = [
  { from: 'shared/src/test/', ours: ['shared/src/'], libs: ['*'] },
  { from: 'shared/src/domain/', ours: ['shared/src/domain/'], libs: ['zod'] },
  { from: 'shared/src/log/', ours: ['shared/src/domain/'], libs: ['@noble/hashes'] },
  {
    from: 'shared/src/secret-ballot/',
    ours: ['shared/src/domain/', 'shared/src/log/'],
    libs: ['zod', '@noble/'],
  },
  {
    from: 'shared/src/signature/',
    ours: ['shared/src/domain/', 'shared/src/log/'],
    libs: ['zod', '@noble/', '@peculiar/x509', 'reflect-metadata'],
  },
  {
    from: 'shared/src/private-layer/',
    ours: ['shared/src/protocol/private-notes.ts'],
    libs: ['zod', '@noble/'],
  },
  { from: 'shared/src/protocol/', ours: ['shared/src/domain/', 'shared/src/log/'], libs: ['zod'] },
  { from: 'shared/src/reading/', ours: ['shared/src/domain/', 'shared/src/protocol/'], libs: ['zod'] },
  { from: 'server/src/store/', ours: ['shared/src/'], libs: ['*'] },
  { from: 'server/src/engine/', ours: ['shared/src/', 'server/src/store/ports.ts'], libs: ['node:'] },
  {
    from: 'server/src/live/',
    ours: ['shared/src/', 'server/src/engine/ports.ts'],
    libs: ['node:', 'ws'],
    forbid: ['sqlite3'],
  },
  {
    from: 'server/src/annotations/',
    ours: ['shared/src/', 'server/src/engine/ports.ts', 'server/src/store/ports.ts'],
    libs: ['*'],
    forbid: ['sqlite3'],
  },
  {
    from: 'server/src/documents/',
    ours: ['shared/src/', 'server/src/store/ports.ts', 'server/src/signature/', 'server/src/engine/ports.ts'],
    libs: ['*'],
    forbid: ['sqlite3'],
  },
  { from: 'server/src/signature/', ours: ['shared/src/'], libs: ['*'], forbid: ['sqlite3'] },
  { from: 'server/src/secret-ballot/', ours: ['shared/src/'], libs: ['*'], forbid: ['sqlite3'] },
  {
    from: 'server/src/ballot-box/',
    ours: [
      'shared/src/',
      'server/src/engine/ports.ts',
      'server/src/engine/crypto.ts',
      'server/src/secret-ballot/',
    ],
    libs: ['*'],
    forbid: ['sqlite3'],
  },
  {
    from: 'server/src/accounts/',
    ours: ['shared/src/', 'server/src/store/ports.ts'],
    libs: ['*'],
    forbid: ['sqlite3'],
  },
  {
    from: 'server/src/archive/',
    ours: ['shared/src/', 'server/src/engine/ports.ts', 'server/src/engine/crypto.ts'],
    libs: ['*'],
    forbid: ['sqlite3'],
  },
  {
    from: 'server/src/backup/',
    ours: [
      'shared/src/',
      'server/src/store/driver.ts',
      'server/src/store/node-sqlite.ts',
      'server/src/store/snapshot.ts',
      'server/src/engine/ports.ts',
      'server/src/engine/crypto.ts',
    ],
    libs: ['node:', 'zod'],
  },
  {
    from: 'server/src/standby/',
    ours: [
      'shared/src/',
      'server/src/store/',
      'server/src/backup/content.ts',
      'server/src/ballot-box/sync-folder.ts',
      'server/src/engine/ports.ts',
      'server/src/engine/engine.ts',
    ],
    libs: ['node:', 'zod'],
  },
  {
    from: 'server/src/http/',
    ours: [
      'shared/src/',
      'server/src/engine/ports.ts',
      'server/src/store/ports.ts',
      'server/src/accounts/',
      'server/src/live/',
      'server/src/archive/',
      'server/src/documents/',
    ],
    libs: ['*'],
    forbid: ['sqlite3'],
  },
  {
    from: 'server/src/printing/',
    ours: ['shared/src/', 'server/src/engine/ports.ts'],
    libs: ['*'],
    forbid: ['sqlite3'],
  },
  {
    from: 'server/src/demo/',
    ours: ['shared/src/', 'server/src/signature/', 'server/src/printing/'],
    libs: ['*'],
    forbid: ['sqlite3'],
  },
  { from: 'server/src/', ours: ['shared/src/', 'server/src/'], libs: ['*'] },
  {
    from: 'desktop/src/renderer/client/',
    ours: ['shared/src/', 'desktop/src/bridge.ts'],
    libs: ['*'],
    browser: true,
  },
  {
    from: 'desktop/src/renderer/ui/',
    ours: ['shared/src/domain/', 'shared/src/signature/report.ts'],
    libs: ['*'],
    browser: true,
    forbid: ['yjs', 'y-'],
  },
  {
    from: 'desktop/src/renderer/parts/projector/',
    ours: [
      'shared/src/',
      'desktop/src/renderer/client/',
      'desktop/src/renderer/ui/',
      'desktop/src/renderer/parts/',
    ],
    libs: ['*'],
    browser: true,
    forbid: ['yjs', 'y-'],
  },
  {
    from: 'desktop/src/renderer/parts/',
    part: true,
    ours: ['shared/src/', 'desktop/src/renderer/client/', 'desktop/src/renderer/ui/'],
    libs: ['*'],
    browser: true,
    forbid: ['yjs', 'y-'],
  },
  {
    from: 'desktop/src/renderer/roles/',
    ours: [
      'shared/src/',
      'desktop/src/renderer/parts/',
      'desktop/src/renderer/ui/',
      'desktop/src/renderer/client/',
    ],
    not: ['desktop/src/renderer/client/send.ts'],
    libs: ['*'],
    browser: true,
    forbid: ['yjs', 'y-'],
  },
  {
    from: 'desktop/src/renderer/',
    ours: ['shared/src/', 'desktop/src/renderer/'],
    libs: ['*'],
    browser: true,
  },
  { from: 'desktop/src/bridge.ts', ours: ['shared/src/'], libs: ['zod'] },
  {
    from: 'desktop/src/main/',
    ours: ['shared/src/', 'desktop/src/bridge.ts'],
    libs: ['*'],
    not: ['desktop/src/renderer/'],
  },
  { from: 'desktop/src/preload/', ours: ['shared/src/', 'desktop/src/bridge.ts'], libs: ['electron', 'zod'] },
  { from: 'desktop/package/', ours: [], libs: ['*'] },
  { from: 'desktop/', ours: [], libs: ['*'] },
  { from: 'e2e/', ours: ['shared/src/', 'server/src/'], libs: ['*'] },
]

/** Only the renderer's client may speak to the outside. */
const outside = /(?<![.\w])(?:fetch\(|new WebSocket\(|new EventSource\(|new XMLHttpRequest\()/

function* sources(folder) {
  for (const name of readdirSync(folder)) {
    if (['node_modules', 'dist', '.results', '.report'].includes(name)) continue
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* sources(path)
    else if (/\.(ts|tsx)$/.test(name) && !name.endsWith('.d.ts')) yield relative(root, path)
  }
}

const importing =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*[,)]/g

function resolve(file, target) {
  const bare = target.split('?')[0]
  if (bare.startsWith('@nghi-truong/')) {
    const [, workspace, ...rest] = bare.split('/')
    return `${workspace}/src/${rest.join('/')}.ts`
  }
  return bare.startsWith('.') ? normalize(join(dirname(file), bare)) : null
}

const isTest = (file) =>
  /\.(test|fixture)\.tsx?$|\/contract\.ts$|\/testing\/|\/fixtures?\//.test(file) ||
  file.startsWith('e2e/') ||
  file.startsWith('shared/src/test/')
const wrong = []
const graph = new Map()

for (const workspace of ['shared', 'server', 'desktop', 'e2e']) {
  for (const file of sources(join(root, workspace))) {
    const text = readFileSync(join(root, file), 'utf8')
    const wall = walls.find((one) => file.startsWith(one.from))
    const targets = [...text.matchAll(importing)].map((match) => match[1] ?? match[2])
    const arrows = []
    for (const target of targets) {
      const path = resolve(file, target)
      if (path) arrows.push(path)
      if (!wall || isTest(file)) continue
      if (path) {
        const own = wall.part ? file.split('/').slice(0, 5).join('/') + '/' : wall.from
        const allowed = path.startsWith(own) || wall.ours.some((prefix) => path.startsWith(prefix))
        if (!allowed || wall.not?.some((prefix) => path.startsWith(prefix))) wrong.push(`${file} -> ${path}`)
      } else {
        const named = wall.libs.includes('*') || wall.libs.some((lib) => target.startsWith(lib))
        const barred =
          wall.forbid?.some((lib) => target.startsWith(lib)) ||
          (wall.browser && (target.startsWith('node:') || target === 'electron'))
        if (!named || barred) wrong.push(`${file} -> ${target}`)
      }
    }
    if (!wall) wrong.push(`${file}: no wall covers this file`)
    if (
      file.startsWith('desktop/src/renderer/') &&
      !file.startsWith('desktop/src/renderer/client/') &&
      !isTest(file) &&
      outside.test(text)
    )
      wrong.push(`${file}: speaks to the outside past client/`)
    if (
      !isTest(file) &&
      /from '(?:sqlite3|node:sqlite)'/.test(text) &&
      !file.startsWith('server/src/store/') &&
      !file.startsWith('server/src/bench/') &&
      !file.startsWith('server/src/faults/')
    )
      wrong.push(`${file}: the database is known to server/store only`)
    graph.set(file, arrows)
  }
}

/** Circles: depth first, each reported once by its smallest member. */
const circles = new Set()
const done = new Set()
function walk(file, path) {
  const at = path.indexOf(file)
  if (at >= 0) {
    const ring = path.slice(at)
    const first = ring.indexOf([...ring].sort((a, b) => (a < b ? -1 : 1))[0])
    circles.add([...ring.slice(first), ...ring.slice(0, first)].join(' -> '))
    return
  }
  if (done.has(file)) return
  for (const next of graph.get(file) ?? []) walk(next, [...path, file])
  done.add(file)
}
for (const file of graph.keys()) walk(file, [])

for (const arrow of wrong) console.error(`wall: ${arrow}`)
for (const ring of circles) console.error(`circle: ${ring}`)
const count = graph.size
if (wrong.length + circles.size > 0) process.exit(1)
console.log(`walls: ${count} files, no forbidden arrow, no circle`)
