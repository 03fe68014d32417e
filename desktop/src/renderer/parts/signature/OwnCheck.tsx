/**
 * Lets this device verify the document by itself.
 * What must stay true: offered only where the device can do it (a secure page has WebCrypto); it reads the device's own
 * copy; whatever fails leaves the server's verdict as it is.
 */
import { Button } from '@mantine/core'
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import { useEffect, useRef, useState } from 'react'
import { useClient } from '../../client/client.tsx'
import { useFiles } from '../../client/files.ts'
import { heldBundle } from '../../client/trust.ts'
import { day } from '../../ui/dates.ts'
import { badgeCode, signatureWords } from '../../ui/words/signature.ts'
import { useWords } from '../../ui/words/words.ts'
import type { CheckAnswer, CheckRequest } from './check-worker.ts'
import {
  findingOf,
  iconOf,
  ownColour,
  ownTrustOf,
  toneOf,
  type OwnFinding,
  type OwnTrust,
  type Shown,
} from './look.ts'
import styles from './signature.module.css'

const judgeApart = (request: CheckRequest, signal: AbortSignal): Promise<CheckAnswer> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' })
    const done = (answer: CheckAnswer): void => {
      worker.terminate()
      resolve(answer)
    }
    signal.addEventListener('abort', () => done({ failed: true }), { once: true })
    worker.onmessage = (event: MessageEvent<CheckAnswer>) => done(event.data)
    worker.onerror = () => done({ failed: true })
    worker.postMessage(request, [request.bytes.buffer])
  })

export interface Own {
  readonly finding: OwnFinding
  readonly trust: OwnTrust | null
}

const ownOf = (answer: CheckAnswer): Own => {
  if ('otherFile' in answer) return { finding: 'otherFile', trust: null }
  if ('failed' in answer) return { finding: 'failed', trust: null }
  return { finding: findingOf(answer.report), trust: ownTrustOf(answer.report) }
}

export function OwnCheck({
  facts,
  server,
  own,
  onOwn,
}: {
  readonly facts: FileFacts
  /** What the server says now. */
  readonly server: Shown
  readonly own: Own | null
  readonly onOwn: (own: Own) => void
}) {
  const say = useWords(signatureWords)
  const files = useFiles()
  const { http, keep } = useClient()
  const [busy, setBusy] = useState<number | null>(null)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  // Absent on plain http.
  if (!(crypto.subtle as SubtleCrypto | undefined)) return null

  const check = async (): Promise<Own> => {
    const { source, letGo } = await files.open(facts)
    const leaving = new AbortController()
    stop.current = leaving
    const unsubscribe = source.subscribe(() => {
      const { held, size } = source.now()
      setBusy(Math.round((held / Math.max(1, size)) * 100))
    })
    try {
      const bytes = await source.read(0, facts.size)
      setBusy(100)
      const bundle = (await heldBundle({ http, keep }))?.bytes ?? null
      const request = { bytes, sha256: facts.sha256, bundle, now: Date.now() }
      return ownOf(await judgeApart(request, leaving.signal))
    } finally {
      unsubscribe()
      letGo()
    }
  }
  const start = (): void => {
    setBusy(0)
    check()
      .catch((): Own => ({ finding: 'failed', trust: null }))
      .then(
        (found) => {
          setBusy(null)
          onOwn(found)
        },
        () => undefined,
      )
  }
  const { finding, trust } = own ?? { finding: null, trust: null }
  const judged = finding === 'VALID' || finding === 'WARN'
  const colour = finding === null ? 'neutral' : ownColour(server, finding, trust)
  const Icon = iconOf(colour)
  const agrees = trust && trust.badge.colour === server.colour && trust.badge.code === server.code
  return (
    <div className={styles['own']}>
      {finding !== null && (
        <p className={styles['verdict']} data-tone={toneOf(colour)} role="status">
          <Icon size={26} aria-hidden />
          <span>
            {say(`check.${finding}`)}
            {judged && !trust && ` ${say('check.trustNote')}`}
            {trust &&
              ` ${say(agrees ? (judged ? 'check.agrees' : 'check.same') : 'check.differs', {
                issue: trust.bundle.issue,
                date: day(trust.bundle.date),
                state: say(`short.${badgeCode(trust.badge.code)}`),
              })}`}
          </span>
        </p>
      )}
      {busy !== null && (
        <p role="status">{busy < 100 ? say('checkFetching', { percent: busy }) : say('checking')}</p>
      )}
      <Button variant="default" loading={busy !== null} onClick={start}>
        {say('check')}
      </Button>
    </div>
  )
}
