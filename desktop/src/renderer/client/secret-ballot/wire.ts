/** What page and worker say to each other: jobs down, answers up, and the worker's questions to the page's ledger. */
import type { LedgerEntry } from '@nghi-truong/shared/secret-ballot/trustee-rule'
import type { JobName } from './jobs.ts'

export type ToWorker =
  | { readonly job: number; readonly name: JobName; readonly input: unknown }
  | { readonly answered: number; readonly entry: LedgerEntry | undefined }
  | { readonly answered: number; readonly failed: string }

export type LedgerAsk =
  | { readonly do: 'find'; readonly uuid: string }
  | { readonly do: 'promise'; readonly uuid: string; readonly head: string }
  | { readonly do: 'keep'; readonly uuid: string; readonly decryption: string }

export type FromWorker =
  | { readonly job: number; readonly output: unknown }
  | { readonly job: number; readonly failed: string }
  | { readonly asks: number; readonly ledger: LedgerAsk }
