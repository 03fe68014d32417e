/**
 * The line between the two machines: TLS 1.2 with a pre-shared key (RFC 5489, ECDHE_PSK), messages with a length in front.
 * What must stay true: both sides prove the pairing secret before a byte of content flows, and past traffic stays closed
 * even to who learns the secret later; a message larger than the limit ends the line.
 *
 * A message: 4 bytes length of the JSON, 4 bytes length of the bytes, the JSON, the bytes.
 */
import { hkdfSync, randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type TLSSocket } from 'node:tls'

const suite = {
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
} as const

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** 32 letters and digits in groups of four: 160 bits, readable aloud. */
export const freshCode = (): string =>
  [...randomBytes(32)]
    .map((byte) => alphabet[byte % 32] ?? '')
    .join('')
    .replace(/(.{4})(?!$)/g, '$1-')

/** @returns undefined when it is no code of ours */
export function plainCode(text: string): string | undefined {
  const plain = text.toUpperCase().replace(/[\s-]/g, '')
  return /^[A-HJ-NP-Z2-9]{32}$/.test(plain) ? plain : undefined
}

const keyOf = (code: string): Buffer =>
  Buffer.from(hkdfSync('sha256', plainCode(code) ?? '', 'nghi-truong', 'standby/v1', 32))

const most = 64 * 1024 * 1024

export interface Line {
  /** Address of the other end. */
  readonly address: string
  /** Bytes that wait to go out. */
  waiting(): number
  /** Resolves when it may take more; false when the line is gone. */
  send(message: object, bytes?: Uint8Array): Promise<boolean>
  end(): void
}

export interface Ears {
  readonly heard: (line: Line, message: Readonly<Record<string, unknown>>, bytes: Buffer) => void
  readonly gone: (line: Line) => void
}

function listenTo(socket: TLSSocket, ears: Ears): Line {
  let gone = false
  socket.setNoDelay(true)
  socket.setKeepAlive(true, 2000)
  const line: Line = {
    address: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    send(message, bytes = new Uint8Array()) {
      if (gone) return Promise.resolve(false)
      const json = Buffer.from(JSON.stringify(message))
      const head = Buffer.alloc(8)
      head.writeUInt32BE(json.length)
      head.writeUInt32BE(bytes.length, 4)
      if (socket.write(Buffer.concat([head, json, bytes]))) return Promise.resolve(true)
      return new Promise((resolve) => {
        const done = () => {
          socket.off('drain', done)
          socket.off('close', done)
          resolve(!gone)
        }
        socket.on('drain', done)
        socket.on('close', done)
      })
    },
    waiting: () => socket.writableLength,
    end: () => socket.destroy(),
  }
  let held: Buffer[] = []
  let length = 0
  let wanted = 8
  function read(): void {
    while (length >= wanted) {
      const whole = held.length === 1 && held[0] ? held[0] : Buffer.concat(held)
      held = [whole]
      const json = whole.readUInt32BE(0)
      const size = 8 + json + whole.readUInt32BE(4)
      if (size > most) {
        socket.destroy(new Error('a message is too large'))
        return
      }
      wanted = size
      if (length < size) return
      const message: unknown = JSON.parse(whole.toString('utf8', 8, 8 + json))
      const bytes = whole.subarray(8 + json, size)
      held = [whole.subarray(size)]
      length -= size
      wanted = 8
      ears.heard(line, message as Readonly<Record<string, unknown>>, bytes)
    }
  }
  socket.on('data', (piece: Buffer) => {
    held.push(piece)
    length += piece.length
    try {
      read()
    } catch (error) {
      // Who knows the secret and yet sends nonsense is of another version: the line ends, and is tried again.
      socket.destroy(error instanceof Error ? error : undefined)
    }
  })
  // 'close' follows, and is what is told.
  socket.on('error', () => undefined)
  socket.on('close', () => {
    gone = true
    ears.gone(line)
  })
  return line
}

export interface Door {
  readonly port: number
  /** Ends every line, too. */
  close(): Promise<void>
}

/** Resolves when it listens. */
export function listen(code: string, port: number, host: string, ears: Ears): Promise<Door> {
  const key = keyOf(code)
  const open = new Set<TLSSocket>()
  const server = createServer({ ...suite, pskCallback: () => key }, (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    listenTo(socket, ears)
  })
  // Whoever does not know the secret gets no further than this.
  server.on('tlsClientError', () => undefined)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            for (const socket of open) socket.destroy()
          }),
      }),
    )
  })
}

/** @returns undefined when the other is not there or does not know the secret */
export function dial(
  code: string,
  { host, port }: { readonly host: string; readonly port: number },
  ears: Ears,
  withinMs = 3000,
): Promise<Line | undefined> {
  const psk = keyOf(code)
  return new Promise((resolve) => {
    const socket = connect({
      ...suite,
      host,
      port,
      pskCallback: () => ({ psk, identity: 'nghi-truong' }),
      // Its proof is the shared secret; there is no certificate.
      checkServerIdentity: () => undefined,
    })
    const timer = setTimeout(() => socket.destroy(), withinMs)
    const failed = () => {
      clearTimeout(timer)
      resolve(undefined)
    }
    socket.once('error', failed)
    socket.once('close', failed)
    socket.once('secureConnect', () => {
      clearTimeout(timer)
      socket.off('error', failed)
      socket.off('close', failed)
      resolve(listenTo(socket, ears))
    })
  })
}
