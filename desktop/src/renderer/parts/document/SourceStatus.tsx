/**
 * How the bytes are doing, said calmly: nothing while all is well.
 * What must stay true: a short break of the network is not announced; reading is never covered.
 */
import { useEffect, useState } from 'react'
import { useSourceState, type DocumentSource } from '../../client/files.ts'
import { documentWords } from '../../ui/words/document.ts'
import { useWords } from '../../ui/words/words.ts'
import styles from './reader.module.css'

/** A break shorter than this is nobody's concern. */
const patienceMs = 1500

export function SourceStatus({ source }: { readonly source: DocumentSource }) {
  const say = useWords(documentWords)
  const { waiting, whole, full } = useSourceState(source)
  const [said, setSaid] = useState(false)
  useEffect(() => {
    if (!waiting) {
      setSaid(false)
      return undefined
    }
    const timer = setTimeout(() => setSaid(true), patienceMs)
    return () => clearTimeout(timer)
  }, [waiting])
  const sentence =
    said && waiting ? say(whole ? 'offlineWhole' : 'offlinePart') : full ? say('storageFull') : null
  return sentence === null ? null : (
    <div className={styles['status']} role="status">
      {sentence}
    </div>
  )
}

/** Brings the rest of the file once the reader has come to rest, so that it can be read without a network. */
export function useIdleFill(source: DocumentSource): void {
  useEffect(() => {
    const stop = new AbortController()
    const timer = setTimeout(() => {
      // Refused or stopped: the reader says so itself when it needs a page.
      source.fill(stop.signal).catch(() => undefined)
    }, 3000)
    return () => {
      clearTimeout(timer)
      stop.abort(new Error('reader closed'))
    }
  }, [source])
}
