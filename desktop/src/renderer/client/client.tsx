/**
 * Puts the client layer together and hands it to the screens.
 * What must stay true: one `Client` for each window; one open socket for each session on screen, closed when it leaves.
 */
import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react'
import { transport as theTransport, type Transport } from './bridge.ts'
import { createDeviceKeys, type DeviceKeys } from './device-key.ts'
import { enrolOnce } from './enrol.ts'
import { createHttp, type Http } from './http.ts'
import { createCopies, type KeepCopy } from './notes/copy.ts'
import { createKeyring, type Keyring } from './notes/keyring.ts'
import { databaseLayerKeys, memoryLayerKeys } from './notes/layer-key.ts'
import { deviceKeep, windowKeep, type Keep } from './keep.ts'
import { openLive } from './live.ts'
import { createOtherMachine, OtherMachineContext, type OtherMachine } from './machines.ts'
import {
  createOutbox,
  databaseStore,
  memoryStore,
  OutboxContext,
  type Outbox,
  type OutboxStore,
} from './outbox.ts'
import { forgetEverything } from './pack/forget.ts'
import { answerRehearsals, AnswersContext, createAnswers } from './rehearsal.ts'
import { createSend, SendContext } from './send.ts'
import { keepingShell, shellKeys, shellOutbox } from './shell.ts'
import type { SecretDevice } from './secret-ballot/device.ts'
import { createSignIn, personKey, SignInContext, type SignIn } from './session.ts'
import { clientVersion } from './version.ts'
import { createView, ViewContext } from './view.ts'

export interface Client {
  readonly http: Http
  readonly signIn: SignIn
  readonly outbox: Outbox
  readonly other: OtherMachine
  readonly keys: DeviceKeys
  /** The keys of a person's private notes on this device. */
  readonly keyring: (person: string) => Keyring
  /** Rooms of notes on this device; null where nothing can be kept. */
  readonly copies: KeepCopy | null
  readonly deviceName: () => string
  /** What this device remembers about its looks. */
  readonly keep: Keep
  /** Brought when the first secret ballot is met. */
  readonly secret: () => Promise<SecretDevice>
}

export interface ClientParts {
  readonly transport?: Transport
  readonly deviceKeep?: Keep
  readonly windowKeep?: Keep
  readonly outboxStore?: OutboxStore
  readonly keys?: DeviceKeys
  readonly language: () => string
  readonly deviceName: () => string
}

export async function createClient({
  transport = theTransport(),
  deviceKeep: lasting = deviceKeep(),
  windowKeep: brief = windowKeep(),
  outboxStore,
  keys: givenKeys,
  language,
  deviceName,
}: ClientParts): Promise<Client> {
  // Made below; a login can only end after it was made.
  const later: { signIn: SignIn | null } = { signIn: null }
  const http = createHttp({
    transport,
    keep: brief,
    lasting,
    language,
    signedOut: (refusal) => later.signIn?.ended(refusal),
  })
  const signIn = createSignIn({
    http,
    windowKeep: brief,
    deviceKeep: lasting,
    deviceName,
    forget: async () => {
      await forgetEverything()
      // Whatever is still in this page's memory goes with the page.
      location.reload()
    },
  })
  later.signIn = signIn
  // Without storage a vote still goes out and is repeated; it only would not survive a reload.
  const shell = await keepingShell()
  const store = outboxStore ?? (shell ? shellOutbox(shell) : await databaseStore().catch(memoryStore))
  const keys = givenKeys ?? (shell ? shellKeys(shell) : createDeviceKeys())
  const outbox = createOutbox({ http, store, keys, epoch: http.epoch })
  const other = createOtherMachine({ elsewhere: transport.elsewhere, keep: lasting, epoch: http.epoch })
  signIn.subscribe(() => {
    const state = signIn.now()
    if (state.kind === 'signedIn') void outbox.setPerson(state.me.person)
    if (state.kind === 'signedOut') void outbox.setPerson(null)
  })
  window.addEventListener('storage', (event) => {
    if (event.key === personKey) signIn.someoneElse(event.newValue)
  })
  const layerKeys = databaseLayerKeys().catch(memoryLayerKeys)
  const rings = new Map<string, Keyring>()
  const keyring = (person: string): Keyring => {
    const known =
      rings.get(person) ??
      createKeyring({
        http,
        person,
        store: layerKeys,
        deviceName,
        signing: async () => (await keys(person))?.key ?? null,
      })
    rings.set(person, known)
    return known
  }
  const copies = typeof indexedDB === 'undefined' ? null : createCopies()
  let device: Promise<SecretDevice> | null = null
  const secret = (): Promise<SecretDevice> =>
    (device ??= import('./secret-ballot/device.ts').then((part) => part.createSecretDevice({ http, signIn })))
  return { http, signIn, outbox, other, keys, keyring, copies, deviceName, keep: lasting, secret }
}

const ClientContext = createContext<Client | null>(null)

export function useClient(): Client {
  const client = useContext(ClientContext)
  if (!client) throw new Error('no client around this part')
  return client
}

export const useHttp = (): Http => useClient().http

export function ClientProvider({
  client,
  children,
}: {
  readonly client: Client
  readonly children: ReactNode
}) {
  return (
    <ClientContext value={client}>
      <SignInContext value={client.signIn}>
        <OtherMachineContext value={client.other}>
          <OutboxContext value={client.outbox}>{children}</OutboxContext>
        </OtherMachineContext>
      </SignInContext>
    </ClientContext>
  )
}

/** Everything inside sees this session live. `house` is the house's own log. */
export function SessionProvider({
  session,
  children,
}: {
  readonly session: string
  readonly children: ReactNode
}) {
  const { http, outbox, other, keys, deviceName } = useClient()
  const view = useMemo(() => createView(session), [session])
  const send = useMemo(() => createSend({ http, session }, view), [http, session, view])
  const answers = useMemo(() => createAnswers(), [view])
  useEffect(() => {
    const live = openLive({
      http,
      session,
      onDown(message) {
        view.receive(message)
        if (message.type === 'machines') other.hear(message.where)
      },
      onLine(line, refusal) {
        view.setLine(line, refusal)
        if (line === 'online') outbox.hurry()
      },
    })
    const stopMeeting = view.subscribe(() => {
      const { records, machine } = view.now()
      if (machine !== null) outbox.meet(session, records, machine)
    })
    const stopEnrolling = enrolOnce({ view, send, keys, deviceName })
    const stopAnswering = answerRehearsals({ view, send, version: clientVersion, answered: answers.note })
    const hurry = (): void => {
      live.hurry()
      outbox.hurry()
    }
    const seen = (): void => {
      if (document.visibilityState === 'visible') hurry()
    }
    window.addEventListener('online', hurry)
    document.addEventListener('visibilitychange', seen)
    return () => {
      window.removeEventListener('online', hurry)
      document.removeEventListener('visibilitychange', seen)
      stopMeeting()
      stopEnrolling()
      stopAnswering()
      live.stop()
    }
  }, [http, outbox, other, keys, deviceName, send, session, view, answers])
  return (
    <ViewContext value={view}>
      <SendContext value={send}>
        <AnswersContext value={answers}>{children}</AnswersContext>
      </SendContext>
    </ViewContext>
  )
}
