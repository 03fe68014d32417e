/** One signature in plain words, its technical details folded away; what was signed can be shown. */
import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import type { SignatureOne } from '@nghi-truong/shared/signature/report'
import type { ReactNode } from 'react'
import { dateTime, day } from '../../ui/dates.ts'
import { signatureWords } from '../../ui/words/signature.ts'
import { useWords } from '../../ui/words/words.ts'
import { changedIn, contentWord, validityWord } from './look.ts'
import styles from './signature.module.css'

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}

export function OneSignature({
  one,
  n,
  count,
  onSigned,
}: {
  readonly one: SignatureOne
  readonly n: number
  readonly count: number
  /** Shows what was signed; absent where there is nothing else to see, or nothing to show it with. */
  readonly onSigned?: (() => void) | undefined
}) {
  const say = useWords(signatureWords)
  const { signer, trust, certificate } = one
  const what = changedIn(one)
  const validity = validityWord(one)
  const dateOf = (iso: string): string => day(iso.slice(0, 10))
  const time = (): string => {
    if (one.provenTime) return say('time.proven', { time: dateTime(one.provenTime) })
    return one.claimedTime ? say('time.claimed', { time: dateTime(one.claimedTime) }) : say('time.none')
  }
  // The chain led to a trusted issuer and then was too old: the issuer is known, revocation is no longer asked.
  const tooOld = certificate !== null && trust.reasons.some((reason) => reason.code === 'chain.expired')
  const issuer = (): string => {
    const name = certificate?.issuer.commonName ?? certificate?.issuer.full ?? '…'
    const anchor = trust.anchor?.subject.commonName
    if (tooOld) return say('issuer.expired', { issuer: name, date: dateTime(certificate.notAfter) })
    // A pinned sub-CA is itself where the chain ends.
    if (anchor === name) return say('issuer.pinned', { issuer: name })
    return anchor ? say('issuer.trusted', { issuer: name, anchor }) : say('issuer.unknown', { issuer: name })
  }
  const revocation = (): string => {
    const { state, thisUpdate, revokedAt, why } = trust.revocation
    if (tooOld) return say('revocation.notAsked')
    if (state === 'good' && thisUpdate) return say('revocation.good', { date: dateTime(thisUpdate) })
    if (state === 'revoked') return say('revocation.revoked', { date: revokedAt ? dateTime(revokedAt) : '…' })
    if (state === 'unknown' && thisUpdate && (why === 'expired' || why === 'older'))
      return say(`revocation.${why}`, { date: dateTime(thisUpdate) })
    return say(state === 'notNeeded' ? 'revocation.notNeeded' : 'revocation.unknown')
  }
  return (
    <section className={styles['one']} aria-label={say('signatureOf', { n, count })}>
      {count > 1 && <h3>{say('signatureOf', { n, count })}</h3>}
      <dl>
        <Line label={say('signer')}>
          <strong>{(signer?.commonName ?? signer?.full ?? say('signerUnknown')).normalize('NFC')}</strong>
        </Line>
        {signer?.title && <Line label={say('title')}>{signer.title.normalize('NFC')}</Line>}
        {(signer?.organisation ?? signer?.units[0]) && (
          <Line label={say('office')}>
            {(signer?.organisation ?? signer?.units[0] ?? '').normalize('NFC')}
          </Line>
        )}
        <Line label={say('time')}>{time()}</Line>
        <Line label={say('content')}>
          {say(contentWord(one))}
          {what.length > 0 && ` ${say('changedIn', { what: what.map((word) => say(word)).join(', ') })}`}
        </Line>
        <Line label={say('issuer')}>{issuer()}</Line>
        {validity && certificate && (
          <Line label={say('validity')}>
            {say(validity, { from: dateOf(certificate.notBefore), to: dateOf(certificate.notAfter) })}
          </Line>
        )}
        <Line label={say('revocation')}>{revocation()}</Line>
      </dl>
      {onSigned && (
        <Button
          className={styles['showSigned'] ?? ''}
          variant="default"
          leftSection={<IconHistory size={20} aria-hidden />}
          onClick={onSigned}
        >
          {say('signed.show')}
        </Button>
      )}
      <Technical one={one} />
    </section>
  )
}

function Technical({ one }: { readonly one: SignatureOne }) {
  const say = useWords(signatureWords)
  const { certificate, trust } = one
  const reasons = [...one.reasons, ...trust.reasons]
  return (
    <details className={styles['technical']}>
      <summary>{say('technical')}</summary>
      <dl>
        {certificate && (
          <>
            <Line label={say('technical.serial')}>
              <code>{certificate.serial}</code>
            </Line>
            <Line label={say('technical.validity')}>
              {dateTime(certificate.notBefore)} – {dateTime(certificate.notAfter)}
            </Line>
            <Line label={say('technical.key')}>{certificate.key}</Line>
          </>
        )}
        <Line label={say('technical.algorithm')}>
          {[one.algorithm, one.digest].filter(Boolean).join(' · ') || '…'}
        </Line>
        <Line label={say('technical.format')}>{one.subFilter ?? '…'}</Line>
        {one.level && <Line label={say('technical.level')}>{one.level}</Line>}
        <Line label={say('technical.coverage')}>{one.coverage}</Line>
        <Line label={say('technical.indication')}>
          {[trust.indication, trust.subIndication].filter(Boolean).join(' / ')}
        </Line>
        {reasons.length > 0 && (
          <Line label={say('technical.reasons')}>
            <code>{reasons.map((reason) => reason.code).join(', ')}</code>
          </Line>
        )}
      </dl>
    </details>
  )
}
