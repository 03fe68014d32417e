/**
 * `node server/src/commands/restore.ts STICK --data FOLDER [--snapshot NAME] [--passphrase-file FILE] [--list] [--lang en]`
 * What must stay true: exit 0 everything is there, 1 documents are missing, 2 nothing was restored; a folder with data in
 * it is never touched; the passphrase is not shown and not kept.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { restore, type Restored, type Told } from '../backup/restore.ts'
import { snapshotsOf, timeOf } from '../backup/stick.ts'
import { givenPath } from './given-path.ts'

const vi = {
  usage:
    'Cách dùng: node server/src/commands/restore.ts THƯ_MỤC_USB --data THƯ_MỤC_MỚI [--snapshot TÊN] [--passphrase-file TỆP] [--list] [--lang en]',
  ask: 'Cụm mật khẩu sao lưu: ',
  noBackups: 'Trong thư mục này không có bản sao lưu nào dùng được tên đó.',
  wrongPassphrase: 'Cụm mật khẩu không đúng. Chưa khôi phục gì.',
  targetInUse: 'Thư mục dữ liệu đã có dữ liệu; không động đến. Xin chọn một thư mục mới.',
  nothingGood: 'Không có bản sao lưu nào còn nguyên vẹn. Chưa khôi phục gì.',
  trying: (name: string) => `Đang mở và kiểm tra bản ${name} …`,
  damaged: (name: string, detail: string) => `Bản ${name} bị hỏng, bỏ qua (${detail}).`,
  fileMissing: (sha256: string) => `Thiếu tài liệu ${sha256} (không có hoặc bị hỏng trên USB).`,
  done: (at: string) => `Đã khôi phục dữ liệu tính đến ${at}. Chuỗi nhật ký nguyên vẹn:`,
  head: (log: string, seq: number, hash: string) => `  ${log}: ${seq} mục, mã cuối ${hash}`,
  files: (count: number, missing: number) =>
    `Tài liệu: ${count} tệp${missing > 0 ? `, THIẾU ${missing}` : ''}.`,
  next: (path: string) =>
    `Chạy máy chủ: npm start -- --data ${path}\nMọi việc ghi nhận sau thời điểm trên không có trong bản này. Thiết bị sẽ gửi lại phiếu chưa được xác nhận; các phiếu đã xác nhận sau thời điểm trên phải đối chiếu với đại biểu.`,
}
const en: typeof vi = {
  usage:
    'Usage: node server/src/commands/restore.ts STICK_FOLDER --data NEW_FOLDER [--snapshot NAME] [--passphrase-file FILE] [--list] [--lang en]',
  ask: 'Backup passphrase: ',
  noBackups: 'There is no backup (of that name) in this folder.',
  wrongPassphrase: 'The passphrase is wrong. Nothing was restored.',
  targetInUse: 'The data folder holds data already and was not touched. Choose a new one.',
  nothingGood: 'No backup is intact. Nothing was restored.',
  trying: (name) => `Opening and checking ${name} …`,
  damaged: (name, detail) => `${name} is damaged and was passed over (${detail}).`,
  fileMissing: (sha256) => `The document ${sha256} is missing or damaged on the stick.`,
  done: (at) => `Restored as of ${at}. The chains of the logs are intact:`,
  head: (log, seq, hash) => `  ${log}: ${seq} entries, last hash ${hash}`,
  files: (count, missing) => `Documents: ${count}${missing > 0 ? `, MISSING ${missing}` : ''}.`,
  next: (path) =>
    `Start the server: npm start -- --data ${path}\nWhat was recorded after that time is not in this copy. Devices send unacknowledged votes again; votes acknowledged after that time must be compared with the delegates.`,
}

function lineOf(words: typeof vi, one: Told): string {
  switch (one.what) {
    case 'trying':
      return words.trying(one.name)
    case 'damaged':
      return words.damaged(one.name, one.detail)
    case 'fileMissing':
      return words.fileMissing(one.sha256)
    case 'done':
      return [
        words.done(one.at),
        ...one.heads.map(({ log, seq, hash }) => words.head(log, seq, hash)),
        words.files(one.files, one.missing),
      ].join('\n')
    default:
      return words[one.what]
  }
}

/** What is typed is not echoed. */
async function askHidden(question: string): Promise<string> {
  process.stderr.write(question)
  const silent = new Writable({ write: (_piece, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY })
  try {
    const next = await lines[Symbol.asyncIterator]().next()
    return next.done ? '' : next.value
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}

function given() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        snapshot: { type: 'string' },
        'passphrase-file': { type: 'string' },
        list: { type: 'boolean', default: false },
        lang: { type: 'string', default: 'vi' },
      },
    })
    const [stick, ...more] = positionals
    const whole = stick !== undefined && more.length === 0 && (values.list || values.data !== undefined)
    return whole ? { ...values, stick } : undefined
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

const codes: Readonly<Record<Restored, number>> = { whole: 0, filesMissing: 1, nothing: 2 }

async function run(): Promise<number> {
  const chosen = given()
  const words = chosen?.lang === 'en' ? en : vi
  if (!chosen) {
    console.error(`${vi.usage}\n${en.usage}`)
    return 2
  }
  const stick = givenPath(chosen.stick)
  if (chosen.list || chosen.data === undefined) {
    for (const name of await snapshotsOf(stick)) console.log(`${name}  ${timeOf(name)}`)
    return 0
  }
  const file = chosen['passphrase-file']
  const passphrase =
    file === undefined
      ? await askHidden(words.ask)
      : readFileSync(givenPath(file), 'utf8').replace(/\r?\n$/, '')
  const target = givenPath(chosen.data)
  const { snapshot } = chosen
  const result = await restore({
    stick,
    target,
    passphrase,
    snapshot,
    tell: (one) => console.log(lineOf(words, one)),
  })
  if (result !== 'nothing') console.log(words.next(target))
  return codes[result]
}

process.exitCode = await run()
