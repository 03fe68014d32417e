/**
 * The press: from a log and a reader to a paper.
 * What must stay true: a paper is made from what the reader may see at that moment (`look.snapshot` for him) and from
 * marks of the log that tell nothing more; drawing happens in a thread of its own, one paper at a time; what is kept is
 * kept by the whole of what was drawn, so it can never be somebody else's.
 */
import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Viewer } from '@nghi-truong/shared/domain/audience'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { createMemory, type State } from '@nghi-truong/shared/domain/state'
import type { Look } from '../engine/ports.ts'
import type { Job, Printed } from './job.ts'
import { markBallot, markPaper, tellAll } from './marks.ts'
import { minutesOf } from './minutes-model.ts'
import { tallyRecord } from './record-model.ts'
import { markSecret, secretRecordModel } from './secret-record-model.ts'
import { resultSheet } from './sheet-model.ts'

export interface Press {
  /** Phiếu kết quả biểu quyết of an announced vote. */
  resultSheet(log: string, viewer: Viewer, ballot: string): Promise<Printed | Refusal>
  /** Biên bản kiểm phiếu of a paper ballot whose count is agreed. */
  tallyRecord(log: string, viewer: Viewer, paperBallot: string): Promise<Printed | Refusal>
  /** Biên bản kiểm phiếu of an electronic secret ballot that is counted. */
  secretRecord(log: string, viewer: Viewer, ballot: string): Promise<Printed | Refusal>
  /** The biên bản kỳ họp, up to now: a draft, or `final` to be signed. */
  minutes(log: string, viewer: Viewer, final?: boolean): Promise<Printed | Refusal>
}

/** After an announcement a whole hall may ask for the same paper. */
const kept = 12

function drawn(job: Job): Promise<Printed> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./draw-worker.ts', import.meta.url), { workerData: job })
    worker.once('message', (printed: Printed) => {
      resolve(printed)
      void worker.terminate()
    })
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the drawing thread ended without a paper (${code})`)))
  })
}

export function createPress(look: Pick<Look, 'snapshot' | 'entries'>): Press {
  const papers = new Map<string, Promise<Printed>>()
  let last: Promise<unknown> = Promise.resolve()

  function print(job: Job): Promise<Printed> {
    const key = createHash('sha256').update(JSON.stringify(job)).digest('hex')
    const known = papers.get(key)
    if (known) return known
    const work = () => drawn(job)
    const paper = last.then(work, work)
    last = paper
    papers.set(key, paper)
    paper.catch(() => papers.delete(key))
    for (const old of papers.keys()) {
      if (papers.size <= kept) break
      papers.delete(old)
    }
    return paper
  }

  async function seen(log: string, viewer: Viewer): Promise<State | undefined> {
    const found = await look.snapshot(log, viewer)
    if (!found) return undefined
    const state = createMemory()
    state.put(found.records)
    return state
  }

  return {
    async resultSheet(log, viewer, ballot) {
      const state = await seen(log, viewer)
      if (!state) return refuse('session.notSeen')
      const announced = state.one('ballot', ballot)?.state === 'published'
      const marks = announced ? await markBallot(log, look.entries(log), ballot) : null
      const model = resultSheet(state, ballot, marks)
      return isRefusal(model) ? model : print({ kind: 'sheet', ballot, model })
    },
    async tallyRecord(log, viewer, paperBallot) {
      const state = await seen(log, viewer)
      if (!state) return refuse('session.notSeen')
      const counted = state.one('paperResult', paperBallot)
      const marks = counted ? await markPaper(log, look.entries(log), paperBallot) : null
      const model = tallyRecord(state, paperBallot, marks)
      return isRefusal(model) ? model : print({ kind: 'record', model })
    },
    async secretRecord(log, viewer, ballot) {
      const state = await seen(log, viewer)
      if (!state) return refuse('session.notSeen')
      const counted = state.one('secretResult', ballot)
      const marks = counted ? await markSecret(log, look.entries(log), ballot) : null
      const model = secretRecordModel(state, ballot, marks)
      return isRefusal(model) ? model : print({ kind: 'secret', model })
    },
    async minutes(log, viewer, final = false) {
      const state = await seen(log, viewer)
      if (!state) return refuse('session.notSeen')
      const model = minutesOf(state, await tellAll(look.entries(log)))
      return isRefusal(model) ? model : print({ kind: 'minutes', model: final ? { ...model, final } : model })
    },
  }
}
