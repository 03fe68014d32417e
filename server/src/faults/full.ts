/**
 * The disk fills up while everybody votes, and has room again.
 * What must stay true: without room every vote is refused as "not recorded" and comes through once there is room; where no
 * small volume can be mounted, the database's own limit of pages stands in, and the outcome says so.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { pause } from '../bench/pace.ts'
import { between } from './random.ts'
import { conclude, live, openScene, type Scenario, type Scene } from './scenario.ts'

const megabytes = 24

/** @returns how to unmount, or undefined when this needs rights that are not there */
function mountVolume(folder: string): { path: string; release: () => void } | undefined {
  const [image, path] = [join(folder, 'volume.img'), join(folder, 'volume')]
  mkdirSync(path)
  const run = (command: string, ...given: string[]) =>
    spawnSync(command, given, { stdio: 'ignore' }).status === 0
  const ready =
    process.getuid?.() === 0 &&
    run('truncate', '-s', `${megabytes}M`, image) &&
    run('mkfs.ext4', '-q', '-F', '-m', '0', image) &&
    run('mount', '-o', 'loop', image, path)
  return ready ? { path, release: () => void run('umount', path) } : undefined
}

/** Leaves about `room` bytes. */
function fill(volume: string, room: number): void {
  const { bavail, bsize } = statfsSync(volume)
  const ballast = openSync(join(volume, 'ballast'), 'w')
  const piece = Buffer.alloc(64 * 1024)
  try {
    for (let left = bavail * bsize - room; left > 0; left -= piece.length)
      writeSync(ballast, piece.subarray(0, Math.min(left, piece.length)))
    fsyncSync(ballast)
  } catch {
    // Fuller than asked for: as full as can be.
  } finally {
    closeSync(ballast)
  }
}

async function untilTrue(ms: number, holds: () => boolean): Promise<boolean> {
  const end = performance.now() + ms
  while (!holds() && performance.now() < end) await pause(20)
  return holds()
}

async function cycles({ stand, crowd }: Scene, count: number, run: Parameters<Scenario>[0], volume: string) {
  const { ledger } = crowd
  for (let cycle = 0; cycle < count; cycle++) {
    const before = ledger.unavailable
    fill(volume, between(run.random, 0, 400_000))
    if (!(await untilTrue(15_000, () => ledger.unavailable > before + 20)))
      stand.findings.push(`cycle ${cycle + 1}: the disk was filled, no vote was refused for it`)
    if (cycle % 3 === 2) await stand.kill()
    rmSync(join(volume, 'ballast'))
    if (cycle % 3 === 2) await stand.start()
    const acked = ledger.acked.size
    if (!(await untilTrue(15_000, () => ledger.acked.size > acked + 50)))
      stand.findings.push(`cycle ${cycle + 1}: room again, but votes are not recorded`)
  }
}

/** The page limit as a failpoint: `FULL:n` lets the database grow by n pages. */
async function byPages({ stand, crowd }: Scene, count: number): Promise<void> {
  const { ledger } = crowd
  for (let cycle = 0; cycle < count; cycle++) {
    await stand.kill()
    const before = ledger.unavailable
    await stand.start({ fail: `FULL:${40 + 7 * cycle}` })
    if (!(await untilTrue(30_000, () => ledger.unavailable > before + 20)))
      stand.findings.push(`cycle ${cycle + 1}: the limit was never met`)
    await stand.kill()
    await stand.start()
    const acked = ledger.acked.size
    await untilTrue(10_000, () => ledger.acked.size > acked + 50)
  }
}

export const full =
  (count: number): Scenario =>
  async (run) => {
    const volume = mountVolume(run.folder)
    if (!volume) run.say('no small volume here (needs root): the limit of pages stands in')
    try {
      const scene = await openScene(run, { ...(volume && { folder: volume.path }), patience: 60_000 })
      await scene.stand.start()
      const lives = live(scene, { thinkMs: 500 })
      await pause(500)
      if (volume) await cycles(scene, count, run, volume.path)
      else await byPages(scene, count)
      return await conclude(scene, lives, { [volume ? 'full disks' : 'full databases (page limit)']: count })
    } finally {
      volume?.release()
    }
  }
