/**
 * What the box has to say to the log, said until it is heard.
 * What must stay true: only a store that is full or busy is asked again; a refusal of the rules is the end of it, for then
 * the log has gone on without the box.
 */
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { Receipt } from '@nghi-truong/shared/protocol/routes'

export type Tell = (log: string, type: string, input: unknown) => Promise<Receipt | Refusal>

const againMs = 1000

/** @param stopped true once the server goes down: then nothing is said any more, and the next start says it again */
export function createTell(
  system: Tell,
  after: (ms: number, job: () => void) => void,
  stopped: () => boolean,
): Tell {
  return async (log, type, input) => {
    for (;;) {
      if (stopped()) return refuse('server.closing')
      const answer = await system(log, type, input)
      if (!isRefusal(answer) || !answer.refused.startsWith('server.')) return answer
      await new Promise<void>((resolve) => {
        after(againMs, resolve)
      })
    }
  }
}
