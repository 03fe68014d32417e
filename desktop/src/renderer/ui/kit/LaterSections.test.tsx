// @vitest-environment happy-dom
/** Sections behind one word. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { IconUsers } from '@tabler/icons-react'
import { MemoryRouter, useNavigate } from 'react-router'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { DisplayProvider } from '../display.tsx'
import { startWords } from '../words/words.ts'
import { AppFrame, type Section } from './AppFrame.tsx'
import { stubMatchMedia } from '../../testing/match-media.ts'

const words = await startWords('vi')
const keep = { read: () => null, write: () => undefined }

beforeAll(() => {
  stubMatchMedia()
})
afterEach(cleanup)

const sections: readonly Section[] = [
  { to: '/now', label: 'Điều hành', icon: IconUsers },
  { to: '/votes', label: 'Biểu quyết', icon: IconUsers },
  { to: '/people', label: 'Đại biểu', icon: IconUsers, later: true },
  { to: '/record', label: 'Hồ sơ', icon: IconUsers, later: true, badge: '2' },
]

function Go() {
  const navigate = useNavigate()
  return (
    <>
      <button onClick={() => void navigate('/record/12')}>to the record</button>
      <button onClick={() => void navigate('/now')}>to now</button>
    </>
  )
}

const show = (at: string) =>
  render(
    <DisplayProvider keep={keep} words={words}>
      <MemoryRouter initialEntries={[at]}>
        <AppFrame title="HĐND" sections={sections}>
          <Go />
        </AppFrame>
      </MemoryRouter>
    </DisplayProvider>,
  )
const links = () => screen.getAllByRole('link').map((one) => one.textContent.replace(/^\d/, ''))
const word = () => screen.getByRole('button', { name: /Khác/ })

it('shows the first ones, and the others on a press', () => {
  show('/now')
  expect(links().slice(1)).toEqual(['Điều hành', 'Biểu quyết'])
  expect(word().getAttribute('aria-expanded')).toBe('false')
  // What waits in one of them is not hidden with it.
  expect(word().textContent).toContain('2')
  fireEvent.click(word())
  expect(links().slice(1)).toEqual(['Điều hành', 'Biểu quyết', 'Đại biểu', 'Hồ sơ'])
  fireEvent.click(word())
  expect(links().slice(1)).toEqual(['Điều hành', 'Biểu quyết'])
})

it('shows the one somebody is in, also after it was closed before', () => {
  show('/now')
  fireEvent.click(word())
  fireEvent.click(word())
  fireEvent.click(screen.getByText('to the record'))
  expect(screen.getByRole('link', { current: 'page' }).textContent).toContain('Hồ sơ')
  fireEvent.click(word())
  expect(screen.queryByText('Hồ sơ')).toBeNull()
  expect(word().getAttribute('aria-expanded')).toBe('false')
})
