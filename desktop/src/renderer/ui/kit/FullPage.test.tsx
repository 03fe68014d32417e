// @vitest-environment happy-dom
/** What covers the page has the keyboard to itself, lets what is urgent through, and gives everything back. */
import { MantineProvider } from '@mantine/core'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { I18nextProvider } from 'react-i18next'
import { MemoryRouter } from 'react-router'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { startWords } from '../words/words.ts'
import { Announcer } from './Announcer.tsx'
import { AppFrame } from './AppFrame.tsx'
import { FullPage } from './FullPage.tsx'
import { Urgent } from './Urgent.tsx'
import { stubMatchMedia } from '../../testing/match-media.ts'

const words = await startWords('vi')

beforeAll(() => {
  stubMatchMedia()
})
afterEach(cleanup)

const icon = () => null

function House({ late }: { readonly late: boolean }) {
  const [open, setOpen] = useState(false)
  return (
    <AppFrame
      title="Kỳ họp"
      sections={[{ to: '/agenda', label: 'Chương trình', icon }]}
      right={<button type="button">Tài khoản</button>}
      banner={
        <>
          <Announcer>Biểu quyết bắt đầu</Announcer>
          <div role="status">
            <button type="button">Nạp bản mới</button>
          </div>
          <Urgent>
            <button type="button">Mở phiếu</button>
          </Urgent>
        </>
      }
    >
      <div>
        <button type="button" onClick={() => setOpen(true)}>
          Mở tài liệu
        </button>
        {late ? <button type="button">Mới đến</button> : null}
      </div>
      {open ? (
        <FullPage label="Đóng tài liệu" onClose={() => setOpen(false)}>
          <button type="button">Trang sau</button>
        </FullPage>
      ) : null}
    </AppFrame>
  )
}

const house = (late = false) => (
  <MantineProvider>
    <I18nextProvider i18n={words}>
      <MemoryRouter>
        <House late={late} />
      </MemoryRouter>
    </I18nextProvider>
  </MantineProvider>
)

const reached = (): readonly string[] =>
  [...document.querySelectorAll<HTMLElement>('a[href], button')]
    .filter((one) => one.closest('[inert]') === null)
    .map((one) => one.textContent ?? '')

it('leaves only itself, the header and what is urgent in reach, and takes in what comes later', async () => {
  const { rerender } = render(house())
  fireEvent.click(screen.getByText('Mở tài liệu'))
  expect(reached()).toEqual(['Tài khoản', 'Đóng tài liệu', 'Mở phiếu', 'Trang sau'])
  expect(screen.getByText('Biểu quyết bắt đầu').closest('[inert]')).toBeNull()
  rerender(house(true))
  await waitFor(() => expect(screen.getByText('Mới đến').closest('[inert]')).not.toBeNull())
})

it('gives the page and the focus back', () => {
  render(house())
  const before = reached()
  const opener = screen.getByText('Mở tài liệu')
  act(() => opener.focus())
  fireEvent.click(opener)
  expect(document.activeElement?.textContent).toContain('Đóng tài liệu')
  fireEvent.click(screen.getByText('Đóng tài liệu'))
  expect(document.activeElement).toBe(opener)
  expect(reached()).toEqual(before)
})

it('gives the focus to the page itself when nothing opened it', () => {
  render(house())
  fireEvent.click(screen.getByText('Mở tài liệu'))
  fireEvent.click(screen.getByText('Đóng tài liệu'))
  expect(document.activeElement?.id).toBe('main')
})
