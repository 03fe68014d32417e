/**
 * Every "no" of the product: a value from this closed list, with the sentence a delegate reads.
 * What must stay true: no other refusal exists, on either side of the wire; each sentence says what is wrong and, where
 * there is something to do, what to do; `{name}` is filled from `params`.
 */
import { backupRefusals } from './backup-refusals.ts'
import { secretRefusals } from './secret-refusals.ts'
import { signingRefusals } from './signing-refusals.ts'

export const refusals = {
  ...secretRefusals,
  ...signingRefusals,
  ...backupRefusals,
  'command.unknown': { vi: 'Hệ thống không biết thao tác này.', en: 'This action is not known.' },
  'command.badInput': {
    vi: 'Thông tin gửi lên chưa đúng: {where}.',
    en: 'What was sent is not valid: {where}.',
  },
  'command.notAllowed': {
    vi: 'Ông/bà không có quyền thực hiện việc này.',
    en: 'You are not allowed to do this.',
  },
  'command.idReused': {
    vi: 'Mã yêu cầu này đã dùng cho một việc khác.',
    en: 'This request id was already used for something else.',
  },
  'request.malformed': { vi: 'Yêu cầu không đọc được.', en: 'The request could not be read.' },
  'request.tooLarge': { vi: 'Dữ liệu gửi lên quá lớn.', en: 'What was sent is too large.' },
  'request.tooMany': {
    vi: 'Thao tác quá nhanh. Xin chờ một lát rồi thử lại; chưa có gì được ghi nhận.',
    en: 'Too many requests. Please wait a moment and try again; nothing was recorded.',
  },
  'request.foreignOrigin': {
    vi: 'Yêu cầu đến từ một trang khác và đã bị từ chối.',
    en: 'The request came from another site and was refused.',
  },
  'request.notFound': { vi: 'Không có nội dung này.', en: 'There is no such thing.' },
  'server.busy': {
    vi: 'Máy chủ đang bận. Chưa có gì được ghi nhận; xin thử lại.',
    en: 'The server is busy. Nothing was recorded; please try again.',
  },
  'server.storageFull': {
    vi: 'Máy chủ đã hết chỗ lưu. Chưa có gì được ghi nhận; xin báo thư ký.',
    en: 'The server is out of storage. Nothing was recorded; please tell the secretariat.',
  },
  'server.closing': {
    vi: 'Máy chủ đang dừng. Xin thử lại sau ít phút.',
    en: 'The server is stopping. Please try again shortly.',
  },
  'server.superseded': {
    vi: 'Máy dự phòng đã thay máy này. Chưa có gì được ghi nhận ở đây; thiết bị sẽ gửi sang máy mới.',
    en: 'The standby machine has taken over from this one. Nothing was recorded here; the device will turn to the new one.',
  },
  'server.failed': {
    vi: 'Máy chủ gặp lỗi ngoài dự kiến. Xin tải lại trang để xem điều gì đã được ghi nhận.',
    en: 'The server failed unexpectedly. Reload to see what was recorded.',
  },
  'account.required': { vi: 'Xin đăng nhập.', en: 'Please sign in.' },
  'account.wrong': {
    vi: 'Tên đăng nhập hoặc mật khẩu không đúng.',
    en: 'The user name or the password is wrong.',
  },
  'account.locked': {
    vi: 'Đăng nhập sai nhiều lần. Xin chờ {seconds} giây rồi thử lại.',
    en: 'Too many failed attempts. Please wait {seconds} seconds and try again.',
  },
  'account.taken': { vi: 'Tên đăng nhập này đã có.', en: 'This user name is taken.' },
  'account.weakPassword': {
    vi: 'Mật khẩu cần ít nhất 10 ký tự.',
    en: 'The password needs at least 10 characters.',
  },
  'account.setupDone': {
    vi: 'Hệ thống đã được thiết lập.',
    en: 'The installation has already been set up.',
  },
  'account.setupCode': { vi: 'Mã thiết lập không đúng.', en: 'The set-up code is wrong.' },
  'ticket.invalid': {
    vi: 'Vé kết nối không dùng được nữa.',
    en: 'The connection ticket is no longer valid.',
  },
  'session.exists': { vi: 'Kỳ họp này đã có.', en: 'This session exists already.' },
  'session.notSeen': { vi: 'Không có kỳ họp này.', en: 'There is no such session.' },
  'session.notOpen': { vi: 'Phiên họp chưa khai mạc hoặc đang nghỉ.', en: 'The sitting is not open.' },
  'session.alreadyOpen': { vi: 'Phiên họp đang diễn ra.', en: 'The sitting is open already.' },
  'session.closed': { vi: 'Kỳ họp đã bế mạc.', en: 'The session is closed.' },
  'session.rosterEmpty': {
    vi: 'Chưa có danh sách đại biểu. Xin nhập danh sách trước khi triệu tập.',
    en: 'There are no delegates yet. Enter the roster before convening.',
  },
  'session.noChair': {
    vi: 'Danh sách chưa có chủ tọa.',
    en: 'The roster names no chair.',
  },
  'session.agendaNotPublished': {
    vi: 'Chương trình chưa được công bố nên chưa thể khai mạc.',
    en: 'The agenda is not published, so the session cannot open.',
  },
  'quorum.missing': {
    vi: 'Chưa đủ túc số: có mặt {present}/{total} đại biểu, cần ít nhất {needed}; còn thiếu {missing}. Căn cứ: {legalBasis}.',
    en: 'No quorum: {present} of {total} delegates present, at least {needed} needed; {missing} missing. Basis: {legalBasis}.',
  },
  'person.notSeen': { vi: 'Không có người này trong kỳ họp.', en: 'This person is not in the session.' },
  'person.exists': { vi: 'Người này đã có trong danh sách.', en: 'This person is on the roster already.' },
  'person.notDelegate': { vi: 'Người này không phải đại biểu.', en: 'This person is not a delegate.' },
  'person.lastChair': {
    vi: 'Kỳ họp phải có ít nhất một chủ tọa.',
    en: 'The session must keep at least one chair.',
  },
  'group.notSeen': { vi: 'Không có tổ này.', en: 'There is no such group.' },
  'attendance.alreadyPresent': { vi: 'Đã điểm danh có mặt.', en: 'Already marked present.' },
  'attendance.reasonNeeded': {
    vi: 'Vắng có lý do thì cần ghi lý do.',
    en: 'An excused absence needs its reason.',
  },
  'agenda.empty': { vi: 'Chương trình chưa có nội dung nào.', en: 'The agenda has no item yet.' },
  'agenda.alreadyPublished': { vi: 'Chương trình đã được công bố.', en: 'The agenda is already published.' },
  'item.notSeen': { vi: 'Không có nội dung này trong chương trình.', en: 'There is no such agenda item.' },
  'item.inUse': {
    vi: 'Nội dung này đã có tài liệu hoặc biểu quyết nên không xóa được.',
    en: 'This item has documents or votes and cannot be removed.',
  },
  'item.current': {
    vi: 'Nội dung này đang được tiến hành.',
    en: 'This item is being dealt with.',
  },
  'document.notSeen': { vi: 'Không có tài liệu này.', en: 'There is no such document.' },
  'document.fileUnknown': {
    vi: 'Máy chủ chưa có tệp này. Xin tải lên trước.',
    en: 'The server does not have this file. Upload it first.',
  },
  'document.classified': {
    vi: 'Không đưa tài liệu mật lên hệ thống. Tài liệu mật phát bản giấy và thu hồi sau họp.',
    en: 'Classified documents must not be uploaded. They are handed out on paper and collected after the sitting.',
  },
  'document.duplicate': {
    vi: 'Tài liệu này đã có trong nội dung: {title}.',
    en: 'This document is already attached: {title}.',
  },
  'document.withdrawn': { vi: 'Tài liệu đã được thu hồi.', en: 'The document has been withdrawn.' },
  'document.alreadyPublished': {
    vi: 'Tài liệu đã được phát hành.',
    en: 'The document is already published.',
  },
  'document.hallOnly': {
    vi: 'Tài liệu này chỉ đọc tại hội trường, trong phiên họp, sau khi đã điểm danh.',
    en: 'This document is read in the hall only, during the sitting, by those marked present.',
  },
  'document.noCopy': {
    vi: 'Tài liệu này không được in hoặc tải về.',
    en: 'This document may not be printed or downloaded.',
  },
  'file.notPdf': { vi: 'Tệp này không phải PDF.', en: 'This file is not a PDF.' },
  'file.empty': { vi: 'Tệp rỗng.', en: 'The file is empty.' },
  'file.truncated': {
    vi: 'Tệp PDF bị cụt hoặc hỏng. Xin xuất lại tệp.',
    en: 'The PDF is cut off or damaged. Please export it again.',
  },
  'file.encrypted': {
    vi: 'Tệp PDF có mật khẩu nên đại biểu không mở được.',
    en: 'The PDF is protected by a password and delegates could not open it.',
  },
  'file.tooLarge': {
    vi: 'Tệp lớn hơn giới hạn {limit} MB.',
    en: 'The file is larger than the limit of {limit} MB.',
  },
  'file.tooManyPages': {
    vi: 'Tệp có hơn {limit} trang.',
    en: 'The file has more than {limit} pages.',
  },
  'file.dangerous': {
    vi: 'Tệp PDF không xử lý được trong giới hạn an toàn nên bị từ chối.',
    en: 'The PDF could not be processed within safe limits and was refused.',
  },
  'file.hashMismatch': {
    vi: 'Nội dung nhận được không khớp mã kiểm tra. Xin tải lên lại.',
    en: 'The bytes received do not match their hash. Please upload again.',
  },
  'file.cancelled': { vi: 'Đã hủy tải lên.', en: 'The upload was cancelled.' },
  'trust.form': {
    vi: 'Tệp này không phải gói tin cậy, cũng không phải danh sách thu hồi.',
    en: 'This is neither a trust bundle nor a revocation list.',
  },
  'trust.signature': {
    vi: 'Chữ ký của gói tin cậy không khớp nội dung. Xin lấy lại tệp từ nơi phát hành.',
    en: 'The signature of the trust bundle does not fit. Get the file again from its issuer.',
  },
  'trust.certificate': {
    vi: 'Gói tin cậy có chứng thư không đọc được.',
    en: 'The trust bundle holds a certificate that cannot be read.',
  },
  'trust.older': {
    vi: 'Gói tin cậy này không mới hơn gói đang dùng (số {issue}).',
    en: 'This trust bundle is not newer than the one in force (issue {issue}).',
  },
  'trust.unknown': {
    vi: 'Máy chủ chưa có gói tin cậy này. Xin tải lên trước.',
    en: 'The server does not have this trust bundle. Upload it first.',
  },
  'trust.none': {
    vi: 'Chưa có gói tin cậy nào đang dùng. Danh sách thu hồi chỉ nhập được sau khi có gói tin cậy.',
    en: 'No trust bundle is in force. Revocation lists can be imported only after one.',
  },
  'trust.foreignList': {
    vi: 'Danh sách thu hồi này không do nơi cấp nào trong gói tin cậy đang dùng ký.',
    en: 'This revocation list was not signed by any issuer of the trust bundle in force.',
  },
  'trust.olderList': {
    vi: 'Danh sách thu hồi này không mới hơn danh sách đang dùng.',
    en: 'This revocation list is not newer than the one in force.',
  },
  'speech.notSeen': { vi: 'Không có đăng ký phát biểu này.', en: 'There is no such request to speak.' },
  'speech.alreadyWaiting': {
    vi: 'Ông/bà đã đăng ký phát biểu ở nội dung này.',
    en: 'You have already asked to speak on this item.',
  },
  'speech.notWaiting': {
    vi: 'Lượt phát biểu này không còn chờ.',
    en: 'This request is no longer waiting.',
  },
  'speech.notSpeaking': { vi: 'Lượt này không đang phát biểu.', en: 'This person is not speaking.' },
  'speech.registrationClosed': {
    vi: 'Chủ tọa đã tạm dừng nhận đăng ký phát biểu.',
    en: 'The chair has paused requests to speak.',
  },
  'speech.orderMismatch': {
    vi: 'Danh sách phát biểu đã thay đổi. Xin xem lại thứ tự.',
    en: 'The list of speakers has changed. Please look at the order again.',
  },
  'ballot.notSeen': { vi: 'Không có nội dung biểu quyết này.', en: 'There is no such vote.' },
  'ballot.ruleUnknown': {
    vi: 'Quy tắc biểu quyết này không có trong quy chế của kỳ họp.',
    en: 'This kind of vote is not in the rules of the session.',
  },
  'ballot.methodNotElectronic': {
    vi: 'Loại biểu quyết này không tiến hành công khai trên máy.',
    en: 'This kind of vote is not taken openly on the devices.',
  },
  'ballot.wrongState': {
    vi: 'Không thực hiện được khi biểu quyết đang ở bước này.',
    en: 'This is not possible at this stage of the vote.',
  },
  'ballot.anotherOpen': {
    vi: 'Đang có một biểu quyết khác chưa kết thúc.',
    en: 'Another vote is still running.',
  },
  'ballot.nobodyEligible': {
    vi: 'Chưa có đại biểu nào đủ điều kiện biểu quyết.',
    en: 'Nobody present may vote.',
  },
  'ballot.notOpen': { vi: 'Biểu quyết chưa bắt đầu.', en: 'The vote has not begun.' },
  'ballot.paused': { vi: 'Chủ tọa đang tạm dừng biểu quyết.', en: 'The chair has paused the vote.' },
  'ballot.closed': {
    vi: 'Không được ghi nhận: biểu quyết đã kết thúc.',
    en: 'Not recorded: the vote has ended.',
  },
  'ballot.notEligible': {
    vi: 'Không được ghi nhận: ông/bà không có trong danh sách biểu quyết lúc bắt đầu.',
    en: 'Not recorded: you were not on the list of voters when the vote opened.',
  },
  'ballot.choiceUnknown': {
    vi: 'Không được ghi nhận: lựa chọn này không có trong phiếu.',
    en: 'Not recorded: this choice is not on the ballot.',
  },
  'ballot.superseded': {
    vi: 'Không được ghi nhận: đã có lựa chọn mới hơn của ông/bà.',
    en: 'Not recorded: a newer choice of yours was already recorded.',
  },
  'ballot.otherRound': {
    vi: 'Không được ghi nhận: phiếu thuộc lượt biểu quyết khác.',
    en: 'Not recorded: this belongs to another round of the vote.',
  },
  'ballot.byHands': {
    vi: 'Nội dung này đang biểu quyết bằng giơ tay.',
    en: 'This vote is being taken by show of hands.',
  },
  'ballot.tooManyHands': {
    vi: 'Tổng số {sum} lớn hơn số đại biểu biểu quyết ({eligible}). Xin đếm lại.',
    en: 'The sum of {sum} is more than the {eligible} voters. Please count again.',
  },
  'ballot.handsByName': {
    vi: 'Đã nhập theo từng đại biểu nên không nhập số tổng được nữa.',
    en: 'Hands were entered by name, so totals can no longer be entered.',
  },
  'committee.tooSmall': {
    vi: 'Ban kiểm phiếu cần ít nhất {needed} người. Căn cứ: {legalBasis}.',
    en: 'The tellers must be at least {needed}. Basis: {legalBasis}.',
  },
  'committee.headNotMember': {
    vi: 'Trưởng ban và Thư ký phải là hai thành viên của Ban kiểm phiếu.',
    en: 'The head and the secretary must be two members of the tellers.',
  },
  'committee.onBallot': {
    vi: '{name} có tên trên phiếu nên không thể ở trong Ban kiểm phiếu.',
    en: '{name} stands on the ballot and cannot be a teller.',
  },
  'committee.missing': { vi: 'Chưa bầu Ban kiểm phiếu.', en: 'No tellers have been elected yet.' },
  'committee.voteNotPassed': {
    vi: 'Biểu quyết bầu Ban kiểm phiếu chưa được công bố là thông qua.',
    en: 'The vote that elects the tellers has not been announced as passed.',
  },
  'committee.notMember': {
    vi: 'Việc này dành cho thành viên Ban kiểm phiếu.',
    en: 'This is for the tellers.',
  },
  'paper.notSeen': { vi: 'Không có cuộc bỏ phiếu này.', en: 'There is no such paper ballot.' },
  'paper.wrongState': {
    vi: 'Không thực hiện được khi cuộc bỏ phiếu đang ở bước này.',
    en: 'This is not possible at this stage of the ballot.',
  },
  'paper.sums': {
    vi: 'Số liệu chưa khớp: {where}. Xin kiểm tra lại.',
    en: 'The figures do not add up: {where}. Please check.',
  },
  'paper.sameTeller': {
    vi: 'Hai lần nhập phải do hai thành viên khác nhau.',
    en: 'The two entries must come from two different tellers.',
  },
  'rehearsal.running': { vi: 'Đang biểu quyết thử.', en: 'A rehearsal is running.' },
  'rehearsal.notRunning': { vi: 'Không có biểu quyết thử nào đang diễn ra.', en: 'No rehearsal is running.' },
  'ballot.handsByNumber': {
    vi: 'Đã nhập số tổng nên không nhập theo từng đại biểu được nữa.',
    en: 'Totals were entered, so hands can no longer be entered by name.',
  },
  'ballot.unsigned': {
    vi: 'Không được ghi nhận: phiếu chưa được thiết bị ký.',
    en: 'Not recorded: the vote was not signed by the device.',
  },
  'device.known': { vi: 'Thiết bị này đã được ghi nhận.', en: 'This device is already enrolled.' },
  'device.taken': {
    vi: 'Khóa thiết bị này thuộc về người khác.',
    en: 'This device key belongs to somebody else.',
  },
  'device.badProof': {
    vi: 'Thiết bị không chứng minh được khóa của mình.',
    en: 'The device could not prove that it holds its key.',
  },
  'device.notSeen': { vi: 'Không có thiết bị này.', en: 'There is no such device.' },
  'ballot.badSignature': {
    vi: 'Không được ghi nhận: chữ ký của thiết bị không khớp.',
    en: "Not recorded: the device's signature does not match.",
  },
  'ballot.reasonNeeded': { vi: 'Xin ghi lý do.', en: 'Please give the reason.' },
  'ballot.secrecyNotAllowed': {
    vi: 'Loại biểu quyết này không tiến hành theo cách giữ tên đã chọn.',
    en: 'This kind of vote is not taken with names handled that way.',
  },
  'ballot.alreadyRepeated': {
    vi: 'Biểu quyết này đã được làm lại.',
    en: 'This vote has been taken again already.',
  },
  'opinion.notMembers': {
    vi: 'Xin chọn ít nhất một đại biểu để lấy ý kiến.',
    en: 'Choose at least one delegate to ask.',
  },
  'opinion.deadlinePassed': {
    vi: 'Thời hạn phải ở sau thời điểm hiện tại.',
    en: 'The deadline must lie in the future.',
  },
  'opinion.deadlineNotLater': {
    vi: 'Gia hạn thì thời hạn mới phải muộn hơn thời hạn cũ.',
    en: 'An extended deadline must be later than the old one.',
  },
  'opinion.mayNotStart': {
    vi: 'Theo quy chế, ông/bà không phải người mở phiếu lấy ý kiến này.',
    en: 'By the rules you are not among those who may open this round.',
  },
  'opinion.allAnswered': { vi: 'Mọi người đã trả lời.', en: 'Everybody has answered.' },
  'opinion.notAsked': {
    vi: 'Ông/bà không có trong danh sách lấy ý kiến.',
    en: 'You are not among those who are asked.',
  },
  'manifest.other': {
    vi: 'Mã đối chiếu không phải của kết quả này.',
    en: 'This is not the list announced for this vote.',
  },
  'rules.notValid': { vi: 'Quy tắc chưa hợp lệ: {where}.', en: 'The rule is not valid: {where}.' },
  'rules.notOwn': {
    vi: 'Quy tắc này đang đúng như quy định chung.',
    en: 'This rule is as the law has it already.',
  },
  'room.notSeen': { vi: 'Không có lớp ghi chú này.', en: 'There is no such layer of notes.' },
  'room.badUpdate': {
    vi: 'Dữ liệu ghi chú không hợp lệ nên không được nhận.',
    en: 'The notes sent are not valid and were not accepted.',
  },
  'room.full': {
    vi: 'Lớp ghi chú đã đầy.',
    en: 'This layer of notes is full.',
  },
  'suggestion.notSeen': {
    vi: 'Không có góp ý này, hoặc thư ký đã tiếp nhận.',
    en: 'There is no such suggestion, or the secretariat has taken it up.',
  },
  'notes.stale': {
    vi: 'Khóa ghi chú vừa được đổi trên máy khác của ông/bà. Xin thử lại.',
    en: 'The keys of your notes were just changed on another device of yours. Please try again.',
  },
  'notes.revoked': {
    vi: 'Máy này đã bị thu hồi nên không còn giữ khóa ghi chú riêng.',
    en: 'This device was revoked and holds no keys of private notes any more.',
  },
  'notes.meetingNotSeen': {
    vi: 'Lần duyệt máy này đã kết thúc. Xin bắt đầu lại trên máy mới.',
    en: 'This approval is over. Please begin again on the new device.',
  },
  'conclusion.notSeen': { vi: 'Nội dung này chưa có kết luận.', en: 'This item has no conclusion yet.' },
} as const satisfies Record<string, { vi: string; en: string }>

export type RefusalCode = keyof typeof refusals
export type Language = 'vi' | 'en'

export interface Refusal {
  readonly refused: RefusalCode
  readonly params?: Readonly<Record<string, string | number>>
}

export const refuse = (refused: RefusalCode, params?: Refusal['params']): Refusal =>
  params ? { refused, params } : { refused }

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value

export const isRefusalCode = (code: string): code is RefusalCode => Object.hasOwn(refusals, code)

/** The sentence to show. */
export const refusalText = (refusal: Refusal, language: Language): string =>
  refusals[refusal.refused][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = refusal.params?.[name]
    return value === undefined ? '…' : String(value)
  })
