/**
 * Name constraints (RFC 5280, 4.2.1.10).
 * What must stay true: a form of name we cannot compare is refused where it is constrained, never let through.
 */
import type { Certificate } from '../cms/certificate.ts'
import type { Tlv } from '../cms/der.ts'
import { children, content, is, readTlv, sequence } from '../cms/der.ts'
import { nameSteps, personName } from '../cms/name.ts'
import { latin1 } from '../pdf/values.ts'
import { alternativeNames } from './extensions.ts'

interface Named {
  readonly tag: number
  readonly text: string
  readonly steps: readonly string[]
}

const named = (item: Tlv): Named => {
  const directory = item.tag === 4 ? children(item)[0] : undefined
  return {
    tag: item.tag,
    text: item.constructed ? '' : latin1(content(item)).toLowerCase(),
    steps: directory ? nameSteps(directory) : [],
  }
}

const within = (name: Named, base: Named): boolean => {
  if (base.tag === 4) return base.steps.every((step, n) => name.steps[n] === step)
  if (base.tag === 1) {
    if (base.text.includes('@')) return name.text === base.text
    const host = name.text.slice(name.text.lastIndexOf('@') + 1)
    return base.text.startsWith('.') ? host.endsWith(base.text) : host === base.text
  }
  if (base.tag === 2)
    return base.text === '' || name.text === base.text || name.text.endsWith(`.${base.text}`)
  return false
}

const comparable = (tag: number): boolean => tag === 1 || tag === 2 || tag === 4

const namesOf = (c: Certificate): Named[] => {
  const names = alternativeNames(c).map(named)
  const steps = nameSteps(c.subject)
  if (steps.length > 0) names.push({ tag: 4, text: '', steps })
  const { email } = personName(c.subject)
  if (email) names.push({ tag: 1, text: email.toLowerCase(), steps: [] })
  return names
}

const subtrees = (list: Tlv | undefined): Named[] =>
  list ? children(list).flatMap((one) => sequence(one).slice(0, 1).map(named)) : []

/** Whether the names of a certificate obey the constraints of a CA above it. */
export const namesPermitted = (c: Certificate, ca: Certificate): boolean => {
  const extension = ca.extensions.get('2.5.29.30')
  if (!extension) return true
  const parts = sequence(readTlv(extension.value))
  const permitted = subtrees(parts.find((one) => is(one, 0, 2)))
  const excluded = subtrees(parts.find((one) => is(one, 1, 2)))
  return namesOf(c).every((name) => {
    const allowed = permitted.filter((base) => base.tag === name.tag)
    const refused = excluded.filter((base) => base.tag === name.tag)
    if (!comparable(name.tag)) return allowed.length + refused.length === 0
    return (allowed.length === 0 || allowed.some(base => within(name, base))) && !refused.some(base => within(name, base)) // prettier-ignore
  })
}
