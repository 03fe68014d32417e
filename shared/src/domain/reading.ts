/**
 * How a document may be read, and where: the one rule that server and device both ask.
 * What must stay true: what is read in the hall only is never kept on a device, never searched from outside and never
 * copied; audience rules come first, this only narrows them. Being in the hall means here: the sitting is on and the
 * person is marked present. The desk, which prepares the documents, is not bound to the sitting.
 */
import { z } from 'zod'
import { sees, type Viewer } from './audience.ts'
import { sessionOf } from './find.ts'
import type { DocumentRecord, Reading } from './records.ts'
import type { State } from './state.ts'

type Handled = Pick<DocumentRecord, 'reading' | 'classification'>

/** Tài liệu thu hồi is collected after the meeting, so it does not stay on devices unless the secretariat says so. */
export const readingOf = ({ reading, classification }: Handled): Reading =>
  reading ?? (classification === 'recall' ? 'hallOnly' : 'device')

/** May stay on a device. */
export const keepsOnDevice = (document: Handled): boolean => readingOf(document) !== 'hallOnly'

export const mayCopy = (document: Handled): boolean => readingOf(document) === 'copy'

function inHall(state: State, { person, roles }: Viewer): boolean {
  if (roles.includes('secretariat') || roles.includes('chair')) return true
  const stage = sessionOf(state)?.state
  return (stage === 'open' || stage === 'recess') && state.one('attendance', person)?.state === 'present'
}

/** Whether the viewer may have the content of a document he sees, now. */
export const mayRead = (state: State, viewer: Viewer, document: Handled): boolean =>
  keepsOnDevice(document) || inHall(state, viewer)

/** `away`: seen, but to be read in the hall only, where the viewer is not. */
export type FileReading = 'none' | 'away' | Reading

const order: readonly FileReading[] = ['none', 'away', 'hallOnly', 'device', 'copy']

/** The widest reading that any document in the viewer's sight gives of this file. */
export function fileReading(state: State, viewer: Viewer, sha256: string): FileReading {
  let best: FileReading = 'none'
  for (const document of state.every('document')) {
    if (document.facts.sha256 !== sha256 || !sees(viewer, document.audience)) continue
    const found = mayRead(state, viewer, document) ? readingOf(document) : 'away'
    if (order.indexOf(found) > order.indexOf(best)) best = found
  }
  return best
}

export const widest = (all: readonly FileReading[]): FileReading =>
  all.reduce((best, one) => (order.indexOf(one) > order.indexOf(best) ? one : best), 'none')

/** Days a closed session stays on a device: the house's choice, not a law's. */
export const keepDaysChoices = [7, 14, 30, 60, 90] as const
export const keepDaysSchema = z.literal([...keepDaysChoices])
export type KeepDays = (typeof keepDaysChoices)[number]

/** Where nobody has chosen. */
export const keepDays: KeepDays = 30

/** Whether a device must let go of a session that was closed then. Both UTC, ISO 8601. */
export const outlived = (closedAt: string | null, now: string, days: number = keepDays): boolean =>
  closedAt !== null && Date.parse(now) - Date.parse(closedAt) > days * 86_400_000
