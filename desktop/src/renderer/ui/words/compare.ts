/** Words of the announced list of choices, and of each device's own comparison. */
import { words } from './words.ts'

export const compareWords = words(
  'compare',
  {
    agrees: 'Đã đối chiếu: phiếu của ông/bà có trong danh sách công bố',
    agreesDetail: 'Mã phiếu {{code}} – {{choice}}, đúng như thiết bị này đã gửi.',
    agreesRecord:
      'Mã phiếu {{code}} – {{choice}}, đúng như hồ sơ ghi nhận (gửi từ thiết bị khác hoặc do thư ký nhập).',
    notVoted: 'Đã đối chiếu: ông/bà không gửi phiếu và danh sách công bố không có phiếu của ông/bà.',
    noEntries: 'Lượt này đếm tay theo số lượng nên không có danh sách phiếu để đối chiếu từng người.',
    differs: 'CẢNH BÁO: danh sách công bố KHÔNG KHỚP với phiếu của ông/bà',
    differsHash: 'Danh sách công bố không khớp mã kết quả trên màn hình.',
    differsCounts: 'Số phiếu trong danh sách công bố không khớp kết quả.',
    differsMissing: 'Phiếu thiết bị này đã gửi và được ghi nhận không có trong danh sách.',
    differsChoice: 'Danh sách ghi một ý kiến khác với ý kiến ông/bà đã gửi.',
    differsUnknownVote: 'Danh sách có một phiếu mang tên ông/bà mà ông/bà không gửi.',
    tell: 'Xin giơ tay báo ngay chủ tọa hoặc thư ký. Giữ nguyên thiết bị này.',
    list: 'Danh sách phiếu theo mã',
    listHint:
      'Danh sách này giống nhau trên mọi thiết bị và có mã kết quả {{code}}, cũng hiện trên màn hình hội trường và in trong phiếu kết quả. Mỗi đại biểu tìm mã phiếu của mình.',
    code: 'Mã phiếu',
    name: 'Đại biểu',
    choice: 'Ý kiến',
    yours: 'phiếu của tôi',
    witnessed: '{{agree}}/{{eligible}} thiết bị đã tự đối chiếu: khớp.',
    differ: '{{count}} thiết bị báo KHÔNG KHỚP: {{names}}',
    differCount: '{{count}} thiết bị báo KHÔNG KHỚP. Xin dừng lại kiểm tra.',
    fullHash: 'Mã đầy đủ',
  },
  {
    agrees: 'Compared: your vote stands in the announced list',
    agreesDetail: 'Vote code {{code}} – {{choice}}, as this device sent it.',
    agreesRecord:
      'Vote code {{code}} – {{choice}}, as the record has it (from another device, or entered by the secretariat).',
    notVoted: 'Compared: you sent no vote and the announced list holds none of yours.',
    noEntries: 'Hands were counted by number, so there is no list to compare with.',
    differs: 'ALARM: the announced list does NOT AGREE with your vote',
    differsHash: 'The announced list does not fit the result code on the screen.',
    differsCounts: 'The votes in the announced list do not add up to the result.',
    differsMissing: 'The vote this device sent, and that was recorded, is not in the list.',
    differsChoice: 'The list has another choice than the one you sent.',
    differsUnknownVote: 'The list holds a vote in your name that you did not send.',
    tell: 'Please tell the chair or the secretariat at once. Keep this device as it is.',
    list: 'List of votes by code',
    listHint:
      'This list is the same on every device and has the result code {{code}}, which the hall’s screen and the result sheet show too. Each delegate looks for his own code.',
    code: 'Vote code',
    name: 'Delegate',
    choice: 'Choice',
    yours: 'my vote',
    witnessed: '{{agree}} of {{eligible}} devices have compared: they agree.',
    differ: '{{count}} devices DO NOT AGREE: {{names}}',
    differCount: '{{count}} devices DO NOT AGREE. Please stop and look.',
    fullHash: 'Full code',
  },
)
