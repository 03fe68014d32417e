/**
 * `npm start`: the server on its data folder, the demo on a first start, a window where there can be one.
 * What must stay true: it says plainly where the data lie, where to go and how to sign in; a second start keeps the data;
 * Ctrl+C ends it in order.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { pinOf } from '@nghi-truong/shared/protocol/connect'
import { keyFilesFolder, keyFilesPassword } from './demo/key-files.ts'
import { demoAccounts, demoPassword } from './demo/session.ts'
import { FolderRefused } from './data-folder.ts'
import { rendererDir } from './config.ts'
import { createLogger } from './logging.ts'
import { BrokenChain } from './engine/session-log.ts'
import { startServer, type Running } from './main.ts'
import { StorageFull } from './store/ports.ts'
import { announce } from './start/announce.ts'
import { readArguments, usage, type StartArguments } from './start/arguments.ts'
import { fillDemo, wantsDemo } from './start/demo.ts'
import { startOver } from './start/fresh.ts'
import { buildRenderer, isFresh } from './start/renderer.ts'
import { standBy } from './start/standby.ts'
import { tlsOf } from './start/tls.ts'
import { openWindow } from './start/window.ts'
import { lanAddresses, type Tls } from './tls/tls.ts'

const say = (line = ''): void => console.log(line)

function fail(line: string): never {
  console.error(line)
  process.exit(1)
}

async function open(chosen: StartArguments, tls: Tls | null): Promise<Running> {
  mkdirSync(chosen.dataDir, { recursive: true, mode: 0o700 })
  const destination = pino.destination({ dest: join(chosen.dataDir, 'server.log'), append: true, sync: true })
  try {
    return await startServer({
      dataDir: chosen.dataDir,
      host: '0.0.0.0',
      port: chosen.port,
      hosts: chosen.hosts,
      timeStamps: chosen.timeStamps,
      tls,
      logger: createLogger('info', destination),
    })
  } catch (error) {
    if (error instanceof FolderRefused) fail(error.message)
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      fail(`Cổng ${chosen.port} đang được dùng. Xin chọn cổng khác: npm start -- --port 8081`)
    if (error instanceof StorageFull)
      fail(`Ổ đĩa của ${chosen.dataDir} đã hết chỗ. Xin giải phóng dung lượng rồi chạy lại.`)
    if (error instanceof BrokenChain)
      fail(`Nhật ký bị hỏng hoặc bị sửa, máy chủ không chạy: ${error.message}`)
    throw error
  }
}

function printAccounts(dataDir: string): void {
  const shown = demoAccounts.filter(({ username }) =>
    ['chutoa', 'thuky1', 'db004', 'db005', 'khach1', 'manhinh', 'quantri'].includes(username),
  )
  say('Tài khoản trình diễn (tên đăng nhập / mật khẩu):')
  for (const { username, name, label } of shown)
    say(`  ${username.padEnd(8)} ${demoPassword(username).padEnd(20)} ${name}, ${label}`)
  say('  db001 … db065: mọi đại biểu, mật khẩu Demo@2026- và tên đăng nhập')
  const keys = join(dataDir, 'demo', keyFilesFolder)
  if (existsSync(keys)) say(`Tệp chứng thư để ký số thử: ${keys} (mật khẩu “${keyFilesPassword}”)`)
}

async function printEntry(server: Running, chosen: StartArguments): Promise<void> {
  const { tls } = server.config
  const scheme = tls ? 'https' : 'http'
  say()
  say(`Nghị Trường đang chạy. Dữ liệu: ${chosen.dataDir}`)
  say(`  Máy này:       ${scheme}://localhost:${server.port}`)
  for (const address of lanAddresses())
    say(`  Trong mạng:    ${scheme}://${address.includes(':') ? `[${address}]` : address}:${server.port}`)
  if (tls?.authority) say(`  Mã xác nhận của máy chủ: ${pinOf(tls.authority.sha256)}`)
  const code = await server.setup.code()
  say()
  if (code !== undefined)
    say(`Hệ thống chưa có ai. Mở địa chỉ trên và nhập mã thiết lập (dùng một lần): ${code}`)
  else if ((await server.accounts.list()).some((one) => one.username === 'quantri'))
    printAccounts(chosen.dataDir)
  say()
}

const chosen = readArguments(process.argv.slice(2)) ?? fail(usage)
if (chosen.fresh) {
  const no = await startOver(chosen.dataDir, chosen.yes)
  if (no !== undefined) fail(no)
}
if (chosen.standbyOf) {
  mkdirSync(chosen.dataDir, { recursive: true, mode: 0o700 })
  const destination = pino.destination({ dest: join(chosen.dataDir, 'server.log'), append: true, sync: true })
  const logger = createLogger('info', destination)
  say(`Máy dự phòng của ${chosen.standbyOf.host}:${chosen.standbyOf.port}. Dữ liệu: ${chosen.dataDir}`)
  const ready = await standBy({
    dataDir: chosen.dataDir,
    primary: chosen.standbyOf,
    code: chosen.pairing,
    port: chosen.port,
    hosts: [...lanAddresses(), ...chosen.hosts],
    say,
    report: (what, error) => logger.warn({ err: error }, what),
  })
  if (!ready) fail('Xin ghi mã ghép đôi hiện trên màn hình quản trị của máy chính: --pairing MÃ')
}
const tls = await tlsOf(chosen)
if (typeof tls === 'string') fail(tls)
const server = await open(chosen, tls)
const scheme = tls ? 'https' : 'http'
let takeBack: (() => Promise<void>) | undefined
let stopping = false

async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  say('Đang dừng …')
  await takeBack?.()
  await server.close()
  say('Đã dừng; dữ liệu được giữ nguyên.')
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())

if (!chosen.empty && !chosen.standbyOf && (await wantsDemo(server, chosen.dataDir)))
  await fillDemo(server, chosen.dataDir, chosen.small, say)
if (chosen.build && !isFresh(rendererDir)) {
  say('Dựng giao diện lần đầu …')
  if (!buildRenderer(rendererDir)) say('Chưa dựng được giao diện; máy chủ vẫn chạy, chỉ có API.')
}
await printEntry(server, chosen)
takeBack = announce(`Nghị Trường ${server.port}`, server.port, tls !== null, (error) =>
  server.logger.warn({ err: error }, 'not announced on the network'),
)
if (chosen.window) {
  const opened = openWindow(`${scheme}://localhost:${server.port}`, {
    profile: join(chosen.dataDir, 'window'),
    authority: tls?.authority?.pem,
  })
  if (opened === 'none') say('Không có màn hình hoặc trình duyệt để mở cửa sổ; xin mở một địa chỉ ở trên.')
}
say('Dừng: Ctrl+C')
