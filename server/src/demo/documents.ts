/**
 * Makes the demo's documents: writes every plan, signs it with the demo PKI, spoils the one that is meant to be
 * spoiled, and leaves a manifest. A folder that already holds them, whole and of this edition, is left as it is.
 * Signed bytes are only ever appended to; the one exception is the tampered document, and that is its purpose.
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { handwriting, seal, stampText } from './appearance.ts'
import { openFlow } from '../printing/layout.ts'
import type { Flow, Place } from '../printing/layout.ts'
import { paper } from '../printing/page-writer.ts'
import { signerPeople } from './people.ts'
import type { SignerKey } from './people.ts'
import { demoSigner, makeDemoPki } from './pki.ts'
import type { DemoPki } from './pki.ts'
import { readPki, writePki } from './pki-store.ts'
import { writeKeyFiles } from './key-files.ts'
import { documentPlans } from './plan-list.ts'
import { tamper } from './plans.ts'
import type { DocumentPlan, DocumentType, Intended, Scale } from './plans.ts'
import { openScanner } from './scan.ts'
import type { SignaturePlan } from '@nghi-truong/shared/signature/sign/prepare'
import { signPdf } from '../signature/sign.ts'

/** Raise when the content changes, so that folders made by an older edition are made again. */
export const edition = 3

export type DemoDocument = {
  key: string
  itemKey: string
  title: string
  /** "Tờ trình 145/TTr-UBND"; empty for a draft. */
  number: string
  type: DocumentType
  /** File name inside the folder. */
  file: string
  pages: number
  /** Bytes. */
  size: number
  sha256: string
  signers: string[]
  intended: Intended
}
export type DemoManifest = { edition: number; scale: Scale; documents: DemoDocument[] }
export type Progress = { done: number; total: number; title: string }
export type GenerateOptions = {
  /** 'small' makes a few pages of everything, for tests. */
  scale?: Scale
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
  /** The clock, for the validity of the demo certificates. */
  now?: Date
}

const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

type Written = {
  bytes: Uint8Array
  pages: number
  places?: { signature: Place; seal: Place }
  swap?: [string, string]
}
type Breathe = () => Promise<void>

async function writePlan(plan: DocumentPlan, scale: Scale, breathe: Breathe): Promise<Written> {
  const spoiled = plan.intended === 'tampered'
  const info = { title: plan.title, author: plan.author, subject: plan.number, date: plan.at, plain: spoiled }
  const flow: Flow = openFlow(info, plan.write !== 'scan')
  if (plan.write === 'scan') {
    const scanner = openScanner(scale === 'full' ? 200 : 150)
    const count = scale === 'full' ? 66 : 2
    for (let number = 0; number < count; number++) {
      flow.picture(scanner.page(number))
      await breathe()
    }
    return { pages: flow.pages(), bytes: await flow.end() }
  }
  const places = plan.write(flow, scale)
  const swap: [string, string] = [flow.encoded(tamper.before, 'bold'), flow.encoded(tamper.after, 'bold')]
  return { pages: flow.pages(), places, bytes: await flow.end(), ...(spoiled ? { swap } : {}) }
}

const rectOf = ({ x, y, width, height }: Omit<Place, 'page'>): [number, number, number, number] => [
  x,
  y,
  x + width,
  y + height,
]

/** Where and how one signer signs: a person at the name, a seal beside it, an attachment at the top of page 1. */
function requestOf(
  plan: DocumentPlan,
  key: SignerKey,
  order: number,
  places: Written['places'],
): SignaturePlan {
  const person = signerPeople.find((someone) => someone.key === key)
  if (person === undefined) throw new Error(`documents: no signer ${key}`)
  const at = new Date(plan.at.getTime() + order * 25 * 60 * 1000)
  const common = {
    field: `ChuKy${order + 1}`,
    name: person.name,
    location: 'Tỉnh An Phú',
    time: at.getTime(),
  }
  const attachment = plan.type === 'draft_resolution' || plan.write === 'scan' || places === undefined
  if (person.kind === 'agency' && attachment) {
    const height = 26
    const time = `${new Date(at.getTime() + 7 * 3600 * 1000).toISOString().slice(0, 19)}+07:00`
    return {
      ...common,
      reason: 'Ký số văn bản kèm theo',
      page: 0,
      rect: rectOf({ x: paper.width - 170, y: paper.height - 44, width: 150, height }),
      drawing: stampText([plan.number === '' ? 'Văn bản kèm theo' : plan.number, time], height),
    }
  }
  if (places === undefined) throw new Error(`documents: ${plan.key} has no place for a signature`)
  const place = person.kind === 'agency' ? places.seal : places.signature
  return {
    ...common,
    reason: person.kind === 'agency' ? 'Đóng dấu, phát hành' : 'Ký ban hành',
    page: place.page,
    rect: rectOf(place),
    drawing:
      person.kind === 'agency'
        ? seal(person.name, place.width)
        : handwriting(person.name, place.width, place.height),
  }
}

/** Changes one visible figure without changing the length of the file. */
function spoil(bytes: Uint8Array, [before, after]: [string, string]): void {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(before, 0, 'latin1')
  if (at < 0 || before.length !== after.length)
    throw new Error('documents: the figure to change is not there')
  bytes.set(Buffer.from(after, 'latin1'), at)
}

async function makeDocument(
  dir: string,
  plan: DocumentPlan,
  scale: Scale,
  pki: DemoPki,
  breathe: Breathe,
): Promise<DemoDocument> {
  const { bytes, pages, places, swap } = await writePlan(plan, scale, breathe)
  let whole = bytes
  for (const [order, key] of plan.signers.entries()) {
    const signed = await signPdf(whole, requestOf(plan, key, order, places), demoSigner(pki, key))
    if (typeof signed === 'string') throw new Error(`documents: ${plan.key}: ${signed}`)
    whole = signed
  }
  if (swap !== undefined) spoil(whole, swap)
  const file = `${plan.key}.pdf`
  // A file under its own name is always a whole one.
  await writeFile(join(dir, `${file}.part`), whole)
  await rename(join(dir, `${file}.part`), join(dir, file))
  return {
    key: plan.key,
    itemKey: plan.itemKey,
    title: plan.title,
    number: plan.number,
    type: plan.type,
    file,
    pages,
    size: whole.length,
    sha256: digestOf(whole).toString('hex'),
    signers: plan.signers.map((key) => signerPeople.find((someone) => someone.key === key)?.name ?? key),
    intended: plan.intended,
  }
}

const manifestFile = 'manifest.json'

/** The manifest of a folder whose documents are all there, unchanged and of this edition; otherwise undefined. */
async function whatIsThere(dir: string, scale: Scale): Promise<DemoManifest | undefined> {
  try {
    const manifest = JSON.parse(await readFile(join(dir, manifestFile), 'utf8')) as DemoManifest
    if (manifest.edition !== edition || manifest.scale !== scale) return undefined
    for (const document of manifest.documents) {
      const bytes = await readFile(join(dir, document.file))
      if (digestOf(bytes).toString('hex') !== document.sha256) return undefined
    }
    await readPki(dir)
    return manifest
  } catch (error) {
    // A missing or torn file means: make everything again. Anything else is not ours to hide.
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * Makes the documents in `dir`, or finds them there. Throws the signal's reason when cancelled; files finished until
 * then stay, but without a manifest they do not count.
 */
export async function generateDemoDocuments(
  dir: string,
  options: GenerateOptions = {},
): Promise<DemoManifest> {
  const { scale = 'full', signal, onProgress, now = new Date() } = options
  const found = await whatIsThere(dir, scale)
  if (found !== undefined) return found
  await mkdir(dir, { recursive: true })
  const breathe: Breathe = async () => {
    await setImmediate()
    signal?.throwIfAborted()
  }
  await breathe()
  const pki = await makeDemoPki(now)
  await writePki(dir, pki)
  await writeKeyFiles(dir, pki)
  const plans = documentPlans()
  const documents: DemoDocument[] = []
  for (const plan of plans) {
    onProgress?.({ done: documents.length, total: plans.length, title: plan.title })
    await breathe()
    documents.push(await makeDocument(dir, plan, scale, pki, breathe))
  }
  onProgress?.({ done: plans.length, total: plans.length, title: '' })
  const manifest: DemoManifest = { edition, scale, documents }
  await writeFile(join(dir, `${manifestFile}.part`), `${JSON.stringify(manifest, null, 2)}\n`)
  await rename(join(dir, `${manifestFile}.part`), join(dir, manifestFile))
  return manifest
}
