/**
 * Running backups: every five minutes while something changes, and at each vote that is closed or announced.
 * What must stay true: one at a time, in a process of its own, so that no vote waits for it; what failed is shown and tried
 * again; the screen tells of the last one that was verified, never of one that was only begun.
 */
import { readdir, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { BackupState } from '@nghi-truong/shared/protocol/backup'
import type { Look } from '../engine/ports.ts'
import type { World } from '../engine/crypto.ts'
import { backUp } from './job.ts'
import { readSettings, writeSettings, type Settings } from './settings.ts'
import {
  beginStick,
  keyOf,
  makeKey,
  readKeyFile,
  snapshotsIn,
  snapshotsOf,
  standardCost,
  type KeyFile,
} from './stick.ts'

export interface BackupParts {
  /** Undefined: in memory, nothing to back up. */
  readonly dataDir: string | undefined
  readonly world: Pick<World, 'now' | 'after'>
  readonly look: Pick<Look, 'onCommit'>
  readonly version: string
  readonly report: (what: string, error: unknown) => void
  readonly cost?: KeyFile['scrypt']
  readonly everyMs?: number
}

export interface Backup {
  state(): Promise<BackupState>
  choose(asked: { readonly folder: string; readonly passphrase: string }): Promise<Refusal | undefined>
  forget(): Promise<void>
  /** Starts one now, or one more after the one that runs. */
  now(): Refusal | undefined
  /** Names of the snapshots on the stick, newest first; undefined where there is none or it cannot be read. */
  snapshots(): Promise<readonly string[] | undefined>
  /** Resolves when none runs any more. */
  idle(): Promise<void>
  close(): Promise<void>
}

const shortest = 12
const everyFiveMinutes = 5 * 60_000
/** After a failure: a stick that was put back is noticed. */
const retryMs = 60_000
/** Several votes closed in one breath make one backup. */
const breathMs = 1000

const telling = (kind: string, state: unknown): boolean =>
  (kind === 'ballot' || kind === 'secretBallot') && (state === 'closed' || state === 'published')

/** Newest change of what is backed up, milliseconds since 1970. */
async function changedAt(dataDir: string): Promise<number> {
  const names = ['core.db', 'core.db-wal', 'notes.db', 'notes.db-wal', 'files', 'trust']
  const times = await Promise.all(
    names.map((name) =>
      stat(join(dataDir, name)).then(
        (one) => one.mtimeMs,
        () => 0,
      ),
    ),
  )
  return Math.max(...times)
}

/** Where sticks usually appear. */
async function drives(): Promise<string[]> {
  const below = async (folder: string): Promise<string[]> =>
    (await readdir(folder, { withFileTypes: true }).catch(() => []))
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(folder, entry.name))
  if (process.platform === 'win32') return []
  const homes = await Promise.all(['/media', '/run/media'].map(below))
  const mounted = await Promise.all([...homes.flat(), '/Volumes'].map(below))
  return mounted.flat().sort()
}

export async function openBackup(parts: BackupParts): Promise<Backup> {
  const { dataDir, world, report } = parts
  let settings: Settings | null = dataDir === undefined ? null : await readSettings(dataDir)
  let failure: BackupState['failure'] = null
  let step: BackupState['running'] = null
  let running: Promise<void> | undefined
  let again = false
  let closed = false
  /** Of the last good one, as changes are dated. */
  let covered = 0
  const abort = new AbortController()

  async function one(folder: string, chosen: Settings): Promise<void> {
    const began = Date.now()
    step = 'copying'
    const asked = {
      dataDir: folder,
      folder: chosen.folder,
      key: chosen.key,
      at: world.now(),
      version: parts.version,
    }
    const outcome = await backUp(asked, abort.signal, (reached) => (step = reached))
    step = null
    if (closed || settings !== chosen) return
    if ('failed' in outcome) {
      failure = { at: world.now(), why: outcome.failed }
      report(`backup: ${outcome.failed}`, outcome.detail)
      world.after(retryMs, () => start())
      return
    }
    failure = null
    covered = began
    const { bytes, files, name } = outcome
    settings = { ...chosen, last: { at: asked.at, bytes, files, name } }
    await writeSettings(folder, settings)
  }

  function start(): void {
    if (closed || dataDir === undefined || !settings) return
    if (running) {
      again = true
      return
    }
    const chosen = settings
    running = one(dataDir, chosen)
      .catch((error: unknown) => report('backup', error))
      .finally(() => {
        running = undefined
        if (!again) return
        again = false
        start()
      })
  }

  async function regularly(): Promise<void> {
    if (closed) return
    if (dataDir !== undefined && settings && (await changedAt(dataDir)) > covered) start()
    next()
  }
  const next = (): void => {
    world.after(parts.everyMs ?? everyFiveMinutes, () => {
      regularly().catch((error: unknown) => report('backup', error))
    })
  }
  next()

  let waiting = false
  const deaf = parts.look.onCommit(({ changes }) => {
    if (waiting || !changes.some(({ put }) => telling(put.kind, 'state' in put ? put.state : null))) return
    waiting = true
    world.after(breathMs, () => {
      waiting = false
      start()
    })
  })

  async function choose(folder: string, data: string, passphrase: string): Promise<Refusal | undefined> {
    if (!isAbsolute(folder)) return refuse('backup.folderMissing')
    const found = await stat(folder).catch(() => undefined)
    if (!found?.isDirectory()) return refuse('backup.folderMissing')
    const way = relative(resolve(data), resolve(folder))
    if (!way.startsWith('..') && !isAbsolute(way)) return refuse('backup.folderInside')
    if (passphrase.normalize('NFC').length < shortest)
      return refuse('backup.weakPassphrase', { least: shortest })
    let key: Buffer | undefined
    try {
      const before = await readKeyFile(folder)
      if (before) key = await keyOf(passphrase, before)
      else {
        const made = await makeKey(passphrase, parts.cost ?? standardCost)
        await beginStick(folder, made.file)
        key = made.key
      }
    } catch (error) {
      report('backup: the folder cannot be used', error)
      return refuse('backup.folderUnusable')
    }
    if (!key) return refuse('backup.otherPassphrase')
    settings = { folder, key: key.toString('base64url'), last: null }
    failure = null
    covered = 0
    await writeSettings(data, settings)
    start()
    return undefined
  }

  return {
    async state() {
      const names = settings ? await snapshotsOf(settings.folder).catch(() => []) : []
      return {
        possible: dataDir !== undefined,
        folder: settings?.folder ?? null,
        last: settings?.last ?? null,
        kept: names.length,
        running: step,
        failure,
        drives: await drives(),
      }
    },
    async choose({ folder, passphrase }) {
      return dataDir === undefined ? refuse('backup.notHere') : choose(folder, dataDir, passphrase)
    },
    async forget() {
      settings = null
      failure = null
      if (dataDir !== undefined) await writeSettings(dataDir, null)
    },
    now() {
      if (!settings) return refuse('backup.notChosen')
      start()
      return undefined
    },
    async snapshots() {
      if (!settings) return undefined
      const there = await stat(snapshotsIn(settings.folder)).catch(() => undefined)
      return there && snapshotsOf(settings.folder).catch(() => undefined)
    },
    async idle() {
      while (running) await running
    },
    async close() {
      closed = true
      deaf()
      abort.abort()
      await running
    },
  }
}
