/**
 * From changes of records to the bytes each viewer gets.
 * What must stay true: a viewer gets a record when he may see it now, a removal when he could see it before and cannot
 * any more, and nothing else; bytes are made once for all who may see the same.
 */
import { sees, type Audience, type Viewer } from '@nghi-truong/shared/domain/audience'
import type { AnyRecord } from '@nghi-truong/shared/domain/records'
import { gone, isGone, type Put } from '@nghi-truong/shared/domain/state'
import type { Change } from '../engine/ports.ts'

export type Json = (record: AnyRecord) => string

/** Records are immutable values: their text is made once and forgotten with them. */
export function createJson(): Json {
  const known = new WeakMap<AnyRecord, string>()
  return (record) => {
    let text = known.get(record)
    if (text === undefined) known.set(record, (text = JSON.stringify(record)))
    return text
  }
}

const audienceNow = (put: Put): Audience => (isGone(put) ? [] : put.audience)

/** Text of the put for this viewer, or undefined when it does not concern him. */
function textFor(viewer: Viewer, { put, before }: Change, json: Json): string | undefined {
  if (!isGone(put) && sees(viewer, put.audience)) return json(put)
  if (before && sees(viewer, before.audience)) return JSON.stringify(gone(put.kind, put.id))
  return undefined
}

export interface Frame {
  /** The whole message for this viewer, or undefined when nothing of it concerns him. */
  messageFor(viewer: Viewer): Buffer | undefined
}

/** Two viewers with the same key see the same, but for records addressed to them by name. */
const keyOf = ({ roles, groups }: Viewer): string =>
  `${[...roles].sort().join()}|${[...groups].sort().join()}`

const named = (audience: Audience): string[] =>
  audience.filter((one) => one.startsWith('person:')).map((one) => one.slice('person:'.length))

export function createFrame(
  changes: Iterable<Change>,
  { seq, head: hash }: { readonly seq: number; readonly head: string },
  now: string,
  json: Json,
): Frame {
  const common: Change[] = []
  const own = new Map<string, Change[]>()
  /** People who are named in a record that others see by role: their view of it is their own. */
  const special = new Set<string>()
  for (const change of changes) {
    const principals = [...audienceNow(change.put), ...(change.before?.audience ?? [])]
    const people = new Set(named(principals))
    const shared = principals.some((one) => !one.startsWith('person:'))
    if (shared) {
      common.push(change)
      for (const person of people) special.add(person)
    } else for (const person of people) own.set(person, [...(own.get(person) ?? []), change])
  }

  const head = `{"type":"patch","seq":${seq},"head":${JSON.stringify(hash)},"now":${JSON.stringify(now)},"puts":[`
  const message = (parts: readonly string[]) =>
    parts.length === 0 ? undefined : Buffer.from(`${head}${parts.join(',')}]}`)
  const parts = (viewer: Viewer, list: readonly Change[]) =>
    list.flatMap((change) => textFor(viewer, change, json) ?? [])

  const classes = new Map<string, { parts: readonly string[]; bytes: Buffer | undefined }>()
  return {
    messageFor(viewer) {
      const mine = own.get(viewer.person) ?? []
      if (special.has(viewer.person)) return message(parts(viewer, [...common, ...mine]))
      const key = keyOf(viewer)
      let known = classes.get(key)
      if (!known) {
        const made = parts({ ...viewer, person: '' }, common)
        classes.set(key, (known = { parts: made, bytes: message(made) }))
      }
      return mine.length === 0 ? known.bytes : message([...known.parts, ...parts(viewer, mine)])
    },
  }
}
