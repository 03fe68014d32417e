/**
 * Says on the local network where the server is (mDNS), so that devices find it without typing.
 * What must stay true: best effort; a network without multicast never stops the server.
 */
import { Bonjour } from 'bonjour-service'

export const serviceType = 'nghi-truong'

/** @returns how to take the announcement back */
export function announce(
  name: string,
  port: number,
  secure: boolean,
  failed: (error: unknown) => void,
): () => Promise<void> {
  const bonjour = new Bonjour({}, failed)
  const service = bonjour.publish({
    name,
    type: serviceType,
    port,
    txt: { v: '1', ...(secure && { tls: '1' }) },
  })
  service.on('error', failed)
  return () =>
    new Promise((resolve) => {
      bonjour.unpublishAll(() => bonjour.destroy(() => resolve()))
    })
}
