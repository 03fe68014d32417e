/**
 * A log as JSON lines, complete and signed, to be checked anywhere without this server.
 * What must stay true: every line is canonical JSON (RFC 8785), so that one changed byte cannot hide; the last line signs
 * the head with the server's key, over the same words the verifier writes; without payloads the chain still checks.
 */
import { sign, type KeyObject } from 'node:crypto'
import { canonical } from '@nghi-truong/shared/log/canonical'
import { genesis } from '@nghi-truong/shared/log/chain'
import type { Look } from '../engine/ports.ts'
import { sealText, exportFormat, type ExportHead, type ExportSeal } from './format.ts'

export interface ExportParts {
  readonly look: Look
  readonly key: KeyObject
  /** Raw Ed25519 public key, base64url. */
  readonly publicKey: string
  readonly now: () => string
  readonly hash: (text: string) => string
}

export function createExporter({ look, key, publicKey, now, hash }: ExportParts) {
  return {
    async *lines(log: string, withPayloads: boolean): AsyncIterable<string> {
      const exportedAt = now()
      // The head stands in the first line, so the log is walked twice; it only grows, so the first walk sets the end.
      let seq = 0
      let last = genesis(log, hash)
      for await (const entry of look.entries(log)) {
        seq = entry.header.seq
        last = entry.hash
      }
      const head: ExportHead = {
        format: exportFormat,
        log,
        exportedAt,
        seq,
        head: last,
        payloads: withPayloads,
        publicKey,
      }
      yield canonical(head)
      for await (const { header, payload, hash: own } of look.entries(log)) {
        if (header.seq > seq) break
        yield withPayloads ? canonical({ header, payload, hash: own }) : canonical({ header, hash: own })
      }
      const signature = sign(null, Buffer.from(sealText(head)), key).toString('base64url')
      const seal: ExportSeal = { seal: 'ed25519', signature }
      yield canonical(seal)
    },
  }
}
