/**
 * The device and the member's machine, for the screens.
 * What must stay true: one machine for each window and session; it ends with the session's page.
 */
import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useClient, useHttp } from '../client.tsx'
import { useSend } from '../send.ts'
import { useEvery, useView } from '../view.ts'
import { boxDesk, type BoxDesk } from './box.ts'
import type { CastBallot } from './casting.ts'
import type { SecretDevice } from './device.ts'
import { createTrustee, type Trustee, type TrusteeState } from './trustee.ts'

/** null until it is there. */
export function useSecretDevice(): SecretDevice | null {
  const { secret } = useClient()
  const [device, setDevice] = useState<SecretDevice | null>(null)
  useEffect(() => {
    let wanted = true
    void secret().then((made) => {
      if (wanted) setDevice(made)
    })
    return () => {
      wanted = false
    }
  }, [secret])
  return device
}

export function useBoxDesk(): BoxDesk {
  const http = useHttp()
  const { session } = useView()
  return useMemo(() => boxDesk(http, session), [http, session])
}

/** Remembers every head of every box that this device is shown. */
export function useHeads(device: SecretDevice | null): void {
  const ballots = useEvery('secretBallot')
  const boxes = useEvery('secretBox')
  useEffect(() => {
    if (!device) return
    for (const { uuid, id, setupHead } of ballots) {
      const head = boxes.find((box) => box.id === id)?.head
      if (uuid && setupHead) void device.noteHead(uuid, setupHead).catch(() => undefined)
      if (uuid && head) void device.noteHead(uuid, head).catch(() => undefined)
    }
  }, [device, ballots, boxes])
}

const none: readonly CastBallot[] = []

/** This device's ballot in that box. */
export function useCastBallot(device: SecretDevice | null, uuid: string | null): CastBallot | undefined {
  const all = useSyncExternalStore(device?.casting.subscribe ?? nothing, device?.casting.now ?? (() => none))
  return all.find((one) => one.uuid === uuid)
}

const nothing = (): (() => void) => () => undefined

export const TrusteeContext = createContext<Trustee | null>(null)

/** Made once around the member's page. */
export function useTrusteeOf(device: SecretDevice | null): Trustee | null {
  const view = useView()
  const send = useSend()
  const [trustee, setTrustee] = useState<Trustee | null>(null)
  useEffect(() => {
    if (!device) return undefined
    const made = createTrustee({ view, send, vault: device.vault, workshop: device.workshop })
    setTrustee(made)
    return () => made.stop()
  }, [device, view, send])
  return trustee
}

const absent: TrusteeState = { kind: 'none' }

export function useTrusteeState(trustee: Trustee | null): TrusteeState {
  return useSyncExternalStore(trustee?.subscribe ?? nothing, trustee?.now ?? (() => absent))
}

export function useTrustee(): Trustee | null {
  return useContext(TrusteeContext)
}
