/**
 * The server's part in the ceremony: checks what can be checked without a key, and puts the public texts together.
 * What must stay true: it holds no key and cannot make one; what it says is said again by every member's device.
 */
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import type { SecretKeys, SecretKeyStep } from '@nghi-truong/shared/domain/secret-records'
import type { State } from '@nghi-truong/shared/domain/state'
import type { Ceremony, HeavyAnswer, HeavyJob } from './heavy.ts'
import type { Tell } from './tell.ts'

export interface KeyWork {
  /** Looks at the ceremony of that session; each step is judged once. */
  follow(log: string, state: State): Promise<void>
}

function textsOf(state: State, keys: SecretKeys, step: SecretKeyStep): string[] {
  return keys.members.map(
    (member) => state.one('secretKeyMessage', `${keys.number}-${step}-${member}`)?.text ?? '',
  )
}

const jobOf = (state: SecretKeys['state']): 'certificates' | 'polynomials' | 'assemble' | undefined =>
  state === 'polynomial'
    ? 'certificates'
    : state === 'key'
      ? 'polynomials'
      : state === 'assembling'
        ? 'assemble'
        : undefined

export function createKeyWork(heavy: (job: HeavyJob) => Promise<HeavyAnswer>, tell: Tell): KeyWork {
  const done = new Set<string>()
  return {
    async follow(log, state) {
      const keys = log === houseLog ? undefined : state.one('secretKeys', 'secretKeys')
      const step = keys && jobOf(keys.state)
      if (!keys || !step) return
      const name = `${log}:${keys.number}:${step}`
      if (done.has(name)) return
      done.add(name)
      const ceremony: Ceremony = {
        threshold: keys.threshold,
        certificates: textsOf(state, keys, 'certificate'),
        polynomials: textsOf(state, keys, 'polynomial'),
        keys: textsOf(state, keys, 'key'),
      }
      const answer = await heavy({ do: step, ceremony })
      if ('blame' in answer) {
        const member = keys.members[answer.blame.member - 1] ?? null
        await tell(log, 'secretKeys.blame', { number: keys.number, member, reason: answer.blame.reason })
      } else if ('trustees' in answer) {
        const { trustees: text, publicKey } = answer
        await tell(log, 'secretKeys.make', { number: keys.number, text, publicKey })
      }
    },
  }
}
