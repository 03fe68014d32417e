/**
 * What the delegate's card does at the device: taking a ballot, checking the paper, locking, casting, testing.
 * What must stay true: the choice and the seed live in this hook's memory only and are dropped the moment the ballot is
 * on the disk or given up; a paper that does not fit what the hall shows is never shown.
 */
import { rollMessage } from '@nghi-truong/shared/secret-ballot/roll'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { useCallback, useEffect, useState } from 'react'
import { useClient } from '../../client/client.tsx'
import type { SecretDevice } from '../../client/secret-ballot/device.ts'
import { openingText } from '../../client/secret-ballot/opening.ts'
import type { Filled, Paper, PaperFault, PaperTexts } from '../../client/secret-ballot/paper.ts'
import { knowsReceiptKey } from '../../client/secret-ballot/receipt-key.ts'
import { useBoxDesk } from '../../client/secret-ballot/use.ts'
import { deviceSecret } from '../../client/secret-ballot/vault.ts'
import { useOne, useView, useYou } from '../../client/view.ts'
import { calm, failed, troubleOf, type Trouble } from './trouble.ts'

const takenKey = (uuid: string, person: string): string => `taken/${person}/${uuid}`

/** Whether this device took the person's ballot; null while it is not known. */
export function useTaken(device: SecretDevice, ballot: SecretBallot) {
  const { keys } = useClient()
  const desk = useBoxDesk()
  const { person } = useYou()
  const { session } = useView()
  const uuid = ballot.uuid ?? ''
  const [taken, setTaken] = useState<string | null | undefined>(undefined)
  const [pending, setPending] = useState(false)
  const [trouble, setTrouble] = useState(calm)
  useEffect(() => {
    let wanted = true
    void device.vault.read<string>(takenKey(uuid, person)).then((credential) => {
      if (wanted) setTaken(credential ?? null)
    })
    return () => {
      wanted = false
    }
  }, [device, uuid, person])
  const take = useCallback(async () => {
    setPending(true)
    setTrouble(calm)
    try {
      const key = await keys(person)
      const credential = await device.workshop.run('credential', {
        deviceSecret: await deviceSecret(device.vault, person),
        uuid,
      })
      if (!key) return setTrouble(failed)
      const signature = await key.sign(rollMessage(uuid, credential))
      // Kept before it is sent: a lost answer must not make the device forget that it holds the ballot.
      await device.vault.write(takenKey(uuid, person), credential)
      const said = await desk.take(ballot.id, { credential, key: key.key, signature })
      if (said !== 'unreachable' && !isRefusal(said)) {
        // Another key than before shows when the paper is looked at; here the first one is settled.
        await knowsReceiptKey(device.vault, session, said.receiptKey)
        return setTaken(credential)
      }
      await device.vault.remove(takenKey(uuid, person))
      setTrouble(troubleOf(said))
    } catch {
      setTrouble(failed)
    } finally {
      setPending(false)
    }
  }, [keys, person, device, session, uuid, desk, ballot.id])
  return { taken, take, pending, trouble }
}

export type Checked =
  | { readonly kind: 'loading' }
  | { readonly kind: 'good'; readonly paper: Paper; readonly texts: PaperTexts }
  | { readonly kind: 'bad'; readonly faults: readonly PaperFault[] }
  | { readonly kind: 'trouble'; readonly trouble: Trouble }

/** The paper, fetched and checked whole, once the box is open. */
export function usePaper(device: SecretDevice, ballot: SecretBallot, credential: string) {
  const desk = useBoxDesk()
  const code = useOne('secretKeys', 'secretKeys')?.code ?? ''
  const [checked, setChecked] = useState<Checked>({ kind: 'loading' })
  const [round, setRound] = useState(0)
  const { session } = useView()
  const { id, uuid, fingerprint, setupHead, receiptKey } = ballot
  useEffect(() => {
    let wanted = true
    const look = async (): Promise<Checked> => {
      const texts = await desk.setup(id)
      if (texts === 'unreachable' || isRefusal(texts)) return { kind: 'trouble', trouble: troubleOf(texts) }
      const announced = {
        uuid: uuid ?? '',
        fingerprint: fingerprint ?? '',
        setupHead: setupHead ?? '',
        code,
      }
      const paper = await device.workshop.run('readPaper', { texts, announced, credential })
      if ('faults' in paper) return { kind: 'bad', faults: paper.faults }
      if (!(await knowsReceiptKey(device.vault, session, receiptKey)))
        return { kind: 'bad', faults: ['paper.otherReceiptKey'] }
      void device.workshop.run('warm', { election: texts.election }).catch(() => undefined)
      return { kind: 'good', paper, texts }
    }
    look().then(
      (found) => wanted && setChecked(found),
      () => wanted && setChecked({ kind: 'trouble', trouble: failed }),
    )
    return () => {
      wanted = false
    }
  }, [device, desk, session, id, uuid, fingerprint, setupHead, receiptKey, code, credential, round])
  const again = useCallback(() => {
    setChecked({ kind: 'loading' })
    setRound((old) => old + 1)
  }, [])
  return { checked, again }
}

/** The locked ballot with what opens it; in memory only. */
export interface Locked {
  readonly filled: Filled
  readonly marks: readonly (readonly number[])[]
}

export function useLocking(device: SecretDevice, ballot: SecretBallot) {
  const { person } = useYou()
  const view = useView()
  const [locked, setLocked] = useState<Locked | null>(null)
  const [link, setLink] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const [trouble, setTrouble] = useState(calm)
  const uuid = ballot.uuid ?? ''
  const guarded = async (work: () => Promise<Trouble>): Promise<void> => {
    setPending(true)
    setTrouble(calm)
    try {
      setTrouble(await work())
    } catch {
      setTrouble(failed)
    } finally {
      setPending(false)
    }
  }
  const lock = (election: string, marks: readonly (readonly number[])[]): Promise<void> =>
    guarded(async () => {
      const secret = await deviceSecret(device.vault, person)
      const filled = await device.workshop.run('fillIn', { election, deviceSecret: secret, marks })
      if ('refused' in filled) return failed
      setLocked({ filled, marks })
      return calm
    })
  const cast = (): Promise<void> =>
    guarded(async () => {
      if (!locked) return calm
      const { text, tracker } = locked.filled
      if (!(await knowsReceiptKey(device.vault, view.session, ballot.receiptKey))) return failed
      const at = new Date(Date.now() + view.now().offsetMs).toISOString()
      await device.casting.cast({ uuid, text, tracker, receiptKey: ballot.receiptKey ?? '', at })
      setLocked(null)
      return calm
    })
  /** The tracker first, so that this text can never be cast; then what opens it. */
  const test = (base: string): Promise<void> =>
    guarded(async () => {
      if (!locked) return calm
      const { filled, marks } = locked
      const sealed = await device.workshop.run('sealForTest', { filled })
      const said = await device.door.giveUp(uuid, filled.text, sealed)
      if (said !== true) return troubleOf(said)
      const opening = openingText({ uuid, tracker: filled.tracker, seed: filled.seed, marks })
      setLink(`${base}?thu=${encodeURIComponent(opening)}`)
      setLocked(null)
      return calm
    })
  const drop = useCallback(() => {
    setLocked(null)
    setLink(null)
    setTrouble(calm)
  }, [])
  return { locked, link, lock, cast, test, drop, pending, trouble }
}
