// @vitest-environment happy-dom
/** Links of a document: to its own pages they lead, to the outside only after the person has seen the whole address. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useState } from 'react'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { DisplayProvider } from '../../ui/display.tsx'
import { startWords } from '../../ui/words/words.ts'
import { frameOf, ReaderContext, type ReaderFace } from './frame.ts'
import { LinkLayer } from './LinkLayer.tsx'
import { OutsideDialog } from './OutsideDialog.tsx'
import { stubMatchMedia } from '../../testing/match-media.ts'

const words = await startWords('vi')
const keep = { read: () => null, write: () => undefined }
const address = `https://lanoi.example/${'duong-dan-dai/'.repeat(12)}?x=1`
const opened = vi.fn()
const goTo = vi.fn()

beforeAll(() => {
  Object.defineProperty(document, 'fonts', { value: new EventTarget() })
  stubMatchMedia()
  vi.stubGlobal('open', opened)
})
afterEach(() => {
  cleanup()
  vi.clearAllMocks()
})

const links = [
  { subtype: 'Link', rect: [10, 10, 60, 30], dest: [{ num: 7, gen: 0 }, { name: 'XYZ' }, 0, 500, null] },
  { subtype: 'Link', rect: [10, 40, 60, 60], url: address },
  { subtype: 'Link', rect: [10, 70, 60, 90], url: 'javascript:alert(1)' },
  { subtype: 'Link', rect: [10, 100, 60, 120], url: 'file:///etc/passwd' },
  { subtype: 'Widget', rect: [10, 130, 60, 150], url: 'https://lanoi.example/' },
]

const pdf = {
  numPages: 9,
  getPage: () => Promise.resolve({ getAnnotations: () => Promise.resolve(links) }),
  getPageIndex: () => Promise.resolve(6),
  getDestination: () => Promise.resolve(null),
} as unknown as PDFDocumentProxy

const frame = frameOf(1, { view: [0, 0, 595, 842], rotation: 0, scale: 1 }, 595, 842)

function Page() {
  const [outside, setOutside] = useState<string | null>(null)
  return (
    <DisplayProvider keep={keep} words={words}>
      <ReaderContext value={{ goTo } as unknown as ReaderFace}>
        <LinkLayer document={pdf} frame={frame} onOutside={setOutside} />
        <OutsideDialog address={outside} onClose={() => setOutside(null)} />
      </ReaderContext>
    </DisplayProvider>
  )
}

it('offers only pages of the document and addresses of the web', async () => {
  render(<Page />)
  const inside = await screen.findByRole('button', { name: 'Trang 7' })
  expect(screen.getAllByRole('button')).toHaveLength(2)
  fireEvent.click(inside)
  expect(goTo).toHaveBeenCalledTimes(1)
  expect(opened).not.toHaveBeenCalled()
})

it('shows the whole address first, and opens nothing when the person says no', async () => {
  render(<Page />)
  fireEvent.click(await screen.findByRole('button', { name: `Liên kết ra ngoài: ${address}` }))
  expect(await screen.findByText(address)).toBeTruthy()
  expect(opened).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('button', { name: 'Quay lại' }))
  expect(opened).not.toHaveBeenCalled()
})

it('opens it in a window that knows nothing of this one', async () => {
  render(<Page />)
  fireEvent.click(await screen.findByRole('button', { name: `Liên kết ra ngoài: ${address}` }))
  fireEvent.click(await screen.findByRole('button', { name: 'Mở địa chỉ này' }))
  expect(opened).toHaveBeenCalledExactlyOnceWith(address, '_blank', 'noopener,noreferrer')
})
