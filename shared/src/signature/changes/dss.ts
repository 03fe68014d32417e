/**
 * The document security store and the developer extensions: what LTA updates may touch (ISO 32000-2, 12.8.4.3, 7.12).
 * What must stay true: only the shapes that belong there are explained; removing the store or an entry of its VRI is
 * FORBIDDEN, dropping single certificates, lists or answers is not.
 */
import { resolve } from '../pdf/document.ts'
import type { View } from '../pdf/document.ts'
import type { PdfValue } from '../pdf/values.ts'
import { isArray, isDict, isName, isStream, isString } from '../pdf/values.ts'
import type { Pair } from './pair.ts'
import { differs, enter, find, freely } from './pair.ts'

const simple = (view: View, item: PdfValue): boolean => {
  const plain = resolve(view, item)
  return plain === null || typeof plain !== 'object' || isName(plain) || isString(plain)
}

const streams = (view: View, item: PdfValue | undefined): boolean => {
  const list = resolve(view, item)
  return isArray(list) && list.every((one) => isStream(resolve(view, one)))
}

const isVri = (view: View, item: PdfValue): boolean => {
  const dict = resolve(view, item)
  return (
    isDict(dict) &&
    [...dict].every(([key, value]) =>
      ['Cert', 'CRL', 'OCSP'].includes(key)
        ? streams(view, value)
        : key === 'TS'
          ? isStream(resolve(view, value))
          : simple(view, value),
    )
  )
}

const isStore = (view: View, item: PdfValue): boolean =>
  isDict(item) &&
  [...item].every(([key, value]) => {
    if (['Certs', 'CRLs', 'OCSPs'].includes(key)) return streams(view, value)
    if (key !== 'VRI') return simple(view, value)
    const vri = resolve(view, value)
    return (
      isDict(vri) && [...vri].every(([name, one]) => (name === 'Type' ? simple(view, one) : isVri(view, one)))
    )
  })

/** The catalog's /DSS. */
export const compareDss = (pair: Pair, before: PdfValue | undefined, after: PdfValue | undefined): void => {
  const values = enter(pair, before, after, '/DSS')
  if (!values) return
  if (!differs(pair, before, after)) return freely(pair, before, after, '/DSS')
  if (!isStore(pair.new, values.new)) return find(pair, 'FORBIDDEN', 'change.dss', '/DSS')
  if (isDict(values.old) && isDict(values.new)) {
    const old = resolve(pair.old, values.old.get('VRI'))
    const vri = resolve(pair.new, values.new.get('VRI'))
    if (isDict(old) && !isDict(vri)) return find(pair, 'FORBIDDEN', 'change.dss', '/DSS/VRI')
    if (isDict(old) && isDict(vri)) {
      for (const key of old.keys())
        if (!vri.has(key) && key !== 'Type') return find(pair, 'FORBIDDEN', 'change.dss', `/DSS/VRI/${key}`)
    }
  }
  freely(pair, before, after, '/DSS')
  find(pair, 'LTA', 'change.lta', '/DSS')
}

/** The catalog's /Extensions: nested dictionaries of simple values. */
export const compareExtensions = (
  pair: Pair,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
): void => {
  if (!enter(pair, before, after, '/Extensions')) return
  if (!differs(pair, before, after)) return freely(pair, before, after, '/Extensions')
  const flat = (item: PdfValue, depth: number): boolean => {
    const plain = resolve(pair.new, item)
    if (isDict(plain)) return depth < 4 && [...plain.values()].every((one) => flat(one, depth + 1))
    if (isArray(plain)) return depth < 4 && plain.every((one) => flat(one, depth + 1))
    return simple(pair.new, plain)
  }
  const good = isDict(resolve(pair.new, after)) && flat(after ?? null, 0)
  freely(pair, before, after, '/Extensions')
  find(pair, good ? 'LTA' : 'FORBIDDEN', good ? 'change.lta' : 'change.catalog', '/Extensions')
}
