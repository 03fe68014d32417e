/**
 * The folder of everything that lasts: taken by one server at a time, on a disk that keeps its word.
 * What must stay true: two servers never write one folder; network and FUSE file systems are refused (their fsync and
 * locks do not do what SQLite needs).
 */
import { mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export class FolderRefused extends Error {
  override readonly name = 'FolderRefused'
}

/** statfs(2) magic numbers. */
const remote: Readonly<Record<number, string>> = {
  0x6969: 'NFS',
  0x517b: 'SMB',
  0xff534d42: 'CIFS',
  0xfe534d42: 'SMB2',
  0x65735546: 'FUSE',
  0x01021997: '9P',
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, but is not ours.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** @returns how to give the folder back. @throws FolderRefused with a sentence for the console */
export function takeFolder(path: string): () => void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (process.platform === 'linux') {
    const kind = remote[statfsSync(path).type >>> 0]
    if (kind !== undefined)
      throw new FolderRefused(`Thư mục ${path} nằm trên ổ ${kind}. Xin chọn ổ đĩa của máy.`)
  }
  const lock = join(path, 'server.lock')
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      const owner = Number(readFileSync(lock, 'utf8'))
      const held = Number.isInteger(owner) && owner > 0 && alive(owner)
      if (held)
        throw new FolderRefused(`Thư mục ${path} đang được một máy chủ khác sử dụng (tiến trình ${owner}).`)
      // Left behind by a server that was killed.
      rmSync(lock, { force: true })
    }
  }
}
