// Sealed ballots on their way: kept first, sent until answered, the same text for ever.
import { describe, expect, it } from 'vitest'
import type { CastReceipt, CastRefusal } from '@nghi-truong/shared/protocol/ballot-box'
import { createCasting, type BoxAnswer } from './casting.ts'
import { memoryVault, type Vault } from './vault.ts'

const ballot = {
  uuid: 'u',
  text: '{"sealed":1}',
  tracker: 't',
  receiptKey: 'k',
  at: '2026-11-22T00:00:00.000Z',
}
const receipt: CastReceipt = { tracker: 't', head: 'h', epoch: 1, signature: 's' }

function make(
  answers: readonly (BoxAnswer | 'lost')[],
  vault: Vault = memoryVault(),
  epoch: () => number | null = () => null,
) {
  const sent: string[] = []
  const onDisk: (string | undefined)[] = []
  const left = [...answers]
  const casting = createCasting({
    vault,
    async put(_uuid, text) {
      onDisk.push((await vault.read<{ text: string }>('cast/p/u'))?.text)
      sent.push(text)
      const answer = left.shift()
      return !answer || answer === 'lost' ? { kind: 'later' } : answer
    },
    genuine: ({ receiptKey }, { signature }) => receiptKey === 'k' && signature === 's',
    epoch,
    wait: () => (left.length > 0 ? Promise.resolve() : new Promise(() => undefined)),
    random: () => 0,
  })
  return { casting, vault, sent, onDisk }
}

/** Until nothing is under way. */
async function settled(casting: ReturnType<typeof make>['casting']): Promise<void> {
  while (casting.now().some((one) => one.state === 'sending'))
    await new Promise<void>((resolve) => {
      const stop = casting.subscribe(() => {
        stop()
        resolve()
      })
    })
}

describe('casting', () => {
  it('is on the disk before the first attempt, and the same text is sent until the box answers', async () => {
    const { casting, sent, onDisk } = make(['lost', { kind: 'later' }, { kind: 'accepted', receipt }])
    await casting.setPerson('p')
    await casting.cast(ballot)
    await settled(casting)
    expect(sent).toEqual([ballot.text, ballot.text, ballot.text])
    expect(onDisk).toEqual([ballot.text, ballot.text, ballot.text])
    expect(casting.now()).toMatchObject([{ state: 'recorded', receipt }])
  })

  it('a restarted device goes on with what waited', async () => {
    const vault = memoryVault()
    const first = make([], vault)
    await first.casting.setPerson('p')
    await first.casting.cast(ballot)
    const second = make([{ kind: 'accepted', receipt }], vault)
    await second.casting.setPerson('p')
    await settled(second.casting)
    expect(second.sent).toEqual([ballot.text])
    expect(second.casting.now()).toMatchObject([{ state: 'recorded' }])
    // And a third time nothing is sent: there is a receipt.
    const third = make([], vault)
    await third.casting.setPerson('p')
    expect(third.sent).toEqual([])
  })

  it.each([
    ['a foreign signature', { ...receipt, signature: 'x' }],
    ['somebody else’s tracker', { ...receipt, tracker: 'other' }],
  ])('%s is no receipt', async (_, wrong) => {
    const { casting, sent } = make([
      { kind: 'accepted', receipt: wrong },
      { kind: 'accepted', receipt },
    ])
    await casting.setPerson('p')
    await casting.cast(ballot)
    await settled(casting)
    expect(sent.length).toBe(2)
    expect(casting.now()).toMatchObject([{ receipt }])
  })

  it('a signed refusal is final and shown; an unsigned one is none', async () => {
    const refusal: CastRefusal = {
      tracker: 't',
      reason: 'closed',
      head: 'h',
      epoch: 1,
      first: null,
      signature: 's',
    }
    const { casting, sent } = make([
      { kind: 'refused', refusal: { ...refusal, signature: 'forged' } },
      { kind: 'refused', refusal },
    ])
    await casting.setPerson('p')
    await casting.cast(ballot)
    await settled(casting)
    expect(sent.length).toBe(2)
    expect(casting.now()).toMatchObject([{ state: 'refused', refusal }])
  })

  it('one ballot for each box', async () => {
    const { casting } = make([{ kind: 'accepted', receipt }])
    await casting.setPerson('p')
    await casting.cast(ballot)
    await expect(casting.cast({ ...ballot, text: 'other' })).rejects.toThrow('has a ballot')
    await settled(casting)
    await expect(casting.cast({ ...ballot, text: 'other' })).rejects.toThrow('has a ballot')
  })

  it('what cannot be kept is not sent', async () => {
    const vault = { ...memoryVault(), write: () => Promise.reject(new Error('full')) }
    const { casting, sent } = make([], vault)
    await casting.setPerson('p')
    await expect(casting.cast(ballot)).rejects.toThrow('full')
    expect(sent).toEqual([])
    expect(casting.now()).toEqual([])
  })

  it('another person at the same device sends nothing of the first', async () => {
    const vault = memoryVault()
    const first = make([], vault)
    await first.casting.setPerson('p')
    await first.casting.cast(ballot)
    const second = make([], vault)
    await second.casting.setPerson('q')
    expect(second.casting.now()).toEqual([])
    expect(second.sent).toEqual([])
  })

  it('keeps no more than the ciphertext', async () => {
    const { casting, vault } = make([{ kind: 'accepted', receipt }])
    await casting.setPerson('p')
    await casting.cast({ ...ballot, ...{ marks: [[1, 0]], seed: 'secret' } })
    await settled(casting)
    expect(JSON.stringify(await vault.read('cast/p/u'))).not.toMatch(/marks|seed/)
  })
})

describe('after another machine took over', () => {
  const accepted = { kind: 'accepted', receipt } as const
  /** Recorded by the machine of epoch 1; then epoch 2 answers so. */
  async function takenOver(...answers: readonly (BoxAnswer | 'lost')[]) {
    let now = 1
    const made = make([accepted, ...answers], memoryVault(), () => now)
    await made.casting.setPerson('p')
    await made.casting.cast(ballot)
    await settled(made.casting)
    await made.casting.offerAgain()
    expect(made.sent).toHaveLength(1)
    now = 2
    return made
  }

  it('a recorded ballot is offered once more, and the new receipt kept where the ballot was missing', async () => {
    const again = { ...receipt, head: 'h2', epoch: 2 }
    const { casting, sent, vault } = await takenOver({ kind: 'accepted', receipt: again })
    await Promise.all([casting.offerAgain(), casting.offerAgain()])
    await casting.offerAgain()
    expect(sent).toEqual([ballot.text, ballot.text])
    expect(casting.now()).toMatchObject([{ state: 'recorded', receipt: again }])
    expect(await vault.read('cast/p/u')).toMatchObject({ receipt: again })
  })

  it('the same receipt means that it was there; it is asked no more', async () => {
    const { casting, sent } = await takenOver(accepted, accepted)
    await casting.offerAgain()
    await casting.offerAgain()
    expect(sent).toHaveLength(2)
    expect(casting.now()).toMatchObject([{ state: 'recorded', receipt }])
  })

  it('a refusal, a false answer and silence leave the receipt as it was; silence is asked again', async () => {
    const refusal = {
      tracker: 't',
      reason: 'closed',
      head: 'h3',
      epoch: 2,
      first: null,
      signature: 's',
    } as const
    const said = await takenOver({ kind: 'refused', refusal })
    await said.casting.offerAgain()
    expect(said.casting.now()).toMatchObject([{ state: 'recorded', receipt, refusal: null }])
    const bent = { ...receipt, head: 'h4', signature: 'x' }
    const silent = await takenOver('lost', { kind: 'accepted', receipt: bent }, accepted)
    for (const _ of [1, 2, 3, 4]) await silent.casting.offerAgain()
    expect(silent.sent).toHaveLength(4)
    expect(silent.casting.now()).toMatchObject([{ state: 'recorded', receipt }])
  })
})
