/**
 * The signatures of a document in plain words: who, for which office, when and how that is known, whether anything was
 * changed afterwards, who issued the certificate, what is known of its revocation.
 * What must stay true: names come from the certificate; technical words stay folded away; the device's own check can only
 * make the verdict harsher.
 */
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import { isRefusal, refusalText } from '@nghi-truong/shared/domain/refusal'
import type { SignatureReport } from '@nghi-truong/shared/signature/report'
import { useEffect, useState } from 'react'
import { useCall, type Called } from '../../client/ask.ts'
import { dateTime } from '../../ui/dates.ts'
import { signatureWords } from '../../ui/words/signature.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { harsher, iconOf, toneOf, type OwnFinding } from './look.ts'
import { OneSignature } from './OneSignature.tsx'
import { OwnCheck } from './OwnCheck.tsx'
import styles from './signature.module.css'

/** A report has the shape of its schema 1; anything newer is shown by the badge alone. */
const reportOf = (answer: Record<string, unknown>): SignatureReport | null =>
  answer['schema'] === 1 && Array.isArray(answer['signatures'])
    ? (answer as unknown as SignatureReport)
    : null

export function SignatureCard({ facts }: { readonly facts: FileFacts }) {
  const say = useWords(signatureWords)
  const language = useLanguage()
  const call = useCall()
  const [answer, setAnswer] = useState<Called<'fileSignature'> | null>(null)
  const [own, setOwn] = useState<OwnFinding | null>(null)
  useEffect(() => {
    let gone = false
    void call('fileSignature', { params: { sha256: facts.sha256 } }).then((found) => {
      if (!gone) setAnswer(found)
    })
    return () => {
      gone = true
    }
  }, [call, facts.sha256])
  const { colour, code } = harsher(facts.signature, own)
  const Icon = iconOf(colour)
  const report = answer !== null && answer !== 'unreachable' && !isRefusal(answer) ? reportOf(answer) : null
  const { count } = facts.signature
  return (
    <div className={styles['card']}>
      <p className={styles['verdict']} data-tone={toneOf(colour)}>
        <Icon size={30} aria-hidden />
        <span>{say(`long.${code}`)}</span>
      </p>
      {facts.signature.colour !== 'none' && <OwnCheck facts={facts} finding={own} onFinding={setOwn} />}
      {answer === null && <p role="status">{say('loading')}</p>}
      {answer === 'unreachable' && <p role="status">{say('unreachable')}</p>}
      {isRefusal(answer) && <p role="alert">{refusalText(answer, language)}</p>}
      {report?.signatures
        .filter((one) => one.kind === 'signature')
        .map((one, n) => (
          <OneSignature key={`${one.field} ${n}`} one={one} n={n + 1} count={count} />
        ))}
      <p className={styles['dim']}>{say('checkedAt', { time: dateTime(facts.signature.checkedAt) })}</p>
    </div>
  )
}
