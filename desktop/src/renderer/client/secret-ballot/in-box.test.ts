// What a delegate's device finds in the closed box, and what it must not take for its ballot.
import { hexDigest } from '@nghi-truong/shared/secret-ballot/digest'
import {
  appendBallot,
  appendEndBallots,
  appendSetup,
  type Appended,
  type Chain,
} from '@nghi-truong/shared/secret-ballot/write'
import { describe, expect, it } from 'vitest'
import { lookInBox, type Watched } from './in-box.ts'

/** Event texts and heads of a box with these ballots. */
function box(ballots: readonly string[]) {
  const events: string[] = []
  const take = ({ members, chain }: Appended): Chain => {
    events.push(...members.filter((one) => one.kind === 'event').map((one) => one.text))
    return chain
  }
  let chain = take(appendSetup('election', 'trustees', 'credentials'))
  const heads = [chain.hash]
  for (const ballot of ballots) {
    chain = take(appendBallot(chain, ballot))
    heads.push(chain.hash)
  }
  chain = take(appendEndBallots(chain))
  return { events, heads, closing: chain.hash }
}

const honest = box(['a', 'mine', 'b'])
const watched: Watched = {
  ballot: hexDigest('mine'),
  setupHead: honest.heads[0] ?? '',
  closingHead: honest.closing,
  heads: honest.heads,
}
const look = (events: readonly string[], change: Partial<Watched> = {}) =>
  lookInBox(events, { ...watched, ...change })

describe('my ballot in the box', () => {
  it('is found', () => expect(look(honest.events)).toBe('inBox'))
  it('a device that cast nothing only watches the chain', () =>
    expect(look(honest.events, { ballot: null })).toBe('inBox'))
  it('a box without it', () => {
    const without = box(['a', 'b'])
    expect(look(without.events, { closingHead: without.closing, heads: [] })).toBe('not_in_box')
  })
  it.each([
    [
      'lost a head this device had seen',
      () => {
        const other = box(['mine', 'a', 'b'])
        return look(other.events, { closingHead: other.closing })
      },
    ],
    ['was closed with another head', () => look(honest.events, { closingHead: '0'.repeat(64) })],
    ['began with another setup', () => look(honest.events, { setupHead: '0'.repeat(64) })],
    ['is not closed', () => look(honest.events.slice(0, -1))],
    ['is empty', () => look([])],
    ['has an event out of its place', () => look(honest.events.toReversed())],
    ['has an event left out', () => look(honest.events.filter((_, at) => at !== 2))],
    ['holds something that is no event', () => look([...honest.events, '{}'])],
  ])('a box that %s', (_, ask) => expect(ask()).toBe('other_head'))
})
