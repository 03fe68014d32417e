/** A certificate before it signs: whose it is, whether it is still good, and whether that is the person who is signed in. */
import { Text } from '@mantine/core'
import type { Certificate } from '@nghi-truong/shared/signature/cms/certificate'
import { useNow } from '../../client/clock.ts'
import { useNameOf } from '../../client/people.ts'
import { useYou } from '../../client/view.ts'
import { day } from '../../ui/dates.ts'
import { Chip } from '../../ui/kit/Chip.tsx'
import { signingWords } from '../../ui/words/signing.ts'
import { useWords } from '../../ui/words/words.ts'
import { nameIn } from './certificate.ts'
import { sameName } from './plan.ts'

export function CertificateShown({ certificate }: { readonly certificate: Certificate }) {
  const say = useWords(signingWords)
  const you = useYou()
  const nameOf = useNameOf()
  const now = useNow(60_000)
  const { name, office } = nameIn(certificate)
  const until = day(new Date(certificate.notAfter).toISOString().slice(0, 10))
  const mine = nameOf(you.person)
  return (
    <div>
      <Text fw={600}>{say('certificate', { name })}</Text>
      <Text size="sm" c="dimmed">
        {say('certificateOf', { office, until })}
      </Text>
      {certificate.notAfter < now && <Chip tone="no">{say('certificateExpired')}</Chip>}
      {!sameName(name, mine) && <Text>{say('otherPerson', { name: mine })}</Text>}
    </div>
  )
}
