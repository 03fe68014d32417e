/**
 * Devices say that they have held an announced list against their own vote.
 * What must stay true: it changes no vote; a device speaks for its own person only, and signs what it says where it has a
 * key; the numbers are everybody's, the names are the desk's.
 */
import { z } from 'zod'
import { desk, everyone } from './audience.ts'
import { inState } from './ballot-steps.ts'
import { keyInForce, publicKey, signature } from './devices.ts'
import { command, event, speaker } from './feature.ts'
import { isRefusal, refuse } from './refusal.ts'
import type { Put } from './state.ts'
import { id, sha256Hex } from './text.ts'

/** What a device signs when it has compared. */
export const witnessText = (seen: {
  readonly log: string
  readonly ballot: string
  readonly manifest: string
  readonly person: string
  readonly agrees: boolean
  readonly key: string
}): string =>
  [
    'nghi-truong-seen/v1',
    seen.log,
    seen.ballot,
    seen.manifest,
    seen.person,
    seen.agrees ? 'agrees' : 'differs',
    seen.key,
  ].join('\n')

const proof = z.object({ key: publicKey, signature })

const events = {
  'ballot.witnessed': event({
    data: z.object({
      ballot: id,
      person: id,
      manifest: sha256Hex,
      agrees: z.boolean(),
      proof: proof.nullable(),
    }),
    apply(state, { ballot, person, manifest, agrees }): readonly Put[] {
      const key = `${ballot}:${person}`
      const before = state.one('witness', key)
      const sums = state.one('witnessed', ballot) ?? { agree: 0, differ: 0 }
      const one = (yes: boolean, whether: boolean): number => (yes === whether ? 1 : 0)
      return [
        {
          kind: 'witness',
          id: key,
          audience: [...desk, `person:${person}`],
          ballot,
          person,
          manifest,
          agrees,
        },
        {
          kind: 'witnessed',
          id: ballot,
          audience: everyone,
          agree: sums.agree + one(agrees, true) - (before ? one(before.agrees, true) : 0),
          differ: sums.differ + one(agrees, false) - (before ? one(before.agrees, false) : 0),
        },
      ]
    },
  }),
}

const say = speaker(events)

export const witness = {
  commands: {
    'ballot.witness': command({
      input: z.object({ ballot: id, manifest: sha256Hex, agrees: z.boolean(), proof: proof.optional() }),
      may: ['delegate'],
      decide(state, { ballot, manifest, agrees, proof: signed }, context) {
        const found = inState(state, ballot, ['published'])
        if (isRefusal(found)) return found
        const { person } = context.actor
        if (!state.one('electorate', ballot)?.people.includes(person)) return refuse('ballot.notEligible')
        if (state.one('manifest', ballot)?.hash !== manifest) return refuse('manifest.other')
        if (signed) {
          const { key } = signed
          const said = witnessText({ log: context.log, ballot, manifest, person, agrees, key })
          const good = keyInForce(state, key, person) && context.verify(key, said, signed.signature)
          if (!good) return refuse('ballot.badSignature')
        }
        return [say('ballot.witnessed', { ballot, person, manifest, agrees, proof: signed ?? null })]
      },
    }),
  },
  events,
}
