// @vitest-environment happy-dom
/** Screens of the electronic secret ballot: what each must say, and what none may. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { somePeople } from './secret-hall.ts'
import { prepareWindow, showScene as show } from './show-scene.tsx'

vi.setConfig({ testTimeout: 30_000 })

beforeAll(prepareWindow)
afterEach(cleanup)

const nameOf = (at: number): string => somePeople(40)[at]?.name ?? ''
const said = (text: string | RegExp) => screen.findAllByText(text, {}, { timeout: 10_000 })

describe('the delegate', () => {
  it.each([
    ['secret-take', /Chỉ bỏ phiếu được trên thiết bị đã nhận/],
    ['secret-take-absent', 'Xin điểm danh trước khi nhận phiếu.'],
    ['secret-taken', 'Đã nhận phiếu. Chờ chủ tọa mở hòm phiếu.'],
    ['secret-one', 'Chọn một ô; không chọn là phiếu không hợp lệ'],
    ['secret-list', 'Đã chọn 3/5'],
    ['secret-list-too-many', 'Chọn quá số người được bầu.'],
    ['secret-list-blank', 'Ông/bà bỏ phiếu trắng.'],
    ['secret-strike', 'Còn phải gạch 2 người.'],
    ['secret-strike-some', 'Giữ lại 5/5'],
    ['secret-strike-all', 'Gạch hết tên, không bầu ai'],
    ['secret-forty-review', 'Còn 3 người chưa chọn: phiếu không hợp lệ cho những người đó.'],
    ['secret-bad-paper', 'Không dùng phiếu này. Xin báo Ban kiểm phiếu.'],
    ['secret-other-device', 'Phiếu của thiết bị này không có trong danh sách phát phiếu.'],
    ['secret-not-here', /Nếu đã nhận phiếu trên thiết bị khác, xin bỏ phiếu trên thiết bị đó/],
    ['secret-test-sure', /Xin thử với một lựa chọn bất kỳ, không phải lựa chọn thật/],
    ['secret-test-good', 'Máy kia khóa đúng'],
    ['secret-test-wrong', 'Máy kia KHÓA SAI'],
    ['secret-sending', 'Đang gửi… Xin chưa tắt máy.'],
    ['secret-refused-late', /đã hết giờ bỏ phiếu/],
    ['secret-in-box', 'Phiếu của tôi có trong hòm phiếu'],
    ['secret-not-in-box', 'Không thấy phiếu của tôi trong hòm!'],
    ['secret-complained', 'Đã báo Ban kiểm phiếu.'],
  ])('%s', async (name, text) => {
    show(name)
    expect((await said(text)).length).toBeGreaterThan(0)
  })

  it('reads on the review who is kept and who is struck', async () => {
    show('secret-strike-review')
    const [kept, struck] = await Promise.all(
      ['Giữ lại 5 người', 'Gạch 2 người'].map((name) => screen.findByRole('region', { name })),
    )
    if (!kept || !struck) throw new Error('two lists')
    expect(within(kept).getAllByRole('listitem')).toHaveLength(5)
    expect(struck.textContent).toContain(nameOf(2))
    expect(struck.textContent).toContain(nameOf(6))
    expect(kept.textContent).not.toContain(nameOf(2))
  })

  it('is led to the first of forty without a mark', async () => {
    show('secret-forty-some')
    await said('Đã chọn cho 5/40 người')
    await waitFor(
      () =>
        expect(document.activeElement?.closest('[role="group"]')?.textContent).toContain(`4.${nameOf(3)}`),
      {
        timeout: 10_000,
      },
    )
  })

  it('sees nothing of the choice once it is cast', async () => {
    show('secret-recorded')
    await said(/Đã bỏ phiếu lúc/)
    expect(screen.queryByText(/Đồng ý/)).toBeNull()
    expect(screen.queryByText(nameOf(0))).toBeNull()
  })

  it('is offered no other paper where his ballot is in the box', async () => {
    show('secret-refused-twice')
    await said(/đã được bỏ bằng một lần gửi khác/)
    expect(screen.queryByRole('button', { name: 'Xem lại' })).toBeNull()
  })
})

describe('the committee', () => {
  it.each([
    ['secret-key-pin-short', 'Hai lần nhập khác nhau.'],
    ['secret-key-compare', 'Nghe Trưởng ban đọc mã. Mã trên máy ông/bà:'],
    ['secret-envelope-wrong-pin', 'Mã PIN không đúng.'],
    ['secret-envelope-shown', 'bDdV F8Re uWtS SMTC a6wF K9'],
    ['secret-key-elsewhere', 'Thiết bị này không giữ chìa khóa của ông/bà.'],
    ['secret-restore-wrong', 'Không phải chìa khóa của ông/bà trong lần này.'],
    ['secret-restored', 'Đã có khóa. Không tắt máy.'],
    ['secret-key-failed', /báo mã không trùng/],
    ['secret-key-only-paper', /Mã đã hai lần không trùng/],
    ['secret-box-fit', 'Đã kiểm tra hòm phiếu: 60 phiếu, đủ điều kiện mở'],
    ['secret-box-unfit', /số phiếu khác số Hội trường đã thấy; hồ sơ mất một phần/],
    ['secret-box-open-pin', 'Mã PIN không đúng.'],
    ['secret-box-given', /Ông\/bà đã mở phần của mình. 2\/4 chìa khóa/],
  ])('%s', async (name, text) => {
    show(name)
    expect((await said(text)).length).toBeGreaterThan(0)
  })

  it('shows no letter of the envelope before the PIN, and prints who, which keys and how', async () => {
    show('secret-envelope')
    const dialog = await screen.findByRole('dialog', { name: 'Phong bì niêm phong' })
    expect(dialog.textContent).not.toContain('bDdV')
    cleanup()
    show('secret-envelope-shown')
    const sheet = await screen.findByRole('region', { name: /Chìa khóa dự phòng/ }, { timeout: 10_000 })
    expect(sheet.textContent).toContain('Chìa khóa số 4 trong 7, lần 1')
    expect(sheet.textContent).toContain('Phân biệt chữ hoa, chữ thường')
  })

  it('enters what the independent program said, once', async () => {
    show('secret-tool-verdict')
    fireEvent.click(await screen.findByRole('button', { name: 'Chương trình chấp nhận' }))
    await waitFor(() => expect(screen.queryByText('Kết quả của chương trình độc lập')).toBeNull())
    expect(screen.getAllByText('Chấp nhận')).toHaveLength(2)
  })
})

describe('the desk and the hall', () => {
  it.each([
    ['secret-desk-proposed-mine', /Chờ người thứ hai xác nhận/],
    ['secret-desk-open-sure', /Còn 3 đại biểu chưa nhận phiếu/],
    ['secret-desk-close-sure', /Còn 3 phiếu phát ra chưa bỏ/],
    ['secret-desk-complaint', /Có đại biểu báo không thấy phiếu/],
    ['secret-desk-rejected', /Có chương trình không chấp nhận hồ sơ này/],
    ['secret-desk-tied', 'Bầu lại giữa những người bằng phiếu'],
    ['secret-desk-keys-again', /mọi thành viên nhận chìa khóa lại rồi bỏ phiếu thử lại/],
    ['projector-secret-relief', /hợp lệ 56 · không hợp lệ 4/],
    ['secret-why', /Ai chọn gì thì không ai biết/],
  ])('%s', async (name, text) => {
    show(name)
    expect((await said(text)).length).toBeGreaterThan(0)
  })

  it('waits with the announcement until both programs accept', async () => {
    show('secret-desk-one-verdict')
    const early = await screen.findByRole<HTMLButtonElement>('button', { name: 'Công bố kết quả' })
    expect(early.disabled).toBe(true)
    cleanup()
    show('secret-desk-two-verdicts')
    const good = await screen.findByRole<HTMLButtonElement>('button', { name: 'Công bố kết quả' })
    expect(good.disabled).toBe(false)
  })

  it('has every one of forty people on the screen of the hall', async () => {
    show('projector-secret-forty')
    for (let at = 0; at < 40; at++) expect(await screen.findByText(`${at + 1}. ${nameOf(at)}`)).toBeTruthy()
  })

  it('never shows a figure of an option before the announcement', async () => {
    for (const name of ['projector-secret-open', 'projector-secret-codes', 'projector-secret-counted']) {
      const { container, unmount } = show(name)
      await waitFor(() => expect(container.textContent).toMatch(/thử nghiệm/))
      expect(container.textContent).not.toMatch(/\d %/)
      unmount()
    }
  })
})
