/**
 * The device and the member's machine, for the screens.
 * What must stay true: one machine for each window and session; it ends with the session's page.
 */
import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useClient, useHttp } from '../client.tsx'
import { useSend } from '../send.ts'
import { useEvery, useOne, useView, useYou } from '../view.ts'
import { boxDesk, type BoxDesk } from './box.ts'
import type { CastBallot } from './casting.ts'
import type { SecretDevice } from './device.ts'
import { forgetBallots, isOver } from './forgetting.ts'
import { watchBox, type BoxWatch } from './watching-box.ts'
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

/** The device's look into that box, one for each window. */
export function watchOf(device: SecretDevice, desk: BoxDesk, ballot: string, uuid: string): BoxWatch {
  const { watches, workshop, vault } = device
  const watch = watches.get(uuid) ?? watchBox({ ballot, uuid, desk, workshop, vault })
  watches.set(uuid, watch)
  return watch
}

const growing = ['open', 'paused', 'closing']

/** The device of a member who holds a key checks the ballots of a box while they come, wherever he is reading. */
export function useWatching(device: SecretDevice | null): void {
  const desk = useBoxDesk()
  const { person } = useYou()
  const keys = useOne('secretKeys', 'secretKeys')
  const ballots = useEvery('secretBallot')
  const boxes = useEvery('secretBox')
  const holds = keys?.members.includes(person) ?? false
  useEffect(() => {
    if (!device || !holds) return
    for (const { id, uuid, state } of ballots)
      if (uuid && growing.includes(state) && boxes.some((box) => box.id === id && box.cast > 0))
        // What could not be fetched or checked now is, when the closed box is verified.
        void watchOf(device, desk, id, uuid)
          .look()
          .catch(() => undefined)
  }, [device, desk, holds, ballots, boxes])
}

/** Offers its ballots again to a machine that took over: what the old one alone had may be missing there. */
export function useOfferingAgain(device: SecretDevice | null): void {
  const boxes = useEvery('secretBox')
  useEffect(() => {
    // What could not be kept is offered again with the next change.
    void device?.casting.offerAgain().catch(() => undefined)
  }, [device, boxes])
}

/** Lets go of this device's ballots when the server destroys the rolls. */
export function useForgetting(device: SecretDevice | null): void {
  const { person } = useYou()
  const clearing = useOne('secretClearing', 'secretClearing')
  const ballots = useEvery('secretBallot')
  useEffect(() => {
    if (!device || !isOver(clearing)) return
    const uuids = ballots.flatMap(({ id, uuid }) => (uuid && clearing?.ballots.includes(id) ? [uuid] : []))
    // A store that refuses now is asked again when the page is opened next.
    void forgetBallots(device, person, uuids).catch(() => undefined)
  }, [device, person, clearing, ballots])
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
