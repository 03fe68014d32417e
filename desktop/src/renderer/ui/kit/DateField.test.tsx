// @vitest-environment happy-dom
/** The field for a day: tells a value only while it is a day, and says in words what is wrong. */
import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { I18nextProvider } from 'react-i18next'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { startWords } from '../words/words.ts'
import { DateField } from './DateField.tsx'
import { stubMatchMedia } from '../../testing/match-media.ts'

const words = await startWords('vi')
const told = vi.fn()

beforeAll(() => {
  stubMatchMedia()
})
afterEach(() => {
  cleanup()
  told.mockReset()
})

function Held({ start, kind }: { readonly start: string; readonly kind: 'day' | 'moment' }) {
  const [value, setValue] = useState(start)
  return (
    <>
      <DateField
        label="Hạn"
        kind={kind}
        value={value}
        onChange={(next) => {
          told(next)
          setValue(next)
        }}
      />
      <button type="button" onClick={() => setValue('2027-01-31')}>
        đổi
      </button>
    </>
  )
}

function show(kind: 'day' | 'moment', start = '') {
  render(
    <I18nextProvider i18n={words}>
      <MantineProvider>
        <Held start={start} kind={kind} />
      </MantineProvider>
    </I18nextProvider>,
  )
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Hạn' })
  return {
    field,
    type: (text: string) => fireEvent.change(field, { target: { value: text } }),
  }
}

describe('the field for a day', () => {
  it('holds the day first, whatever the browser speaks', () => {
    const { field } = show('day', '2026-12-08')
    expect(field.value).toBe('08/12/2026')
    expect(field.type).toBe('text')
  })

  it('tells the value of a whole day, and none while it is being written', () => {
    const { type } = show('day')
    type('08/12/202')
    expect(told).toHaveBeenLastCalledWith('')
    type('08/12/2026')
    expect(told).toHaveBeenLastCalledWith('2026-12-08')
    type('31/02/2027')
    expect(told).toHaveBeenLastCalledWith('')
  })

  it('complains only when it is left', () => {
    const { field, type } = show('day')
    type('31/02/2027')
    expect(screen.queryByText(/có trong lịch/)).toBeNull()
    fireEvent.blur(field)
    expect(screen.getByText(/có trong lịch/)).toBeTruthy()
    expect(field.getAttribute('aria-invalid')).toBe('true')
    type('28/02/2027')
    expect(screen.queryByText(/có trong lịch/)).toBeNull()
  })

  it('writes the usual form when it is left', () => {
    const { field, type } = show('moment')
    type('8/12/2026 9h')
    expect(told).toHaveBeenLastCalledWith('2026-12-08T09:00')
    fireEvent.blur(field)
    expect(field.value).toBe('08/12/2026 09:00')
  })

  it('follows a value that comes from outside', () => {
    const { field } = show('day', '2026-12-08')
    fireEvent.click(screen.getByText('đổi'))
    expect(field.value).toBe('31/01/2027')
  })
})
