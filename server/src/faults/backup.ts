/**
 * K16: the server dies while a backup is being made, in the middle of votes.
 * What must stay true: what was not read back does not count; the last good one restores; the next one clears up.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { restore } from '../backup/restore.ts'
import { snapshotsIn, snapshotsOf } from '../backup/stick.ts'
import { conclude, live, openScene, type Outcome, type Run } from './scenario.ts'

const passphrase = 'cụm mật khẩu của phép thử'

export async function inBackup(run: Run, point: string): Promise<Outcome> {
  const scene = await openScene(run)
  const { stand } = scene
  const own = join(stand.folder, '..')
  const stick = join(own, 'stick')
  mkdirSync(stick)
  await stand.start()
  await stand.ask('backUp', { folder: stick, passphrase })
  const before = await snapshotsOf(stick)
  if (before.length !== 1) stand.findings.push(`${point}: ${before.length} backups instead of one`)
  await stand.kill()

  await stand.start({ fail: point })
  const lives = live(scene, { openMs: 800 })
  const asked = stand.ask('backUp').catch(() => undefined)
  if (!(await stand.fell(60_000))) {
    stand.findings.push(`${point}: never reached`)
    await stand.kill()
  }
  await asked
  const after = await snapshotsOf(stick)
  if (after.join() !== before.join())
    stand.findings.push(`${point}: a backup that was not read back counts (${after.join(', ')})`)
  const left = readdirSync(snapshotsIn(stick)).filter((name) => name.startsWith('.tmp-'))
  const target = join(own, 'restored')
  const result = await restore({ stick, target, passphrase, tell: () => undefined })
  if (result !== 'whole' || !existsSync(join(target, 'core.db')))
    stand.findings.push(`${point}: the last good backup does not restore (${result})`)

  await stand.start()
  await stand.ask('backUp')
  // Votes go on, and with them the next backup: only what was left lying must be gone.
  const names = readdirSync(snapshotsIn(stick))
  if (names.some((name) => left.includes(name)))
    stand.findings.push(`${point}: the unfinished backup was not cleared away`)
  if ((await snapshotsOf(stick)).length < 2) stand.findings.push(`${point}: no new backup after the restart`)
  return conclude(scene, lives, { [point]: 1 })
}
