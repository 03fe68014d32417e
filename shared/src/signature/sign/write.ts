/**
 * PDF values as text (ISO 32000-2, 7.3), for incremental updates.
 * What must stay true: what is read back is what was written; strings are hexadecimal, so no byte needs escaping.
 */
import { hex } from '../cms/der.ts'
import type { PdfValue } from '../pdf/values.ts'
import { bytesOf, isArray, isDict, isName, isRef, isString } from '../pdf/values.ts'

const writeName = (name: string): string =>
  `/${Array.from(name, (c) => (/[A-Za-z0-9._+*-]/.test(c) ? c : `#${c.charCodeAt(0).toString(16).padStart(2, '0')}`)).join('')}`

const writeNumber = (n: number): string => (Number.isInteger(n) ? `${n}` : n.toFixed(6).replace(/0+$/, ''))

export const writeValue = (item: PdfValue): string => {
  if (item === null) return 'null'
  if (typeof item === 'number') return writeNumber(item)
  if (typeof item === 'boolean') return `${item}`
  if (isName(item)) return writeName(item.v)
  if (isRef(item)) return `${item.num} ${item.gen} R`
  if (isString(item)) return `<${hex(bytesOf(item.v))}>`
  if (isArray(item)) return `[${item.map(writeValue).join(' ')}]`
  if (isDict(item))
    return `<<${[...item].map(([key, one]) => `${writeName(key)} ${writeValue(one)}`).join('')}>>`
  throw new TypeError('a stream is no direct value')
}

/** A text string in UTF-16BE with its mark. */
export const textValue = (text: string): PdfValue => {
  let v = '\xfe\xff'
  for (let n = 0; n < text.length; n++) {
    const code = text.charCodeAt(n)
    v += String.fromCharCode(code >> 8, code & 255)
  }
  return { t: 'string', v, hex: true, start: -1, end: -1 }
}
