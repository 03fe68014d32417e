/**
 * The government's local signing service, asked in the page's name: the page itself has no network here.
 * What must stay true: only the service's own address on this machine is called; the addresses it is given are those of
 * the meeting server that was chosen, so that a page cannot send it elsewhere.
 */
import { getCACertificates } from 'node:tls'
import { WebSocket } from 'ws'
import {
  askService,
  serviceAddress,
  serviceRequest,
  type Connect,
  type ServiceOutcome,
} from '@nghi-truong/shared/protocol/local-service'
import type { ServiceAsk, ShellRefusal } from '../bridge.ts'

export interface LocalServiceParts {
  /** Of the chosen meeting server; null: none. */
  readonly origin: () => string | null
  readonly address?: string
  /** Certificates to trust for it; the service installs its own in the system's store. */
  readonly authorities?: readonly string[]
  readonly timeoutMs?: number
}

const after = (ms: number, job: () => void): (() => void) => {
  const timer = setTimeout(job, ms)
  return () => clearTimeout(timer)
}

const connect =
  (authorities: readonly string[]): Connect =>
  (address, events) => {
    const socket = new WebSocket(address, { maxPayload: 1024 * 1024, ca: [...authorities] })
    socket.on('open', events.opened)
    socket.on('message', (data: Buffer, binary) => events.received(binary ? null : data.toString('utf8')))
    // Always followed by 'close', which is what is told.
    socket.on('error', () => undefined)
    socket.on('close', events.closed)
    return { send: (text) => socket.send(text), close: () => socket.terminate() }
  }

export function askLocalService(
  { operation, downloadUrl, uploadUrl }: ServiceAsk,
  { origin, address = serviceAddress, authorities, timeoutMs = 10 * 60_000 }: LocalServiceParts,
): Promise<ServiceOutcome> | ShellRefusal {
  const own = origin()
  if (own === null) return { refused: 'shell.noServer' }
  const ours = (url: string): boolean => URL.canParse(url) && new URL(url).origin === own
  if (!ours(downloadUrl) || !ours(uploadUrl)) return { refused: 'server.badAddress' }
  const trusted = authorities ?? [...getCACertificates('default'), ...getCACertificates('system')]
  const request = serviceRequest({ downloadUrl, uploadUrl })
  return askService(connect(trusted), { after, timeoutMs }, operation, request, address)
}
