/**
 * From findings to the modifications verdict of each signature: levels, certification, locks.
 * What must stay true: every later revision is judged against the one before it and against the signed one; a later
 * level may tighten and never widen.
 */
import { reason } from '../coverage.ts'
import type { FoundSignature } from '../fields.ts'
import { arrayAt, dictAt, onlyBlanks, resolve, viewAt } from '../pdf/document.ts'
import type { PdfDocument, View } from '../pdf/document.ts'
import type { PdfDict } from '../pdf/values.ts'
import { intOf, isDict, nameOf, textOf } from '../pdf/values.ts'
import type { Modifications, Reason } from '../report.ts'
import { compareRevisions } from './compare.ts'
import type { Finding, Level } from './pair.ts'
import { strayByte, straysBack } from './segments.ts'

export interface Lock {
  readonly action: 'All' | 'Include' | 'Exclude'
  readonly fields: readonly string[]
}

export interface Permissions {
  /** Of a certification; null for an approval signature. */
  readonly docMdp: 1 | 2 | 3 | null
  /** Of the field's lock (ISO 32000-2, table 236). */
  readonly lockLevel: 1 | 2 | 3 | null
  readonly locks: readonly Lock[]
  /** A transform we do not know or cannot read. */
  readonly unreadable: boolean
}

const levelOf = (value: number | null): 1 | 2 | 3 | null =>
  value === 1 || value === 2 || value === 3 ? value : null

const lockOf = (view: View, dict: PdfDict): Lock | null => {
  const action = nameOf(resolve(view, dict.get('Action')))
  if (action !== 'All' && action !== 'Include' && action !== 'Exclude') return null
  const fields = (arrayAt(view, dict, 'Fields') ?? []).map((item) => textOf(resolve(view, item)) ?? '')
  return { action, fields }
}

/** What a signature permits afterwards, read in the revision it signed. */
export const readPermissions = (signature: FoundSignature): Permissions => {
  const { view, dict, field } = signature
  let docMdp: Permissions['docMdp'] = null
  let unreadable = false
  const locks: Lock[] = []
  for (const item of arrayAt(view, dict, 'Reference') ?? []) {
    const reference = resolve(view, item)
    if (!isDict(reference)) continue
    const method = nameOf(resolve(view, reference.get('TransformMethod')))
    const parameters = dictAt(view, reference, 'TransformParams')
    if (method === 'DocMDP') {
      const p = parameters ? intOf(resolve(view, parameters.get('P'))) : null
      docMdp = levelOf(p ?? 2)
      if (docMdp === null) unreadable = true
    } else if (method === 'FieldMDP') {
      const lock = parameters && lockOf(view, parameters)
      if (lock) locks.push(lock)
      else unreadable = true
    }
  }
  const own = dictAt(view, field.dict, 'Lock')
  const ownLock = own && lockOf(view, own)
  if (ownLock) locks.push(ownLock)
  return { docMdp, lockLevel: own ? levelOf(intOf(resolve(view, own.get('P')))) : null, locks, unreadable }
}

const isLocked = (locks: readonly Lock[], name: string): boolean =>
  locks.some(({ action, fields }) => {
    if (action === 'All') return true
    const named = fields.some((one) => name === one || name.startsWith(`${one}.`))
    return action === 'Include' ? named : !named
  })

const rank: Record<Modifications, number> = {
  NONE: 0,
  LTA: 1,
  FORM_FILL: 2,
  ANNOTATION: 3,
  FORBIDDEN: 4,
  UNKNOWN: 5,
}

const permitted = ({ docMdp, lockLevel }: Permissions): Level => {
  const byLevel = { 1: 'LTA', 2: 'FORM_FILL', 3: 'ANNOTATION' } as const
  const base: Level = docMdp === null ? 'FORM_FILL' : byLevel[docMdp]
  const lock: Level = lockLevel === null ? base : byLevel[lockLevel]
  return rank[lock] < rank[base] ? lock : base
}

export interface Judged {
  readonly modifications: Modifications
  readonly reasons: Reason[]
  /** Something that must be told although it is permitted. */
  readonly warned: boolean
}

/** The steps between revisions, compared once for all signatures of a file. */
export interface Steps {
  between(older: number, newer: number): readonly Finding[]
  /** Problems of form behind a revision's end, up to the end of the file. */
  form(after: number, end: number): Reason[]
}

export const openSteps = (document: PdfDocument): Steps => {
  const cache = new Map<string, readonly Finding[]>()
  const forms = new Map<string, Reason[]>()
  const stray = (index: number, from: number): Reason[] => {
    const key = `${index}:${from}`
    const known = forms.get(key)
    if (known) return known
    const revision = document.revisions[index]
    const out: Reason[] = []
    if (revision) {
      const byte = strayByte(document, revision, from)
      if (byte !== null) out.push(reason('tail.junk', null, null, byte))
      const back = straysBack(document, revision, from)
      if (back !== null) out.push(reason('change.unexplained', 'entry leads back', back))
    }
    forms.set(key, out)
    return out
  }
  return {
    between(older, newer) {
      const key = `${older}:${newer}`
      const known = cache.get(key)
      if (known) return known
      const found = compareRevisions(viewAt(document, older), viewAt(document, newer))
      cache.set(key, found)
      return found
    },
    form(after, end) {
      const out: Reason[] = []
      let from = end
      for (let index = after + 1; index < document.revisions.length; index++) {
        out.push(...stray(index, from))
        from = document.revisions[index]?.end ?? document.source.size
      }
      if (from < document.source.size && !onlyBlanks(document.source, from, document.source.size))
        out.push(reason('tail.junk', null, null, from))
      return out
    },
  }
}

const toReason = (finding: Finding): Reason => reason(finding.code, finding.path || null, finding.object)

/** Judges everything behind one signature whose coverage is good. */
export const judgeChanges = (
  steps: Steps,
  last: number,
  signature: FoundSignature,
  revisionEnd: number,
  permissions: Permissions,
): Judged => {
  const reasons: Reason[] = []
  const form = steps.form(signature.revision, revisionEnd)
  if (form.length > 0) return { modifications: 'FORBIDDEN', reasons: form, warned: false }
  const limit = permitted(permissions)
  let level: Modifications = 'NONE'
  let warned = false
  const findings: Finding[] = []
  for (let index = signature.revision; index < last; index++)
    findings.push(...steps.between(index, index + 1))
  if (last > signature.revision + 1) findings.push(...steps.between(signature.revision, last))
  const raise = (to: Modifications): void => {
    if (rank[to] > rank[level]) level = to
  }
  for (const finding of findings) {
    const locked = finding.field !== null && isLocked(permissions.locks, finding.field)
    if (locked) {
      raise('FORBIDDEN')
      reasons.push(reason('change.locked', finding.field, finding.object))
      continue
    }
    if (finding.level === 'FORBIDDEN') raise('FORBIDDEN')
    else if (rank[finding.level] > rank[limit]) {
      const note = finding.level === 'ANNOTATION' && permissions.docMdp === null && limit === 'FORM_FILL'
      raise(note ? 'ANNOTATION' : 'FORBIDDEN')
      if (note) warned = true
      else reasons.push(reason('change.notPermitted', finding.path, finding.object))
    } else raise(finding.level)
    if (finding.code === 'change.appearance') warned = true
    if (finding.code === 'change.emptyField' && permissions.docMdp !== null) warned = true
    if (finding.code !== 'change.lta' && finding.code !== 'change.formFill') reasons.push(toReason(finding))
  }
  return { modifications: level, reasons: unique(reasons), warned }
}

const unique = (reasons: readonly Reason[]): Reason[] => {
  const seen = new Map(reasons.map((one) => [`${one.code}|${one.object}|${one.detail}`, one]))
  return [...seen.values()].slice(0, 50)
}

/** Problems of the order of certifications: against all earlier signatures of the file. */
export const orderProblem = (own: Permissions, earlier: readonly Permissions[]): Reason | null => {
  if (own.docMdp !== null && earlier.some((one) => one.docMdp !== null)) return reason('docMdp.second')
  if (own.docMdp !== null && earlier.length > 0) return reason('docMdp.afterApproval')
  const levels = earlier.flatMap((one) => [one.docMdp, one.lockLevel]).filter((level) => level !== null)
  if (own.lockLevel !== null && levels.some((level) => level < (own.lockLevel ?? 0)))
    return reason('docMdp.widened')
  return null
}
