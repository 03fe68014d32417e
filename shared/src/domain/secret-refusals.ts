/** The refusals of the electronic secret ballot. What must stay true: each says what was not recorded, in plain words. */
export const secretRefusals = {
  'secretBallot.notAllowed': {
    vi: 'Bỏ phiếu kín điện tử (thử nghiệm) chưa được Hội đồng quyết định cho dùng.',
    en: 'Electronic secret ballots (experimental) have not been allowed by a decision of the council.',
  },
  'secretBallot.alreadyAllowed': {
    vi: 'Bỏ phiếu kín điện tử đã được cho dùng trong kỳ họp này.',
    en: 'Electronic secret ballots are already allowed in this session.',
  },
  'secretBallot.notProposed': {
    vi: 'Chưa có đề nghị cho dùng bỏ phiếu kín điện tử.',
    en: 'Nobody has proposed to allow electronic secret ballots.',
  },
  'secretBallot.secondPerson': {
    vi: 'Việc này cần hai người: chủ tọa và thư ký, mỗi người một lần.',
    en: 'This takes two people: the chair and the secretariat, once each.',
  },
  'secretBallot.voteNotPassed': {
    vi: 'Biểu quyết được dẫn ra chưa được công bố là thông qua.',
    en: 'The vote referred to has not been announced as passed.',
  },
  'secretBallot.notSeen': { vi: 'Không có cuộc bỏ phiếu kín này.', en: 'There is no such secret ballot.' },
  'secretBallot.wrongState': {
    vi: 'Không thực hiện được khi cuộc bỏ phiếu kín đang ở bước này.',
    en: 'This is not possible at this stage of the secret ballot.',
  },
  'secretBallot.anotherRunning': {
    vi: 'Đang có một cuộc bỏ phiếu kín khác chưa kết thúc.',
    en: 'Another secret ballot is still running.',
  },
  'secretBallot.form': {
    vi: 'Mẫu phiếu này không dùng được cho loại bỏ phiếu hoặc số người này.',
    en: 'This form does not fit this kind of ballot or this number of persons.',
  },
  'secretBallot.keysMissing': {
    vi: 'Ban kiểm phiếu chưa có khóa.',
    en: 'The tellers have no keys yet.',
  },
  'secretBallot.rehearsalMissing': {
    vi: 'Chưa bỏ phiếu thử đạt với bộ khóa này.',
    en: 'No rehearsal has been passed with these keys.',
  },
  'secretBallot.tooFewIssued': {
    vi: 'Mới phát {issued} phiếu, cần ít nhất {needed} phiếu để giữ kín. Xin dùng phiếu giấy.',
    en: '{issued} ballots handed out, at least {needed} are needed for secrecy. Please use paper.',
  },
  'secretBallot.notAllIssued': {
    vi: 'Có mặt {present} đại biểu, đã phát {issued} phiếu. Xin phát đủ, hoặc xác nhận số đại biểu không nhận phiếu.',
    en: '{present} delegates present, {issued} ballots handed out. Hand out the rest, or confirm how many take none.',
  },
  'secretBallot.notPresent': {
    vi: 'Phiếu chỉ phát cho đại biểu có mặt.',
    en: 'Ballots are handed only to delegates who are present.',
  },
  'secretBallot.notIssuing': {
    vi: 'Chưa phát phiếu, hoặc đã thôi phát phiếu.',
    en: 'Ballots are not being handed out.',
  },
  'secretBallot.badCredential': {
    vi: 'Phiếu nhận từ thiết bị không hợp lệ.',
    en: 'The credential made by the device is not valid.',
  },
  'secretBallot.credentialTaken': {
    vi: 'Mã phiếu này đã thuộc về người khác. Xin nhận phiếu lại.',
    en: 'This credential belongs to somebody else. Please take a ballot again.',
  },
  'secretBallot.paused': {
    vi: 'Chủ tọa đang tạm dừng. Chưa có gì được ghi nhận; thiết bị sẽ tự gửi lại.',
    en: 'The chair has paused. Nothing was recorded; the device will send again.',
  },
  'secretBallot.notOpen': { vi: 'Hòm phiếu chưa mở.', en: 'The box is not open.' },
  'secretBallot.slowDown': {
    vi: 'Gửi quá nhanh. Chưa có gì được ghi nhận; thiết bị sẽ tự gửi lại.',
    en: 'Too fast. Nothing was recorded; the device will send again.',
  },
  'secretBallot.complaintsOpen': {
    vi: 'Đang trong thời gian đại biểu kiểm tra phiếu của mình; còn {seconds} giây.',
    en: 'Delegates are still checking their ballots; {seconds} seconds remain.',
  },
  'secretBallot.notChecked': {
    vi: 'Mới có {fit} thành viên Ban kiểm phiếu kiểm tra hòm phiếu đạt, cần {needed}.',
    en: '{fit} tellers have found the box in order, {needed} are needed.',
  },
  'secretBallot.tooFewBallots': {
    vi: 'Hòm phiếu có {ballots} phiếu, ít hơn mức tối thiểu {needed} để giữ kín nên không mở.',
    en: 'The box holds {ballots} ballots, fewer than the {needed} needed for secrecy, and will not be opened.',
  },
  'secretBallot.otherHead': {
    vi: 'Đây không phải hòm phiếu đã đóng.',
    en: 'This is not the box that was closed.',
  },
  'secretBallot.notVerified': {
    vi: 'Chưa đủ hai chương trình độc lập cùng chấp nhận hồ sơ này nên chưa công bố được.',
    en: 'Both independent programs must accept the record before the result can be announced.',
  },
  'secretBallot.noVote': {
    vi: 'Người này không được phát phiếu.',
    en: 'This person was not handed a ballot.',
  },
  'secretBallot.badDecryption': {
    vi: 'Phần mở phiếu này không đúng nên không được ghi vào hồ sơ.',
    en: 'This partial decryption is wrong and was not recorded.',
  },
  'secretBallot.stillRunning': {
    vi: 'Còn cuộc bỏ phiếu kín chưa kết thúc.',
    en: 'A secret ballot is not over yet.',
  },
  'secretBallot.noRoll': {
    vi: 'Không có danh sách phát phiếu nào để hủy.',
    en: 'There is no roll to destroy.',
  },
  'secretBallot.rollsKept': {
    vi: 'Danh sách phát phiếu phải giữ đến ngày {until}.',
    en: 'The rolls must be kept until {until}.',
  },
  'secretBallot.rollSealed': {
    vi: 'Danh sách phát phiếu đã được niêm phong.',
    en: 'The roll is sealed.',
  },
  'secretKeys.notTrustee': {
    vi: 'Ông/bà không giữ khóa trong lần tạo khóa này.',
    en: 'You hold no key in this ceremony.',
  },
  'secretKeys.wrongStep': {
    vi: 'Việc tạo khóa đang ở bước khác.',
    en: 'The making of the keys is at another step.',
  },
  'secretKeys.alreadyPosted': { vi: 'Bước này đã được gửi.', en: 'This step was already sent.' },
  'secretKeys.inUse': {
    vi: 'Bộ khóa này đang được dùng cho một cuộc bỏ phiếu.',
    en: 'These keys are in use by a ballot.',
  },
  'secretKeys.tooFew': {
    vi: 'Cần ít nhất {needed} thành viên Ban kiểm phiếu để tạo khóa.',
    en: 'At least {needed} tellers are needed to make the keys.',
  },
  'secretKeys.onlyPaper': {
    vi: 'Mã khóa đã hai lần không trùng. Xin dùng phiếu giấy.',
    en: 'The codes differed twice. Please use paper.',
  },
} as const satisfies Record<string, { vi: string; en: string }>
