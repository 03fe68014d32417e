/**
 * What a committee member's device does with the closed box: verifies it whole and the roll by itself, and opens its part.
 * What must stay true: every fact the rule needs is either this device's own (heads seen, ledger, code compared) or stands
 * in the records everybody sees; nothing is opened that was not inspected with the same facts a moment before.
 */
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { useCallback, useEffect, useState } from 'react'
import type { BoxDesk } from '../../client/secret-ballot/box.ts'
import type { SecretDevice } from '../../client/secret-ballot/device.ts'
import type { BoxFacts, Inspection, Opened } from '../../client/secret-ballot/opening-box.ts'
import type { Trustee } from '../../client/secret-ballot/trustee.ts'
import { useBoxDesk, watchOf } from '../../client/secret-ballot/use.ts'
import { useView, type View } from '../../client/view.ts'
import { calm, failed, troubleOf, type Trouble } from './trouble.ts'

/** null where the records do not yet hold what is needed. */
async function factsOf(
  view: View,
  desk: BoxDesk,
  device: SecretDevice,
  ballot: SecretBallot,
): Promise<BoxFacts | Trouble> {
  const { records } = view.now()
  const { uuid, fingerprint, setupHead, rollHash, frozen, closed } = ballot
  const code = records.one('secretKeys', 'secretKeys')?.code
  const electorate = records.one('electorate', ballot.id)?.people
  const minimum = records.one('secretMode', 'secretMode')?.leastCounted
  if (!uuid || !fingerprint || !setupHead || !rollHash || !frozen || !closed || !code) return failed
  if (electorate === undefined || minimum === undefined) return failed
  const watch = watchOf(device, desk, ballot.id, uuid)
  const [no, roll] = await Promise.all([watch.look(), desk.roll(ballot.id)])
  if (no !== undefined) return troubleOf(no)
  if (roll === 'unreachable' || isRefusal(roll)) return troubleOf(roll)
  const deviceKeys: Record<string, string[]> = {}
  for (const { person, id } of records.every('deviceKey')) (deviceKeys[person] ??= []).push(id)
  return {
    archive: watch.archive(),
    verified: watch.verified(),
    knownHeads: [...new Set([...(await device.heads(uuid)), closed.head])],
    announced: { uuid, fingerprint, casts: closed.ballots },
    minimum,
    roll,
    deviceKeys,
    present: frozen.issued,
    electorate,
    anchored: { rollHash, setupHead },
    code,
  }
}

const isTrouble = (found: BoxFacts | Trouble): found is Trouble => 'unreachable' in found

export type Found =
  | { readonly kind: 'looking' }
  | { readonly kind: 'found'; readonly inspection: Inspection }
  | { readonly kind: 'trouble'; readonly trouble: Trouble }

/** Begins by itself when the box is closed. */
export function useChecking(device: SecretDevice, ballot: SecretBallot) {
  const view = useView()
  const desk = useBoxDesk()
  const [found, setFound] = useState<Found>({ kind: 'looking' })
  const [round, setRound] = useState(0)
  const { id, uuid } = ballot
  const head = ballot.closed?.head ?? null
  useEffect(() => {
    let wanted = true
    const look = async (): Promise<Found> => {
      const now = view.now().records.one('secretBallot', id)
      if (!now || head === null) return { kind: 'looking' }
      const facts = await factsOf(view, desk, device, now)
      if (isTrouble(facts)) return { kind: 'trouble', trouble: facts }
      const inspection = await device.workshop.run('inspectBox', { facts, uuid: facts.announced.uuid })
      return { kind: 'found', inspection }
    }
    setFound({ kind: 'looking' })
    look().then(
      (seen) => wanted && setFound(seen),
      () => wanted && setFound({ kind: 'trouble', trouble: failed }),
    )
    return () => {
      wanted = false
    }
  }, [view, desk, device, id, head, round])
  const again = useCallback(() => {
    // What was fetched may be what is wrong.
    device.watches.get(uuid ?? '')?.forget()
    setRound((old) => old + 1)
  }, [device, uuid])
  return { found, again }
}

export function useOpening(device: SecretDevice, ballot: SecretBallot, trustee: Trustee) {
  const view = useView()
  const desk = useBoxDesk()
  const [refused, setRefused] = useState<Extract<Opened, { refused: unknown }>['refused']>([])
  const [trouble, setTrouble] = useState(calm)
  /** @returns false where the PIN is wrong */
  const open = async (pin: string): Promise<boolean> => {
    setRefused([])
    setTrouble(calm)
    const share = await trustee.share(pin)
    if (!share) return false
    try {
      const facts = await factsOf(view, desk, device, ballot)
      if (isTrouble(facts)) {
        setTrouble(facts)
        return true
      }
      const opened = await device.workshop.run('openBox', { facts, share })
      if ('refused' in opened) {
        setRefused(opened.refused)
        return true
      }
      const said = await desk.give(ballot.id, ballot.closed?.head ?? '', opened.decryption)
      if (said !== true) setTrouble(troubleOf(said))
    } catch {
      setTrouble(failed)
    }
    return true
  }
  return { open, refused, trouble }
}
