/**
 * Answers a rehearsal (biểu quyết thử) for this device, by itself.
 * What must stay true: only a delegate's device answers; once in each round; what it says is what it measured: how far its
 * clock is off by the server's last word, its version, its battery where the browser tells.
 */
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Send } from './send.ts'
import type { View } from './view.ts'

/** The part of the Battery Status API we read; browsers other than Chromium's have none. */
interface Batteries {
  readonly getBattery?: () => Promise<{ readonly level: number }>
}

/** 0–100, or null where the device does not tell. */
export async function batteryPercent(from: Batteries = navigator as Batteries): Promise<number | null> {
  if (typeof from.getBattery !== 'function') return null
  try {
    const { level } = await from.getBattery()
    return Number.isFinite(level) ? Math.round(Math.min(1, Math.max(0, level)) * 100) : null
  } catch {
    // A page without a secure context, or a policy, forbids the question: the same as not knowing.
    return null
  }
}

export interface RehearsalParts {
  readonly view: View
  readonly send: Send
  readonly version: string
  readonly battery?: () => Promise<number | null>
  /** Called when an answer was accepted. */
  readonly answered?: (round: number) => void
}

/** @returns how to stop */
export function answerRehearsals({
  view,
  send,
  version,
  battery = batteryPercent,
  answered,
}: RehearsalParts): () => void {
  /** The round answered or being answered. */
  let busyWith: number | null = null
  const answer = async (round: number): Promise<void> => {
    const percent = await battery()
    const clockOffMs = Math.round(-view.now().offsetMs)
    const sent = await send('rehearsal.answer', { clockOffMs, version, battery: percent })
    // Not reached: the way back brings a new snapshot, and with it the next try.
    if (sent.kind === 'unreachable' && busyWith === round) busyWith = null
    if (sent.kind === 'accepted') answered?.(round)
  }
  const look = (): void => {
    const { seq, you, line, records } = view.now()
    if (seq < 0 || line !== 'online' || !you.roles.includes('delegate')) return
    const rehearsal = records.one('rehearsal', 'rehearsal')
    if (rehearsal?.state !== 'running' || busyWith === rehearsal.round) return
    const { round } = rehearsal
    busyWith = round
    void answer(round).catch(() => {
      busyWith = null
    })
  }
  const stop = view.subscribe(look)
  look()
  return stop
}

/** The last round this device has answered, for the notice on its screen. */
export interface Answers {
  readonly note: (round: number) => void
  readonly last: () => number | null
  readonly subscribe: (listener: () => void) => () => void
}

export function createAnswers(): Answers {
  let round: number | null = null
  const listeners = new Set<() => void>()
  return {
    note(answered) {
      round = answered
      for (const listener of listeners) listener()
    },
    last: () => round,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export const AnswersContext = createContext<Answers | null>(null)

/** The last round this device has answered, or null. */
export function useAnswered(): number | null {
  const answers = useContext(AnswersContext)
  if (!answers) throw new Error('no session around this part')
  return useSyncExternalStore(answers.subscribe, answers.last)
}
