/**
 * Opens a document with pdf.js over our own bytes.
 * What must stay true: no script of a PDF ever runs, no form is live, no link leaves the house, nothing is fetched from
 * outside; the bytes pdf.js asks for are only those it needs now; each document has its own worker, killed with it.
 */
import { getDocument, PDFDataRangeTransport, PDFWorker, type PDFDocumentProxy } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { pdfAsset, pieceBytes, Refused, type DocumentSource } from '../../client/files.ts'

export type OpenFailure = 'refused' | 'encrypted' | 'broken' | 'failed'

export interface OpenPdf {
  readonly document: PDFDocumentProxy
  readonly close: () => void
}

/**
 * Before it shows the first page pdf.js looks at the headings of all pages. In a large scan each lies in another piece, and
 * two hundred devices would fetch megabytes each before anybody sees anything: of a large file it asks for little at a time,
 * and until it is open gets no more than that.
 */
const large = 8 * 1024 * 1024
const little = 16 * 1024

class Assets {
  readonly fetch = ({ filename }: { readonly filename: string }): Promise<Uint8Array> => pdfAsset(filename)
}

function transportOf(
  source: DocumentSource,
  first: Uint8Array,
  opening: () => boolean,
  failed: (cause: unknown) => void,
): PDFDataRangeTransport {
  class Ranges extends PDFDataRangeTransport {
    override requestDataRange(begin: number, end: number): void {
      const alone = opening() && end - begin <= little
      source.read(begin, end, alone).then((bytes) => this.onDataRange(begin, bytes), failed)
    }
  }
  return new Ranges(source.size, first)
}

const failureOf = (cause: unknown): OpenFailure => {
  if (cause instanceof Refused) return 'refused'
  const name = cause instanceof Error ? cause.name : ''
  if (name === 'PasswordException') return 'encrypted'
  return name === 'InvalidPDFException' || name === 'FormatError' ? 'broken' : 'failed'
}

/** Pixels of one image inside a page; a larger one is a bomb and stays undrawn. */
const maxImageSize = 120_000_000

export async function openPdf(source: DocumentSource): Promise<OpenPdf | OpenFailure> {
  // The table of contents of the file is usually at its end: asked for while the beginning is on its way.
  const tail = source.read(Math.max(0, source.size - pieceBytes), source.size)
  tail.catch(() => undefined)
  // It takes as long to start as the first bytes to come.
  const worker = new Worker(workerUrl, { type: 'module' })
  try {
    const first = await source.read(0, Math.min(source.size, pieceBytes))
    const { promise: failure, reject } = Promise.withResolvers<never>()
    failure.catch(() => undefined)
    let opening = true
    const task = getDocument({
      range: transportOf(source, first, () => opening, reject),
      worker: PDFWorker.create({ port: worker }),
      rangeChunkSize: source.size > large ? little : pieceBytes,
      disableStream: true,
      disableAutoFetch: true,
      enableXfa: false,
      maxImageSize,
      // Any address will do as long as it is not empty: the bytes come through `Assets`.
      cMapUrl: 'local/',
      standardFontDataUrl: 'local/',
      wasmUrl: 'local/',
      useWorkerFetch: false,
      BinaryDataFactory: Assets,
      useSystemFonts: false,
      verbosity: 0,
    })
    const document = await Promise.race([task.promise, failure])
    opening = false
    return {
      document,
      close() {
        task.destroy().then(
          () => worker.terminate(),
          () => worker.terminate(),
        )
      },
    }
  } catch (cause) {
    worker.terminate()
    return failureOf(cause)
  }
}
