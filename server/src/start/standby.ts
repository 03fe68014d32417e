/**
 * `npm start -- --standby-of ADDRESS`: this machine follows another and waits to take over.
 * What must stay true: it takes over only when somebody says so here: on the console, on its own page with the pairing
 * code, or by `commands/promote.ts`; until then it answers devices that it does not serve.
 */
import { existsSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { timingSafeEqual } from 'node:crypto'
import { takeFolder } from '../data-folder.ts'
import { follow, type Follower, type FollowState } from '../standby/follow.ts'
import { readPairing } from '../standby/pairing.ts'
import { plainCode } from '../standby/wire.ts'
import { sqlite3Driver } from '../store/sqlite3.ts'

/** Made by `commands/promote.ts` while this process runs. */
export const promoteFile = 'promote-now'

export interface StandbyStart {
  readonly dataDir: string
  readonly primary: { readonly host: string; readonly port: number }
  /** From the primary's screen; undefined: the one used before. */
  readonly code: string | undefined
  /** Where this machine answers, now and when it serves. */
  readonly port: number
  /** Its addresses and names in the network. */
  readonly hosts: readonly string[]
  readonly say: (line: string) => void
  readonly report: (what: string, error: unknown) => void
}

const words: Readonly<Record<FollowState, string>> = {
  connecting: 'Đang tìm máy chính …',
  copying: 'Đang chép dữ liệu từ máy chính …',
  following: 'Đang theo máy chính: mỗi phiếu được ghi ở cả hai máy.',
  ahead:
    'DỪNG: máy này có mục mà máy chính không có. Không xóa gì. Xin báo kỹ thuật; muốn theo lại, hãy dùng một thư mục trống.',
  superseded: 'Máy kia đã bị máy khác thay. Xin nối tới máy đang phục vụ.',
}

const page = (state: FollowState, wrong: boolean): string => `<!doctype html>
<html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Máy dự phòng</title>
<style>body{font:20px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}
input,button{font:inherit;padding:.6rem;width:100%;box-sizing:border-box;margin:.4rem 0}
button{background:#8b1a1a;color:#fff;border:0;border-radius:.4rem}</style>
<h1>Máy dự phòng</h1><p role="status">${words[state]}</p>
<p>Đại biểu: máy này chưa nhận phiên họp. Xin trở lại trang trước và chờ.</p>
<p>Chỉ chuyển khi máy chính đã hỏng hoặc đã rút mạng. Sau khi chuyển, máy chính cũ không ghi nhận gì nữa.</p>
<form method="post" action="/promote"><label>Mã ghép đôi của hai máy<input name="code" autocomplete="off" required></label>
${wrong ? '<p role="alert">Mã ghép đôi không đúng.</p>' : ''}<button>Chuyển phiên họp sang máy này</button></form></html>`

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
  })
  response.end(body)
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const piece of request) {
    text += String(piece)
    if (text.length > 4096) break
  }
  return new URLSearchParams(text)
}

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** @returns undefined when there is no pairing code to be had; else resolves when the folder is ready to be served */
export async function standBy(start: StandbyStart): Promise<boolean> {
  const { dataDir, primary, say } = start
  const giveBack = takeFolder(dataDir)
  const code = plainCode(start.code ?? (await readPairing(dataDir))?.code ?? '')
  if (code === undefined) {
    giveBack()
    return false
  }
  rmSync(join(dataDir, promoteFile), { force: true })
  const follower: Follower = await follow({
    dataDir,
    driver: sqlite3Driver,
    code,
    primary,
    httpPort: start.port,
    hosts: start.hosts,
    port: start.port + 1,
    now: () => new Date().toISOString(),
    report: start.report,
    changed: (state) => say(words[state]),
  })
  say(words[follower.state()])
  say('Khi máy chính hỏng: gõ "chuyen" rồi Enter ở đây, hoặc mở trang của máy này và nhập mã ghép đôi.')

  let go: (() => void) | undefined
  const asked = new Promise<void>((resolve) => (go = resolve))
  const server = createServer((request, response) => {
    const handle = async (): Promise<void> => {
      const path = request.url?.split('?')[0]
      if (path?.startsWith('/api/'))
        return answer(response, 503, 'application/json', '{"ok":false,"standby":true}')
      if (request.method !== 'POST' || path !== '/promote')
        return answer(response, 200, 'text/html', page(follower.state(), false))
      const given = plainCode((await formOf(request)).get('code') ?? '') ?? ''
      if (!same(given, code)) {
        // One guess a second: 160 bits need no more.
        await new Promise((resolve) => setTimeout(resolve, 1000))
        return answer(response, 403, 'text/html', page(follower.state(), true))
      }
      answer(
        response,
        200,
        'text/html',
        '<meta charset="utf-8"><meta http-equiv="refresh" content="5;url=/"><h1>Đang chuyển …</h1>',
      )
      return go?.()
    }
    handle().catch((error: unknown) => start.report('the page of the standby', error))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(start.port, '0.0.0.0', resolve)
  })
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => {
    if (/^chuy[eể]n$/i.test(line.trim().normalize('NFC'))) go?.()
  })
  const watch = setInterval(() => {
    if (existsSync(join(dataDir, promoteFile))) go?.()
  }, 300)

  await asked
  clearInterval(watch)
  lines.close()
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  await follower.promote()
  rmSync(join(dataDir, promoteFile), { force: true })
  giveBack()
  say('Máy này đang nhận phiên họp …')
  return true
}
