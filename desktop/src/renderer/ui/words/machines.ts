/** Words of the two machines: the lamp of the desk, and turning to the one that has taken over. */
import { words } from './words.ts'

export const machinesWords = words(
  'machines',
  {
    following: 'Hai máy đang ghi',
    late: 'Chỉ một máy đang ghi — máy dự phòng chậm',
    gone: 'Chỉ một máy đang ghi — máy dự phòng mất liên lạc',
    starting: 'Chỉ một máy đang ghi — máy dự phòng đang chép dữ liệu',
    ahead: 'Chỉ một máy đang ghi — hai máy không khớp, xin báo kỹ thuật',
    alone: 'Chỉ một máy đang ghi — chưa ghép máy dự phòng mới',
    twoWrite: 'Hai máy đang ghi',
    oneWrites: 'Chỉ một máy đang ghi',
    two: 'Hai máy',
    one: 'Một máy',
    amber: 'Cuộc họp và biểu quyết vẫn tiếp tục bình thường.',
    silent: 'Máy chính không trả lời.',
    waiting:
      'Máy dự phòng chưa nhận phiên họp. Trang này tự hỏi lại cả hai máy. Ông/bà vẫn đọc và ghi chú được; phiếu chưa gửi vẫn giữ ở đây.',
    told: 'Nếu thư ký báo đã chuyển máy, xin mở:',
    taken: 'Máy dự phòng đã nhận phiên họp.',
    go: 'Chuyển sang máy dự phòng',
    goHint: 'Ở trang mới xin đăng nhập lại. Nếu đang biểu quyết, xin xem ý kiến của mình đã được ghi chưa.',
    unsent: 'Còn {{count}} phiếu chưa gửi được từ trang này: xin biểu quyết lại ở trang mới.',
    lostThere:
      'Máy trước đã ghi nhận phiếu này (mã {{code}}) nhưng máy đang phục vụ không có. Xin báo ngay cho thư ký kỳ họp và giữ nguyên thiết bị này.',
  },
  {
    following: 'Two machines are recording',
    late: 'One machine alone is recording — the standby is slow',
    gone: 'One machine alone is recording — the standby is out of reach',
    starting: 'One machine alone is recording — the standby is copying',
    ahead: 'One machine alone is recording — the two do not match, call for help',
    alone: 'One machine alone is recording — no new standby is paired',
    twoWrite: 'Two machines recording',
    oneWrites: 'One machine recording',
    two: 'Two machines',
    one: 'One machine',
    amber: 'The sitting and its votes go on as usual.',
    silent: 'The first machine does not answer.',
    waiting:
      'The standby has not taken over yet. This page asks both by itself. Reading and notes go on; votes not yet sent stay here.',
    told: 'If the secretary says that the standby has taken over, open:',
    taken: 'The standby has taken over.',
    go: 'Go to the standby',
    goHint:
      'Sign in again on the new page. If a vote is running, look whether your choice is recorded there.',
    unsent: 'Votes not sent from this page: {{count}}. Please vote again on the new page.',
    lostThere:
      'The earlier machine recorded this vote (code {{code}}), but the one that serves now does not have it. Tell the secretary at once and leave this device as it is.',
  },
)
