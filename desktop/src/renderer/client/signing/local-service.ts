/**
 * The government's signing service on this machine: by the browser's own WebSocket, or by the shell, whose pages have no
 * network.
 * What must stay true: what counts is what the service brought to the server; its frame only says when to look.
 */
import {
  askService,
  serviceRequest,
  type Connect,
  type ServiceOperation,
  type ServiceOutcome,
} from '@nghi-truong/shared/protocol/local-service'

const connect: Connect = (address, events) => {
  const socket = new WebSocket(address)
  socket.onopen = () => events.opened()
  socket.onmessage = ({ data }: MessageEvent<unknown>) =>
    events.received(typeof data === 'string' ? data : null)
  socket.onclose = () => events.closed()
  return { send: (text) => socket.send(text), close: () => socket.close() }
}

const after = (ms: number, job: () => void): (() => void) => {
  const timer = setTimeout(job, ms)
  return () => clearTimeout(timer)
}

/** A person looks for his token and types a PIN. */
const timeoutMs = 10 * 60_000

export async function askLocalService(
  operation: ServiceOperation,
  addresses: { readonly downloadUrl: string; readonly uploadUrl: string },
): Promise<ServiceOutcome> {
  const shell = window.nghiTruong
  if (!shell) return askService(connect, { after, timeoutMs }, operation, serviceRequest(addresses))
  const outcome = await shell.localService({
    operation,
    downloadUrl: addresses.downloadUrl,
    uploadUrl: addresses.uploadUrl,
  })
  return typeof outcome === 'string' ? outcome : 'unreachable'
}
