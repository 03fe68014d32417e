/** What the screens say of a certificate: its own words, never the file's. */
import type { Certificate } from '@nghi-truong/shared/signature/cms/certificate'
import { personName } from '@nghi-truong/shared/signature/cms/name'

export const nameIn = ({ subject }: Certificate): { readonly name: string; readonly office: string } => {
  const { commonName, organisation, units, full } = personName(subject)
  return { name: commonName ?? full, office: [...units, organisation].filter(Boolean).join(', ') }
}
