/**
 * Looking into one PDF with pdf.js: pages, sizes, text, and what it would do if it were let.
 * What must stay true: runs only in the child process; nothing of the file is executed or fetched; pages are visited one
 * by one, so what the file declares about their number is never believed.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { ByteSource } from '@nghi-truong/shared/signature/ports'
import { getDocument, PDFDataRangeTransport, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { countPages } from './count-pages.ts'
import { flagNames, type FileLimits, type Flag, type Inside } from './job.ts'

const rangeBytes = 256 * 1024
const scanBytes = 1024 * 1024
const pdfjs = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))

/** What can be said before anything is parsed. */
export function firstLook(source: ByteSource): Refusal | null {
  if (source.size === 0) return refuse('file.empty')
  const latin = (offset: number, length: number) =>
    Buffer.from(source.read(Math.max(0, offset), length)).toString('latin1')
  if (!latin(0, 1024).includes('%PDF-')) return refuse('file.notPdf')
  return latin(source.size - 2048, 2048).includes('%%EOF') ? null : refuse('file.truncated')
}

function openPdf(source: ByteSource) {
  const transport = new PDFDataRangeTransport(source.size, null)
  transport.requestDataRange = (begin, end) =>
    transport.onDataRange(begin, source.read(begin, end - begin).slice())
  return getDocument({
    range: transport,
    rangeChunkSize: rangeBytes,
    disableAutoFetch: true,
    disableStream: true,
    enableXfa: false,
    useWasm: false,
    useWorkerFetch: false,
    useSystemFonts: false,
    disableFontFace: true,
    maxImageSize: 50_000_000,
    stopAtErrors: false,
    cMapUrl: join(pdfjs, 'cmaps/'),
    verbosity: 0,
  })
}

export interface Opened {
  readonly inside: Inside
  readonly text: readonly string[]
}

/** @param textUntil whether there is still time to read text */
export async function lookInside(
  source: ByteSource,
  limits: FileLimits,
  textUntil: () => boolean,
): Promise<Opened | Refusal> {
  const task = openPdf(source)
  let document: PDFDocumentProxy
  try {
    document = await task.promise
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    return refuse(name === 'PasswordException' ? 'file.encrypted' : 'file.truncated')
  }
  try {
    return await walk(document, source, limits, textUntil)
  } finally {
    await task.destroy()
  }
}

async function walk(
  document: PDFDocumentProxy,
  source: ByteSource,
  limits: FileLimits,
  textUntil: () => boolean,
): Promise<Opened | Refusal> {
  const declared = document.numPages
  if (declared > limits.pages) {
    const really = await canOpen(document, limits.pages + 1)
    return really ? refuse('file.tooManyPages', { limit: limits.pages }) : refuse('file.truncated')
  }
  const sizes: [number, number][] = []
  const text: string[] = []
  let room = limits.fileText
  let reading = true
  for (let number = 1; number <= declared; number++) {
    const page = await getPage(document, number)
    if (!page) return refuse('file.truncated')
    const { width, height } = page.getViewport({ scale: 1 })
    if (!(width > 0 && height > 0)) return refuse('file.truncated')
    if (Math.max(width, height) > limits.side) return refuse('file.dangerous')
    sizes.push([round(width), round(height)])
    reading = reading && room > 0 && textUntil()
    if (reading) {
      const found = (await pageText(page)).slice(0, Math.min(room, limits.pageText))
      room -= found.length
      text.push(found)
    }
    page.cleanup()
  }
  if (sizes.length === 0) return refuse('file.truncated')
  const walked = countPages(source, limits.pages)
  // A page that is there but never shown has no place in a paper that is voted on.
  if (walked === 'loop' || (walked ?? 0) > sizes.length) return refuse('file.truncated')
  const hasText = text.some((one) => one !== '')
  return { inside: { pages: sizes.length, sizes, hasText, flags: await flagsOf(document, source) }, text }
}

const round = (points: number) => Math.round(points * 100) / 100

type Page = Awaited<ReturnType<PDFDocumentProxy['getPage']>>

async function getPage(document: PDFDocumentProxy, number: number): Promise<Page | null> {
  try {
    return await document.getPage(number)
  } catch {
    // pdf.js says why in English; the reader is told that the file is damaged.
    return null
  }
}

const canOpen = async (document: PDFDocumentProxy, number: number) =>
  (await getPage(document, number)) !== null

// oxlint-disable-next-line no-control-regex -- a text layer may hold anything; what is not text becomes a blank
const blank = /[\s\u0000-\u001f\u007f-\u009f\ufffe\uffff]+/gu

async function pageText(page: Page): Promise<string> {
  try {
    const { items } = await page.getTextContent({ includeMarkedContent: false })
    let text = ''
    for (const item of items) if ('str' in item) text += item.hasEOL ? `${item.str}\n` : item.str
    return tidyText(text)
  } catch {
    // A page whose text cannot be read can still be shown; it just is not found by searching.
    return ''
  }
}

/** NFC, runs of blanks folded to one space, no lone surrogates. */
export const tidyText = (text: string): string =>
  text.toWellFormed().normalize('NFC').replace(blank, ' ').trim()

async function flagsOf(document: PDFDocumentProxy, source: ByteSource): Promise<Flag[]> {
  const found = new Set<Flag>()
  const [scripts, open, attachments] = await Promise.allSettled([
    document.getJSActions(),
    document.getOpenAction(),
    document.getAttachments(),
  ])
  if (scripts.status === 'fulfilled' && scripts.value) found.add('JavaScript')
  if (open.status === 'fulfilled' && open.value) found.add('OpenAction')
  if (attachments.status === 'fulfilled' && attachments.value) found.add('EmbeddedFile')
  // Names outside compressed objects show in the bytes; an overlap keeps a name cut by a border whole.
  const wanted = new RegExp(`/(${flagNames.join('|')}|JS|EF)(?![A-Za-z])`, 'g')
  for (let at = 0; at < source.size; at += scanBytes) {
    const piece = Buffer.from(source.read(at, scanBytes + 32)).toString('latin1')
    for (const [, name] of piece.matchAll(wanted)) {
      found.add(name === 'JS' ? 'JavaScript' : name === 'EF' ? 'EmbeddedFile' : (name as Flag))
    }
  }
  return flagNames.filter((name) => found.has(name))
}
