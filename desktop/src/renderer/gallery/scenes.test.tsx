// @vitest-environment happy-dom
/** Every scene of the gallery comes up without a fault; the decisive ones say exactly what they must. */
import { cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { scenes } from './scenes.tsx'
import { prepareWindow, showScene as show } from './show-scene.tsx'

/** What these must say, word for word or by a pattern. */
const says = new Map<string, string | RegExp>([
  ['ballot-recorded', /Đã ghi nhận – mã [0-9A-F]{8}/],
  ['ballot-sending', 'Đang gửi… Chưa được ghi nhận.'],
  ['ballot-other-device', /Đã biểu quyết trên thiết bị khác: Không biểu quyết/],
  ['ballot-not-eligible', /không có trong danh sách biểu quyết/],
  ['ballot-guest', 'Ông/bà theo dõi, không biểu quyết.'],
  ['ballot-paused', 'Chủ tọa đang tạm dừng biểu quyết.'],
  ['ballot-closed', 'Biểu quyết đã kết thúc. Chờ chủ tọa công bố kết quả.'],
  ['ballot-draft', 'Cần ≥ 33/65 phiếu tán thành'],
  ['ballot-passed', 'Đủ điều kiện thông qua'],
  ['ballot-failed', 'Không đủ điều kiện thông qua'],
  ['ballot-void', 'Đã hủy. Lý do: Mất điện hội trường'],
  ['projector-passed', 'ĐÃ ĐỦ ĐIỀU KIỆN THÔNG QUA'],
  ['opinion-asked', /còn 2 ngày/],
  ['opinion-others', 'Ông/bà không có trong danh sách lấy ý kiến.'],
  ['opinion-banner', /Nhắc lần 1: xin trả lời/],
  ['opinion-desk', 'Chưa trả lời (3)'],
  ['opinion-result', /Được lấy ý kiến 5 · đã trả lời 3/],
  ['rules', /mức thông qua THẤP hơn quy định chung/],
  ['ballot-own-rule', /tính tỷ lệ trên số khác với quy định chung/],
  ['list-agrees', 'Đã đối chiếu: phiếu của ông/bà có trong danh sách công bố'],
  ['list-differs', /danh sách công bố KHÔNG KHỚP với phiếu của ông\/bà/],
  ['ballot-anonymous', /Đây không phải bỏ phiếu kín/],
  ['news-opened', /Biểu quyết bắt đầu: Thông qua Nghị quyết/],
  ['outcomes', 'Hội đồng nhất trí chương trình kỳ họp.'],
  ['quorum-missing', 'Chưa đủ túc số, còn thiếu 4'],
  ['checked-in', /Thư ký đã điểm danh hộ/],
  ['projector-recess', 'Phiên họp tạm nghỉ'],
  ['projector-hands', 'Đang biểu quyết bằng giơ tay'],
  ['projector-choices', '40,82 % số người đã biểu quyết'],
  ['committee-conflict', /có tên trên phiếu nên không thể ở trong Ban kiểm phiếu/],
  ['teller-differs', 'Hai lần nhập khác nhau ở:'],
  ['paper-result', 'Không đủ phiếu trúng cử'],
  ['rehearsal-found', 'Còn 12 đại biểu sẽ không biểu quyết được'],
  ['hands-numbers', 'Ghi nhận số đếm'],
  ['signature-valid', 'Chữ ký hợp lệ. Nội dung không bị sửa sau khi ký.'],
  ['signature-changed', /Thay đổi ở: nội dung trang, cấu trúc chung của văn bản/],
  ['signature-revoked', 'Đã bị thu hồi ngày 02/10/2026 10:00'],
  ['signing-elsewhere', 'Nộp tệp đã ký'],
  ['signing-refused', 'Ông/bà không có quyền thực hiện việc này.'],
  ['opinion-extend', /Thời hạn mới phải muộn hơn/],
  ['heat', /Trang 36/],
  ['heat-none', 'Chưa đủ số liệu'],
  ['search-nothing', /Không tìm thấy “tàu vũ trụ”/],
  ['unlock-code', /Mã chưa đúng/],
  ['notes-withdrawn', /Viết nội dung không liên quan/],
  ['suggestions-chair', 'Thư ký đã tiếp nhận'],
  ['following', /Đang theo dõi .*, trang 34/],
  ['trust', /Danh sách thu hồi đã hết hạn/],
  ['gate-wrong', 'Tên đăng nhập hoặc mật khẩu không đúng.'],
  ['gate-locked', /Xin chờ 900 giây rồi thử lại/],
  ['gate-empty', 'Thiết lập hệ thống'],
  ['house-people', 'Chưa có tài khoản'],
  ['machines', 'Máy dự phòng chậm: phiếu đang chỉ ghi ở máy này'],
  ['machines-stop-asked', /Từ lúc này không có bản sao lưu mới nào/],
])

beforeAll(prepareWindow)
afterEach(cleanup)

describe('the gallery', () => {
  it.each(scenes.map((scene) => scene.name))('%s', async (name) => {
    const faults = vi.spyOn(console, 'error')
    const { container } = show(name)
    await waitFor(() => expect(container.querySelector('main')).not.toBeNull())
    // A dialog stands beside the page it belongs to.
    await waitFor(() => expect(document.body.textContent.length).toBeGreaterThan(12))
    await waitFor(() => expect(screen.queryByText('Đang mở…')).toBeNull())
    const told = faults.mock.calls.map((call) => String(call[0])).filter((text) => !text.includes('act('))
    expect(told).toEqual([])
    faults.mockRestore()
    const text = says.get(name)
    if (text !== undefined) expect((await screen.findAllByText(text)).length).toBeGreaterThan(0)
  })

  it('knows every scene of which it expects something', () => {
    const names = new Set(scenes.map((scene) => scene.name))
    expect([...says.keys()].filter((name) => !names.has(name))).toEqual([])
  })

  it('warns of a list that does not hold before it shows any figure', async () => {
    show('list-differs')
    const alarm = await screen.findByText(/KHÔNG KHỚP/)
    const verdict = await screen.findByText('Đủ điều kiện thông qua')
    expect(alarm.compareDocumentPosition(verdict) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
  })

  it('shows a typed password by a button that has a name and is reached by the keyboard', async () => {
    show('gate')
    const button = await screen.findByRole('button', { name: 'Hiện ký tự đã gõ' })
    expect(button.tabIndex).toBe(0)
  })

  it('numbers choices none of which is a yes or a no', async () => {
    show('ballot-sheet-choices')
    const group = await screen.findByRole('group', { name: 'Chọn ý kiến biểu quyết' })
    const buttons = [...group.querySelectorAll('button')]
    expect(buttons.map((one) => one.dataset['tone'])).toEqual(Array.from({ length: 5 }, () => 'other'))
    expect(buttons.map((one) => one.textContent.charAt(0))).toEqual(['1', '2', '3', '4', '5'])
  })

  it('never shows a running total, on any screen of an open vote', async () => {
    for (const name of ['ballot-open', 'ballot-running-desk', 'projector-vote']) {
      const { container, unmount } = show(name)
      await waitFor(() => expect(container.textContent).toMatch(/47\/60/))
      expect(container.textContent).not.toMatch(/\d %/)
      expect(screen.queryByRole('list', { name: 'Số phiếu theo ý kiến' })).toBeNull()
      unmount()
    }
  })
})
