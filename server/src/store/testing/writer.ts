/** A process to be killed: appends batches of ten for ever and says each seq once it is acknowledged. */
import { writeSync } from 'node:fs'
import { emptyHead, portableHash } from '@nghi-truong/shared/log/chain'
import { batchAfter } from './batches.ts'
import { nodeSqliteDriver } from '../node-sqlite.ts'
import { openCore } from '../open.ts'
import { sqlite3Driver } from '../sqlite3.ts'

const [name, folder = ''] = process.argv.slice(2)
const driver = name === sqlite3Driver.name ? sqlite3Driver : nodeSqliteDriver
const { events } = await openCore(driver, folder, new Date().toISOString())
for (let head = emptyHead('a', portableHash); ;) {
  const made = batchAfter('a', head, 10)
  await events.append('a', head.seq, made.batch)
  head = made.head
  writeSync(1, `${head.seq}\n`)
}
