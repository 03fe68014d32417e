/**
 * Makes this device's key known to a session, once, by itself, when a delegate enters it.
 * What must stay true: only delegates' devices enrol; a key already in the records is not enrolled again; a refusal is
 * not repeated (the vote itself would then say what is wrong).
 */
import { enrolText } from '@nghi-truong/shared/domain/devices'
import type { DeviceKeys } from './device-key.ts'
import type { Send } from './send.ts'
import type { View } from './view.ts'

export interface EnrolParts {
  readonly view: View
  readonly send: Send
  readonly keys: DeviceKeys
  readonly deviceName: () => string
}

/** @returns how to stop */
export function enrolOnce({ view, send, keys, deviceName }: EnrolParts): () => void {
  let begun = false
  const enrol = async (person: string): Promise<void> => {
    const device = await keys(person)
    if (!device || view.now().records.one('deviceKey', device.key)) return
    const proof = await device.sign(enrolText(view.session, person, device.key))
    const sent = await send('devices.enrol', { key: device.key, name: deviceName(), proof })
    // Not reached: tried again with the next change of the view.
    if (sent.kind === 'unreachable') begun = false
  }
  const look = (): void => {
    const { seq, you, line, records } = view.now()
    if (begun || seq < 0 || line !== 'online' || !you.roles.includes('delegate') || records.empty) return
    if (records.every('session')[0]?.state === 'closed') return
    begun = true
    void enrol(you.person).catch(() => {
      begun = false
    })
  }
  const stop = view.subscribe(look)
  look()
  return stop
}
