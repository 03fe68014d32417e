/**
 * The signatures of a document in plain words: who, for which office, when and how that is known, whether anything was
 * changed afterwards, who issued the certificate, what is known of its revocation.
 * What must stay true: names come from the certificate; technical words stay folded away; the device's own check can only
 * make the verdict harsher.
 */
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import { isRefusal, refusalText } from '@nghi-truong/shared/domain/refusal'
import { badge, type SignatureReport } from '@nghi-truong/shared/signature/report'
import { useEffect, useState } from 'react'
import { useCall, type Called } from '../../client/ask.ts'
import { dateTime, day } from '../../ui/dates.ts'
import { badgeCode, signatureWords } from '../../ui/words/signature.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { harsher, iconOf, signedBytes, toneOf, type SignedRevision } from './look.ts'
import { OneSignature } from './OneSignature.tsx'
import { OwnCheck, type Own } from './OwnCheck.tsx'
import styles from './signature.module.css'

/** A report has the shape of its schema 1; anything newer is shown by the badge alone. */
const reportOf = (answer: Record<string, unknown>): SignatureReport | null =>
  answer['schema'] === 1 && Array.isArray(answer['signatures'])
    ? (answer as unknown as SignatureReport)
    : null

export function SignatureCard({
  facts,
  onSigned,
}: {
  readonly facts: FileFacts
  /** Shows the document as it was signed. */
  readonly onSigned?: ((revision: SignedRevision) => void) | undefined
}) {
  const say = useWords(signatureWords)
  const language = useLanguage()
  const call = useCall()
  const [answer, setAnswer] = useState<Called<'fileSignature'> | null>(null)
  const [own, setOwn] = useState<Own | null>(null)
  useEffect(() => {
    let gone = false
    void call('fileSignature', { params: { sha256: facts.sha256 } }).then((found) => {
      if (!gone) setAnswer(found)
    })
    return () => {
      gone = true
    }
  }, [call, facts.sha256])
  const report = answer !== null && answer !== 'unreachable' && !isRefusal(answer) ? reportOf(answer) : null
  const { count } = facts.signature
  // The record keeps what was known when it was made; the report is what the server says now.
  const now = report ? badge(report) : facts.signature
  const { colour, code } = harsher(now, own?.finding ?? null, own?.trust ?? null)
  const before = badgeCode(facts.signature.code)
  const Icon = iconOf(colour)
  return (
    <div className={styles['card']}>
      <p className={styles['verdict']} data-tone={toneOf(colour)}>
        <Icon size={30} aria-hidden />
        <span>{say(`long.${code}`)}</span>
      </p>
      {facts.signature.colour !== 'none' && <OwnCheck facts={facts} server={now} own={own} onOwn={setOwn} />}
      {answer === null && <p role="status">{say('loading')}</p>}
      {answer === 'unreachable' && <p role="status">{say('unreachable')}</p>}
      {isRefusal(answer) && <p role="alert">{refusalText(answer, language)}</p>}
      {report?.signatures
        .filter((one) => one.kind === 'signature')
        .map((one, index) => {
          const n = index + 1
          // A file that is not the published one holds nothing that was judged.
          const end = own?.finding === 'otherFile' ? null : signedBytes(one, facts.size)
          return (
            <OneSignature
              key={`${one.field} ${n}`}
              one={one}
              n={n}
              count={count}
              onSigned={
                onSigned && end !== null ? () => onSigned({ sha256: facts.sha256, n, end }) : undefined
              }
            />
          )
        })}
      <p className={styles['dim']}>
        {say('checkedAt', { time: dateTime(report?.checkedAt ?? facts.signature.checkedAt) })}
        {report?.bundle &&
          `. ${say('checkedUnder', { issue: report.bundle.issue, date: day(report.bundle.date) })}`}
        {report && !report.bundle && `. ${say('checkedUnderNone')}`}
        {report &&
          badgeCode(now.code) !== before &&
          `. ${say('asAttached', { time: dateTime(facts.signature.checkedAt), state: say(`short.${before}`) })}`}
      </p>
    </div>
  )
}
