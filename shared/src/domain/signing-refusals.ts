/** The refusals of signing. What must stay true: each says what is wrong with the file and what to do next. */
export const signingRefusals = {
  'signing.notIssued': {
    vi: 'Văn bản này không do hệ thống phát ra để ký. Xin mở lại màn hình Ký số và làm lại.',
    en: 'This paper was not issued for signing here. Open the signing screen again.',
  },
  'signing.offerGone': {
    vi: 'Lượt ký này đã hết hạn hoặc đã dùng. Xin bắt đầu lại.',
    en: 'This signing has expired or was already used. Start again.',
  },
  'signing.nothingBrought': {
    vi: 'Phần mềm ký số chưa gửi văn bản đã ký về máy chủ.',
    en: 'The signing service has not brought the signed paper back.',
  },
  'signing.noTimeStamps': {
    vi: 'Máy chủ chưa được nối với dịch vụ cấp dấu thời gian.',
    en: 'No time-stamp authority is configured.',
  },
  'signing.superseded': {
    vi: 'Vừa có người khác ký văn bản này. Xin mở bản mới nhất và ký tiếp.',
    en: 'Somebody else has just signed this paper. Open the newest version and sign that.',
  },
  'signed.notHere': {
    vi: 'Tệp này chưa qua bước kiểm tra chữ ký của kỳ họp này.',
    en: 'This file was not taken back from signing in this session.',
  },
  'signed.otherDocument': {
    vi: 'Tệp nộp lên không phải văn bản đã phát ra để ký, hoặc nội dung đã bị sửa. Xin ký đúng tệp đã tải về và không chuyển đổi, không in lại.',
    en: 'This is not the paper that was issued for signing, or its content was altered.',
  },
  'signed.unsigned': {
    vi: 'Tệp nộp lên chưa có chữ ký số mới.',
    en: 'The file bears no new signature.',
  },
  'signed.changed': {
    vi: 'Văn bản đã bị thay đổi trước khi ký: ngoài chữ ký còn có nội dung khác được thêm vào. Xin ký lại từ tệp gốc.',
    en: 'Something besides signatures was changed before signing.',
  },
  'signed.invalid': {
    vi: 'Chữ ký số trong tệp không khớp nội dung hoặc không bao trùm văn bản.',
    en: 'A signature in the file does not fit or does not cover the paper.',
  },
  'signed.unreadable': {
    vi: 'Không đọc được tệp nộp lên.',
    en: 'The file could not be read.',
  },
  'signed.revoked': {
    vi: 'Chứng thư của người ký đã bị thu hồi. Chữ ký không được nhận.',
    en: 'The signer’s certificate was revoked. The signature was not accepted.',
  },
  'signed.expired': {
    vi: 'Chứng thư của người ký không còn hoặc chưa có hiệu lực. Chữ ký không được nhận.',
    en: 'The signer’s certificate is not valid at this time. The signature was not accepted.',
  },
  'signed.stranger': {
    vi: 'Chứng thư của người ký không do nơi cấp được tin cậy cấp. Chữ ký không được nhận.',
    en: 'The signer’s certificate was not issued by a trusted authority. The signature was not accepted.',
  },
  'signed.unfit': {
    vi: 'Chứng thư này không dùng để ký văn bản được, hoặc thuật toán đã cũ. Chữ ký không được nhận.',
    en: 'This certificate may not sign documents, or its algorithm is too old. The signature was not accepted.',
  },
} as const satisfies Record<string, { vi: string; en: string }>
