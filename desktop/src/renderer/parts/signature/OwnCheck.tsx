/**
 * Lets this device verify the document by itself.
 * What must stay true: offered only where the device can do it (a secure page has WebCrypto); it reads the device's own
 * copy; whatever fails leaves the server's verdict as it is.
 */
import { Button } from '@mantine/core'
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import { useEffect, useRef, useState } from 'react'
import { useFiles } from '../../client/files.ts'
import { signatureWords } from '../../ui/words/signature.ts'
import { useWords } from '../../ui/words/words.ts'
import type { CheckAnswer, CheckRequest } from './check-worker.ts'
import { findingOf, toneOf, type OwnFinding } from './look.ts'
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

const findingFrom = (answer: CheckAnswer): OwnFinding => {
  if ('otherFile' in answer) return 'otherFile'
  return 'failed' in answer ? 'failed' : findingOf(answer.report)
}

export function OwnCheck({
  facts,
  finding,
  onFinding,
}: {
  readonly facts: FileFacts
  readonly finding: OwnFinding | null
  readonly onFinding: (finding: OwnFinding) => void
}) {
  const say = useWords(signatureWords)
  const files = useFiles()
  const [busy, setBusy] = useState<number | null>(null)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  // Absent on plain http.
  if (!(crypto.subtle as SubtleCrypto | undefined)) return null

  const check = async (): Promise<OwnFinding> => {
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
      return findingFrom(await judgeApart({ bytes, sha256: facts.sha256, now: Date.now() }, leaving.signal))
    } finally {
      unsubscribe()
      letGo()
    }
  }
  const start = (): void => {
    setBusy(0)
    check()
      .catch((): OwnFinding => 'failed')
      .then(
        (found) => {
          setBusy(null)
          onFinding(found)
        },
        () => undefined,
      )
  }
  const bad = finding === 'INVALID' || finding === 'otherFile'
  return (
    <div className={styles['own']}>
      {finding !== null && (
        <p className={styles['verdict']} data-tone={toneOf(bad ? 'red' : 'neutral')} role="status">
          <span>
            {say(`check.${finding}`)}
            {(finding === 'VALID' || finding === 'WARN') && ` ${say('check.trustNote')}`}
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
