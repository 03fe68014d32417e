/**
 * The ways to the ballot box: its own door without a login, and what members of the session may read and bring.
 * What must stay true: nothing that goes through the door says who asks; an answer is final only when it has the shape of
 * one; everything else means that nothing was recorded.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { hexDigest, utf8 } from '@nghi-truong/shared/secret-ballot/digest'
import { archiveReader } from '@nghi-truong/shared/secret-ballot/archive'
import type { RollEntry } from '@nghi-truong/shared/secret-ballot/roll'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import {
  castAnswer,
  receiptText,
  refusalText,
  type CastReceipt,
  type CastRefusal,
} from '@nghi-truong/shared/protocol/ballot-box'
import { refusalBody } from '@nghi-truong/shared/protocol/routes'
import { Unreachable, type TransportAnswer, type TransportRequest } from '../bridge.ts'
import { createEpochs, epochHeader } from '../epoch.ts'
import type { Http } from '../http.ts'
import type { BoxAnswer, CastBallot } from './casting.ts'
import { fromBase64url } from './bytes.ts'
import type { PaperTexts } from './paper.ts'

export type Said<T> = T | Refusal | 'unreachable'

export interface BoxDoor {
  readonly put: (uuid: string, text: string) => Promise<BoxAnswer>
  /** Gives this text up as a test. */
  readonly giveUp: (uuid: string, text: string, sealed: Uint8Array) => Promise<Said<true>>
  /** The sealed text of a tested ballot; null when there is none. `hash`: lower-case hex of the ballot text. */
  readonly tested: (uuid: string, hash: string) => Promise<Uint8Array | 'unreachable' | null>
}

/** For one session. */
export interface BoxDesk {
  readonly take: (
    ballot: string,
    body: { readonly credential: string; readonly key: string; readonly signature: string },
  ) => Promise<Said<{ readonly receiptKey: string }>>
  readonly roll: (ballot: string) => Promise<Said<readonly RollEntry[]>>
  /** From that byte to the end of what there is now; empty where nothing is new. */
  readonly record: (ballot: string, from: number) => Promise<Said<Uint8Array>>
  /** The texts of the Setup event alone, from the beginning of the record. */
  readonly setup: (ballot: string) => Promise<Said<PaperTexts>>
  /** All event texts so far. */
  readonly events: (ballot: string) => Promise<Said<readonly string[]>>
  readonly give: (ballot: string, head: string, decryption: string) => Promise<Said<true>>
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: no answer of ours.
    return undefined
  }
}

const refusalOf = (text: string): Refusal => {
  const read = refusalBody.safeParse(parsed(text))
  return read.success ? refuse(read.data.code, read.data.params) : refuse('request.notFound')
}

const silent = async <T>(ask: () => Promise<T>): Promise<T | 'unreachable'> => {
  try {
    return await ask()
  } catch (cause) {
    if (cause instanceof Unreachable) return 'unreachable'
    throw cause
  }
}

/** The door is asked without anything of this device, so what it says of its epoch is looked at here. */
const isReplaced = (said: string | null, known: string | null): boolean =>
  !createEpochs({ read: () => known, write: () => undefined }).hear(said)

export function boxDoor({ transport, epoch }: Pick<Http, 'transport' | 'epoch'>): BoxDoor {
  const ask = (request: Omit<TransportRequest, 'anonymous'>): Promise<TransportAnswer | 'unreachable'> =>
    silent(() => transport.request({ ...request, anonymous: true }))
  const address = (uuid: string, hash: string): string => `/ballot-box/${uuid}/${hash}`
  return {
    async put(uuid, text) {
      const answer = await ask({
        method: 'PUT',
        path: address(uuid, hexDigest(text)),
        headers: { 'content-type': 'text/plain' },
        body: text,
      })
      if (answer === 'unreachable' || answer.status !== 200) return { kind: 'later' }
      // The machine that took over may not have this ballot: it is sent again until that one answers.
      if (isReplaced(answer.header(epochHeader), epoch())) return { kind: 'later' }
      const read = castAnswer.safeParse(parsed(await answer.text()))
      if (!read.success) return { kind: 'later' }
      return read.data.outcome === 'accepted'
        ? { kind: 'accepted', receipt: read.data.receipt }
        : { kind: 'refused', refusal: read.data.refusal }
    },
    async giveUp(uuid, text, sealed) {
      const answer = await ask({
        method: 'PUT',
        path: `${address(uuid, hexDigest(text))}/test`,
        headers: { 'content-type': 'application/octet-stream' },
        body: new Blob([sealed.slice()]),
      })
      if (answer === 'unreachable') return answer
      return answer.status === 200 ? true : refusalOf(await answer.text())
    },
    async tested(uuid, hash) {
      const answer = await ask({ method: 'GET', path: `${address(uuid, hash)}/test` })
      if (answer === 'unreachable') return answer
      return answer.status === 200 ? new Uint8Array(await answer.bytes()) : null
    },
  }
}

/** Whether the receipt key signed this answer for this ballot. */
export function genuine({ uuid, receiptKey }: CastBallot, answer: CastReceipt | CastRefusal): boolean {
  const text = 'reason' in answer ? refusalText(uuid, answer) : receiptText(uuid, answer)
  try {
    return ed25519.verify(fromBase64url(answer.signature), utf8(text), fromBase64url(receiptKey))
  } catch {
    // Not a signature or not a key at all.
    return false
  }
}

const eventsAtOnce = 1000
const pieceBytes = 256 * 1024

export function boxDesk(http: Http, session: string): BoxDesk {
  const at = (ballot: string) => ({ params: { id: session, ballot } })
  return {
    take: (ballot, body) =>
      silent(async () => {
        const answer = await http.call('secretCredential', { ...at(ballot), body })
        return isRefusal(answer) ? answer : { receiptKey: answer.receiptKey }
      }),
    roll: (ballot) =>
      silent(async () => {
        const answer = await http.call('secretRoll', at(ballot))
        return isRefusal(answer) ? answer : answer.roll
      }),
    record: (ballot, from) =>
      silent(async () => {
        const answer = await http.transport.request({
          method: 'GET',
          path: http.path('secretRecord', at(ballot)),
          headers: { ...http.credentials(), ...(from > 0 && { range: `bytes=${from}-` }) },
        })
        if (answer.status === 416) return new Uint8Array()
        if (answer.status !== 206 && answer.status !== 200) return refusalOf(await answer.text())
        const bytes = new Uint8Array(await answer.bytes())
        return answer.status === 200 ? bytes.subarray(from) : bytes
      }),
    setup: (ballot) =>
      silent(async () => {
        const reader = archiveReader()
        const texts: string[] = []
        for (let from = 0; texts.length < 3; from += pieceBytes) {
          const answer = await http.transport.request({
            method: 'GET',
            path: http.path('secretRecord', at(ballot)),
            headers: { ...http.credentials(), range: `bytes=${from}-${from + pieceBytes - 1}` },
          })
          if (answer.status !== 206 && answer.status !== 200) return refusalOf(await answer.text())
          const { members, fault } = reader.push(new Uint8Array(await answer.bytes()))
          for (const { kind, text } of members) if (kind === 'data') texts.push(text)
          // The whole file came at once, or it ends before its setup does.
          if (fault || (answer.status === 200 && texts.length < 3)) return refuse('request.notFound')
        }
        const [election = '', trustees = '', credentials = ''] = texts
        return { election, trustees, credentials }
      }),
    events: (ballot) =>
      silent(async () => {
        const texts: string[] = []
        for (;;) {
          const answer = await http.call('secretEvents', { ...at(ballot), query: { from: texts.length } })
          if (isRefusal(answer)) return answer
          texts.push(...answer.events)
          if (answer.events.length < eventsAtOnce || texts.length >= answer.height) return texts
        }
      }),
    give: (ballot, head, decryption) =>
      silent(async () => {
        const answer = await http.transport.request({
          method: 'PUT',
          path: http.path('secretDecryption', { ...at(ballot), query: { head } }),
          headers: { ...http.credentials(), 'content-type': 'text/plain' },
          body: decryption,
        })
        return answer.status === 200 ? true : refusalOf(await answer.text())
      }),
  }
}
