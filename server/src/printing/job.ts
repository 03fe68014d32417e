/**
 * What the drawing thread is asked, and what it gives back.
 * What must stay true: plain data both ways; nothing here can be looked up, only drawn.
 */
import type { Place } from './layout.ts'
import type { Minutes } from './minutes-model.ts'
import type { TallyRecord } from './record-model.ts'
import type { SecretRecordModel } from './secret-record-model.ts'
import type { ResultSheet } from './sheet-model.ts'

export type Job =
  | { readonly kind: 'sheet'; readonly ballot: string; readonly model: ResultSheet }
  | { readonly kind: 'record'; readonly model: TallyRecord }
  | { readonly kind: 'secret'; readonly model: SecretRecordModel }
  | { readonly kind: 'minutes'; readonly model: Minutes }

/** A paper ready to be sent. */
export interface Printed {
  readonly bytes: Uint8Array
  /** Where signatures belong, in the order of the blocks. */
  readonly places: readonly Place[]
  /** For the name of the file: ASCII. */
  readonly name: string
}
