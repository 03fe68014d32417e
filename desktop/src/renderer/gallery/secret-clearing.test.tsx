// @vitest-environment happy-dom
/** The end of the rolls on the screens: who is asked what, what is named before it is done; and a box with another key. */
import { cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { prepareWindow, showScene as show } from './show-scene.tsx'

vi.setConfig({ testTimeout: 30_000 })

beforeAll(prepareWindow)
afterEach(cleanup)

const said = (text: string | RegExp) => screen.findAllByText(text, {}, { timeout: 10_000 })
const button = (name: string) => screen.findByRole('button', { name }, { timeout: 10_000 })

it.each([
  ['secret-rolls-kept', 'Niêm phong danh sách'],
  ['secret-rolls-sealed-mine', /Người thứ hai hủy/],
  ['secret-rolls-destroyed', /Đã hủy danh sách của 2 cuộc bỏ phiếu/],
  ['secret-rolls-destroyed', '2/7 thành viên đã hủy chìa khóa'],
  ['secret-key-end-call', /Xin hủy chìa khóa của ông\/bà/],
  ['secret-key-ended', 'Chìa khóa của ông/bà đã được hủy.'],
])('%s', async (name, text) => {
  show(name)
  expect((await said(text)).length).toBeGreaterThan(0)
})

it('who sealed is not offered to destroy', async () => {
  show('secret-rolls-sealed-mine')
  await said(/Người thứ hai hủy/)
  expect(screen.queryByRole('button', { name: 'Hủy danh sách' })).toBeNull()
})

it('names the backups before it asks to destroy, or says that nobody can', async () => {
  show('secret-rolls-destroy')
  const dialog = await screen.findByRole('dialog', {}, { timeout: 10_000 })
  expect(dialog.textContent).toContain('Còn 3 bản sao lưu')
  expect(within(dialog).getByText('09/12/2026 11:05')).toBeTruthy()
  cleanup()
  show('secret-rolls-destroy-blind')
  expect((await said(/Máy chủ không xem được thẻ nhớ/)).length).toBeGreaterThan(0)
})

it('a member destroys his key only after he has answered for the envelope', async () => {
  show('secret-key-end')
  const destroy = await button('Hủy chìa khóa trên máy này')
  expect((destroy as HTMLButtonElement).disabled).toBe(true)
  fireEvent.click(screen.getByRole('checkbox'))
  expect((destroy as HTMLButtonElement).disabled).toBe(false)
  fireEvent.click(destroy)
  expect((await said('Chìa khóa của ông/bà đã được hủy.')).length).toBeGreaterThan(0)
})

it('a box that would sign its receipts with another key gets no ballot', async () => {
  show('secret-other-receipt-key')
  expect((await said('Không dùng phiếu này. Xin báo Ban kiểm phiếu.')).length).toBeGreaterThan(0)
  expect((await said(/ký biên nhận bằng khóa khác/)).length).toBeGreaterThan(0)
  expect(screen.queryByRole('button', { name: /Xem lại/ })).toBeNull()
})
