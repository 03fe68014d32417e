/**
 * What a signature claims about its time, and what it carries: shown, never believed.
 * What must stay true: a claimed time moves no verdict towards green.
 */
import { time } from '../cms/der.ts'
import { attributeCount, attributeValues } from '../cms/signed-data.ts'
import type { FoundSignature } from '../fields.ts'
import type { Checked } from '../integrity.ts'
import { Malformed } from '../limits.ts'
import { resolve } from '../pdf/document.ts'
import { isString } from '../pdf/values.ts'
import type { Coverage, SignatureOne } from '../report.ts'
import type { Store } from './store.ts'

export interface Claimed {
  /** ISO 8601 with the offset as written; null where nothing is claimed. */
  readonly text: string | null
  /** Milliseconds since 1970. */
  readonly ms: number | null
}

/** A PDF date, `D:YYYYMMDDHHmmSSOHH'mm'` (ISO 32000-2, 7.9.4). */
export const parsePdfDate = (raw: string): Claimed => {
  const match =
    /^(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:([Z+-])(?:(\d{2})'?(?:(\d{2})'?)?)?)?/.exec(
      raw,
    )
  if (!match) return { text: null, ms: null }
  const [, year = '', month = '01', day = '01', hour = '00', minute = '00', second = '00', sign = 'Z', oh = '00', om = '00'] = match // prettier-ignore
  const zone = sign === 'Z' ? 'Z' : `${sign}${oh}:${om}`
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? { text: null, ms: null } : { text, ms }
}

export const claimedTime = (found: FoundSignature, checked: Checked): Claimed => {
  const m = resolve(found.view, found.dict.get('M'))
  if (isString(m)) {
    const parsed = parsePdfDate(m.v)
    if (parsed.ms !== null) return parsed
  }
  try {
    const [value] = attributeValues(checked.signerInfo?.signedAttributes ?? null, '1.2.840.113549.1.9.5')
    if (!value) return { text: null, ms: null }
    const ms = time(value)
    return { text: new Date(ms).toISOString(), ms }
  } catch (problem) {
    if (problem instanceof Malformed) return { text: null, ms: null }
    throw problem
  }
}

/** The PAdES level a signature carries (ETSI EN 319 142-1), null where it does not reach B-B. */
export const levelOf = (
  subFilter: string | null,
  checked: Checked,
  laterTimestamps: number,
  store: Store,
  coverage: Coverage,
): SignatureOne['level'] => {
  const info = checked.signerInfo
  const basic =
    subFilter === 'ETSI.CAdES.detached' &&
    info !== null &&
    coverage !== 'INVALID' &&
    attributeCount(info.signedAttributes, '1.2.840.113549.1.9.16.2.47') +
      attributeCount(info.signedAttributes, '1.2.840.113549.1.9.16.2.12') >
      0 && // prettier-ignore
    attributeCount(info.signedAttributes, '1.2.840.113549.1.9.5') === 0
  if (!basic) return null
  const stamped =
    laterTimestamps > 0 || attributeCount(info.unsignedAttributes, '1.2.840.113549.1.9.16.2.14') > 0
  if (!stamped) return 'B-B'
  if (store.crls.length + store.ocsps.length === 0) return 'B-T'
  return laterTimestamps > 0 ? 'B-LTA' : 'B-LT'
}
