/**
 * What a bundle holds, certificate by certificate and list by list.
 * What must stay true: every certificate with its whole fingerprint; a known value is a remark beside it, never a tick.
 */
import { Stack, Text, Title } from '@mantine/core'
import type { TrustDescription } from '@nghi-truong/shared/protocol/trust'
import { Chip } from '../../ui/kit/Chip.tsx'
import { dateTime, day } from '../../ui/dates.ts'
import { trustWords } from '../../ui/words/trust.ts'
import { useWords } from '../../ui/words/words.ts'
import { grouped, listState, validity, type Certificate, type List } from './reading.ts'
import classes from './trust.module.css'

const dayOf = (iso: string): string => day(iso.slice(0, 10))

/** The technical name stays as it is: it is what papers and tools call it. */
export function Fingerprint({ label, sha256 }: { readonly label: string; readonly sha256: string }) {
  return (
    <div className={classes['fingerprint']}>
      <span>{label} (SHA-256)</span>
      <code>{grouped(sha256)}</code>
    </div>
  )
}

export function CertificateLine({ one, now }: { readonly one: Certificate; readonly now: number }) {
  const say = useWords(trustWords)
  const state = validity(one, now)
  return (
    <li className={classes['line']}>
      <div className={classes['head']}>
        <Text fw={600}>{one.subject}</Text>
        <span className={classes['chips']}>
          {state !== 'valid' && <Chip tone="no">{say(state)}</Chip>}
          {one.roles.includes('signer') && <Chip icon={null}>{say('forSigners')}</Chip>}
          {one.roles.includes('timestamp') && <Chip icon={null}>{say('forTimestamps')}</Chip>}
          {!one.anchor && <Chip>{say('linkOnly')}</Chip>}
        </span>
      </div>
      <Text size="sm" c="dimmed">
        {[
          one.organisation,
          say('issuer', { issuer: one.issuer }),
          say('validity', { from: dayOf(one.notBefore), to: dayOf(one.notAfter) }),
          one.key,
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      <Fingerprint label={say('subject')} sha256={one.sha256} />
      {one.namesake === null ? (
        <Text size="sm">{one.known === null ? say('unknown') : say('known', { name: one.known })}</Text>
      ) : (
        <Chip tone="no">{say('namesake', { name: one.namesake })}</Chip>
      )}
    </li>
  )
}

const listTones = { current: 'yes', expired: 'abstain', unusable: 'no' } as const
const listWords = { current: 'listCurrent', expired: 'listExpired', unusable: 'listUnusable' } as const

function ListLine({ list, now }: { readonly list: List; readonly now: number }) {
  const say = useWords(trustWords)
  const state = listState(list, now)
  const from = dateTime(list.thisUpdate)
  return (
    <li className={classes['line']}>
      <div className={classes['head']}>
        <Text fw={600}>{list.issuer}</Text>
        <Chip tone={listTones[state]}>{say(listWords[state])}</Chip>
      </div>
      <Text size="sm" c="dimmed">
        {list.nextUpdate === null
          ? say('listOpen', { from })
          : say('listDates', { from, to: dateTime(list.nextUpdate) })}
        {' · '}
        {say('entries', { count: list.entries })}
      </Text>
    </li>
  )
}

export function Description({ bundle, now }: { readonly bundle: TrustDescription; readonly now: number }) {
  const say = useWords(trustWords)
  return (
    <Stack gap="lg">
      <section>
        <Title order={3}>{say('certificates')}</Title>
        <ul className={classes['lines']} aria-label={say('certificates')}>
          {bundle.certificates.map((one) => (
            <CertificateLine key={`${one.sha256} ${one.anchor}`} one={one} now={now} />
          ))}
        </ul>
      </section>
      <section>
        <Title order={3}>{say('lists')}</Title>
        {bundle.crls.length === 0 ? (
          <Text>{say('noLists')}</Text>
        ) : (
          <ul className={classes['lines']} aria-label={say('lists')}>
            {bundle.crls.map((list, n) => (
              <ListLine key={`${list.issuer} ${n}`} list={list} now={now} />
            ))}
          </ul>
        )}
      </section>
      <section>
        {bundle.madeHere ? (
          <Text size="sm">{say('madeHere')}</Text>
        ) : (
          <Fingerprint label={say('maker')} sha256={bundle.signedBy} />
        )}
        <Fingerprint label={say('file')} sha256={bundle.sha256} />
      </section>
    </Stack>
  )
}
