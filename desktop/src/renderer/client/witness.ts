/**
 * Each device holds the announced list against its own vote, by itself, and says what it found.
 * What must stay true: what is compared first is what this device signed and got a receipt for; the comparison needs no
 * word of the server beyond the list; it is told once for each list.
 */
import { compare, entryCode, type Comparison } from '@nghi-truong/shared/domain/manifest'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { witnessText } from '@nghi-truong/shared/domain/witness'
import { portableHash } from '@nghi-truong/shared/log/chain'
import { useEffect, useMemo } from 'react'
import { useClient } from './client.tsx'
import { usePosted, type Posted } from './outbox.ts'
import { useSend } from './send.ts'
import { useConnection, useOne, useView, useYou } from './view.ts'

/** The code under which this choice will stand in the announced list, as people read it. */
export const codeOf = (posted: Posted): string => entryCode(portableHash, posted.round, posted).toUpperCase()

/** null before the announcement, for logs of earlier versions, and for who had no vote in it. */
export function useComparison(ballot: Ballot): Comparison | null {
  const { session } = useView()
  const you = useYou()
  const manifest = useOne('manifest', ballot.id)
  const result = useOne('result', ballot.id)
  const record = useOne('cast', `${ballot.id}:${you.person}`)
  const electorate = useOne('electorate', ballot.id)
  const posted = usePosted(ballot.id)
  return useMemo(() => {
    if (ballot.state !== 'published' || !manifest || !result) return null
    if (!electorate?.people.includes(you.person)) return null
    // A newer choice from another device took the place of what this one sent.
    // With its receipt, also where a machine that took over refused it afterwards: then its line is missing.
    const newest = posted?.receipt && posted.clientSeq >= (record?.clientSeq ?? 0) ? posted : null
    const own = { person: you.person, cast: newest, record: record ?? null }
    return compare(portableHash, session, ballot, manifest, result, own)
  }, [ballot, electorate, manifest, posted, record, result, session, you.person])
}

/** Says what was found, once for each list. `said` is called before it goes out. */
export function useWitnessing(ballot: Ballot, found: Comparison | null, said: () => void): void {
  const view = useView()
  const send = useSend()
  const { keys } = useClient()
  const you = useYou()
  const line = useConnection()
  const hash = useOne('manifest', ballot.id)?.hash
  const record = useOne('witness', `${ballot.id}:${you.person}`)
  const kind = found?.kind
  const known = record?.manifest === hash && record?.agrees === (kind !== 'differs')
  useEffect(() => {
    if (kind === undefined || hash === undefined || known || line !== 'online') return
    const agrees = kind !== 'differs'
    said()
    void (async () => {
      const device = await keys(you.person)
      const enrolled = device && view.now().records.one('deviceKey', device.key)?.revokedAt === null
      const text = {
        log: view.session,
        ballot: ballot.id,
        manifest: hash,
        person: you.person,
        agrees,
        key: device?.key ?? '',
      }
      const proof = enrolled
        ? { key: device.key, signature: await device.sign(witnessText(text)) }
        : undefined
      await send('ballot.witness', { ballot: ballot.id, manifest: hash, agrees, ...(proof ? { proof } : {}) })
    })().catch(() => undefined) // Nothing is lost: it is tried again when the page comes back.
    // `said` is new at every drawing and only notes that this ran.
  }, [ballot.id, hash, keys, kind, known, line, send, view, you.person])
}
