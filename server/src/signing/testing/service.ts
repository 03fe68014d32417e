/**
 * A stand-in for the local signing service, written from what is published about it (domain/signatures-vn, section 6).
 * What must stay true: one WebSocket for one operation; it fetches and uploads by itself as a program on the user's machine
 * would; its frames bear the published names.
 */
import { createServer } from 'node:https'
import { request as plain } from 'node:http'
import { WebSocketServer } from 'ws'
import type { Signer as KeySigner } from '@nghi-truong/shared/signature/sign/sign'
import { signPdf } from '../../signature/sign.ts'

export type Behaviour =
  | 'sign'
  | 'cancel'
  | 'noUpload'
  | 'junk'
  | 'close'
  | 'silent'
  /** Signs a paper in which something was changed before. */
  | { readonly change: (file: Uint8Array) => Uint8Array }

export interface StandIn {
  readonly url: string
  readonly asked: {
    readonly path: string
    readonly frame: Record<string, unknown>
    readonly upload: unknown
  }[]
  behave(how: Behaviour): void
  close(): Promise<void>
}

function call(
  address: string,
  method: string,
  headers: Record<string, string>,
  body?: Buffer,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const sent = plain(address, { method, headers }, (answer) => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.on('end', () => resolve(Buffer.concat(pieces)))
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function form(file: Uint8Array): { body: Buffer; type: string } {
  const boundary = '---------------------------8dd1f0a2c3b4e5f'
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="uploadfile"; filename="file.signed.pdf"\r\nContent-Type: application/octet-stream\r\n\r\n`
  return {
    body: Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    type: `multipart/form-data; boundary=${boundary}`,
  }
}

const paths = ['/SignApproved', '/SignIssued', '/SignIncome', '/SignCopy', '/SignAppendix', '/SignPDF']

export async function startService(
  tls: { key: string; cert: string },
  key: KeySigner,
  at: number,
  port = 0,
): Promise<StandIn> {
  const server = createServer(tls)
  const sockets = new WebSocketServer({ server })
  const asked: StandIn['asked'] = []
  let how: Behaviour = 'sign'

  async function sign(request: Record<string, unknown>): Promise<{ frame: unknown; upload: unknown }> {
    const file = new Uint8Array(await call(String(request['FileName']), 'GET', {}))
    const given = typeof how === 'object' ? how.change(file) : file
    const plan = {
      field: `Signature${asked.length + 1}`,
      page: 0,
      rect: [330, 90, 460, 150] as const,
      time: at,
    }
    const signed = await signPdf(given, plan, key)
    if (typeof signed === 'string') return { frame: { Status: 1, Message: signed }, upload: null }
    const { body, type } = form(signed)
    const headers = { 'content-type': type, 'content-length': String(body.length) }
    const upload = JSON.parse(
      (await call(String(request['FileUploadHandler']), 'POST', headers, body)).toString(),
    ) as Record<string, unknown>
    const frame = {
      Status: upload['Status'] === true ? 0 : 1,
      Message: upload['Message'],
      FileName: upload['FileName'],
      FileServer: upload['FileServer'],
      CustomSignatureText: '',
      DocumentNumber: upload['DocumentNumber'],
      DocumentDate: upload['DocumentDate'],
    }
    return { frame, upload }
  }

  sockets.on('connection', (socket, { url: path = '' }) => {
    if (!paths.includes(path)) return socket.close()
    socket.once('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Record<string, unknown>
      const say = (what: unknown) => socket.send(JSON.stringify(what))
      const note = (upload: unknown) => asked.push({ path, frame, upload })
      if (how === 'silent') return note(null)
      if (how === 'junk') return socket.send('<html>')
      if (how === 'close') return socket.close()
      if (how === 'cancel')
        return say({ Status: 11, Message: 'Người dùng hủy ký', FileName: '', FileServer: '' })
      if (how === 'noUpload') return say({ Status: 0, Message: '', FileName: 'x.pdf', FileServer: 'x.pdf' })
      sign(frame).then(
        (done) => {
          note(done.upload)
          say(done.frame)
        },
        (error: unknown) => say({ Status: 500, Error: String(error) }),
      )
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    url: `wss://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    asked,
    behave: (next) => (how = next),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate()
        sockets.close(() => server.close(() => resolve()))
      }),
  }
}
