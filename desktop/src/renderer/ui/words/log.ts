/** Words of the record page. */
import { words } from './words.ts'

export const logWords = words(
  'log',
  {
    title: 'Hồ sơ kỳ họp',
    hint: 'Mọi việc trong kỳ họp được ghi nối tiếp, không sửa, không xóa. Ai giữ bản xuất cũng tự kiểm tra được.',
    entries: 'Số việc đã ghi',
    head: 'Mã niêm phong hiện tại',
    headHint: 'In mã này vào biên bản. Hồ sơ bị đổi dù một chữ thì mã không còn khớp.',
    export: 'Xuất hồ sơ',
    exporting: 'Đang xuất…',
    exported: 'Đã xuất tệp {{name}}',
    verify: 'Cách kiểm tra',
    verifyHint:
      'Trên một máy bất kỳ có phần mềm này, không cần mạng, chạy lệnh dưới đây với tệp đã xuất. Lệnh tính lại toàn bộ và nêu rõ chỗ nào bị thay đổi.',
    you: 'Chủ tọa và người kiểm tra nhận bản đầy đủ; người khác nhận bản không có nội dung riêng.',
    ballots: 'Mã kết quả các biểu quyết',
    noBallots: 'Chưa có biểu quyết nào được công bố.',
  },
  {
    title: 'Record of the session',
    hint: 'Everything in the session is recorded in one chain; nothing is edited or deleted. Whoever holds the export can check it.',
    entries: 'Entries recorded',
    head: 'Present seal code',
    headHint:
      'Print this code in the minutes. If a single letter of the record is changed, it no longer fits.',
    export: 'Export the record',
    exporting: 'Exporting…',
    exported: 'Exported {{name}}',
    verify: 'How to check it',
    verifyHint:
      'On any machine with this software, without network, run the command below on the exported file. It recomputes everything and names whatever was changed.',
    you: 'The chair and the auditor get the full record; others get it without private contents.',
    ballots: 'Result codes of the votes',
    noBallots: 'No vote has been announced yet.',
  },
)
