/**
 * `node server/src/commands/promote.ts --data FOLDER`: the standby on this folder takes over.
 * What must stay true: it works while the standby runs (which then serves at once) and when it does not (then the next
 * `npm start` serves); a folder that follows nobody is left alone. Exit 0 done, 2 not possible.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { FolderRefused, takeFolder } from '../data-folder.ts'
import { promoteFolder } from '../standby/follow.ts'
import { readPairing } from '../standby/pairing.ts'
import { promoteFile } from '../start/standby.ts'
import { givenPath } from './given-path.ts'

async function run(): Promise<number> {
  const { values } = parseArgs({ options: { data: { type: 'string' } } })
  if (values.data === undefined) {
    console.error('Cách dùng / Usage: node server/src/commands/promote.ts --data THƯ_MỤC')
    return 2
  }
  const dataDir = givenPath(values.data)
  const pairing = existsSync(join(dataDir, 'core.db')) ? await readPairing(dataDir) : null
  if (!pairing?.following) {
    console.error(
      'Thư mục này không theo máy nào, hoặc chưa chép xong lần nào. / This folder follows nobody.',
    )
    return 2
  }
  try {
    const giveBack = takeFolder(dataDir)
    await promoteFolder(dataDir, pairing)
    giveBack()
    console.log(`Đã chuyển. Chạy: npm start -- --data ${dataDir} / Promoted; start it now.`)
  } catch (error) {
    if (!(error instanceof FolderRefused)) throw error
    writeFileSync(join(dataDir, promoteFile), '')
    console.log(
      'Đã báo cho máy dự phòng đang chạy; nó phục vụ sau vài giây. / The running standby takes over now.',
    )
  }
  return 0
}

process.exitCode = await run()
