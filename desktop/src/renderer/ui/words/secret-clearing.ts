/** Words of the end of secret ballots: the rolls and the keys. */
import { words } from './words.ts'

export const clearingWords = words(
  'secretClearing',
  {
    title: 'Danh sách phát phiếu và chìa khóa',
    why: 'Danh sách phát phiếu là nơi duy nhất ghi tên người nhận cùng mã phiếu. Kết thúc kỳ họp thì niêm phong, hết hạn giữ thì hủy. Hồ sơ kiểm phiếu không bị hủy: ai cũng vẫn kiểm lại được kết quả.',
    seal: 'Niêm phong danh sách',
    sealSure: 'Niêm phong danh sách phát phiếu?',
    sealHint:
      'Từ lúc này không ai xem được danh sách nữa, kể cả Ban kiểm phiếu. Làm khi không còn khiếu nại.',
    sealed: '{{name}} đã niêm phong lúc {{at}}.',
    keptUntil: 'Giữ đến {{at}}; sau đó người thứ hai được hủy.',
    secondPerson: 'Người thứ hai hủy: không phải người đã niêm phong, và một trong hai là chủ tọa.',
    destroy: 'Hủy danh sách',
    destroySure: 'Hủy danh sách phát phiếu?',
    destroyHint: 'Không lấy lại được. Sau đó không ai biết ai đã nhận phiếu nào.',
    backups: 'Còn {{count}} bản sao lưu làm trước lúc này trên thẻ nhớ, có thể chứa danh sách:',
    backupsMore: 'và {{count}} bản cũ hơn',
    backupsUnknown:
      'Máy chủ không xem được thẻ nhớ sao lưu. Bản sao lưu làm trước lúc này, ở bất cứ đâu, có thể chứa danh sách.',
    backupsDo: 'Xin tự hủy các bản ấy nếu không còn cần. Bản sao lưu làm sau lúc này không còn danh sách.',
    destroying: 'Đang hủy…',
    destroyed: 'Đã hủy danh sách của {{count}} cuộc bỏ phiếu, lúc {{at}}.',
    keysGone: '{{done}}/{{all}} thành viên đã hủy chìa khóa',
    mineTitle: 'Hủy chìa khóa của tôi',
    mineHint:
      'Các cuộc bỏ phiếu kín đã xong. Xin hủy chìa khóa trên máy này, và xé bỏ phong bì niêm phong nếu đã in.',
    mineEnvelope: 'Tôi đã hủy phong bì, hoặc không in phong bì',
    mineDestroy: 'Hủy chìa khóa trên máy này',
    mineDone: 'Chìa khóa của ông/bà đã được hủy.',
  },
  {
    title: 'Rolls and keys',
    why: 'The roll is the only place where a name stands beside the code of a ballot. It is sealed at the end of the session and destroyed when its time is over. The record of the count is not destroyed: anybody can still recount.',
    seal: 'Seal the rolls',
    sealSure: 'Seal the rolls?',
    sealHint: 'From now on nobody reads them, not even the tellers. Do it when there are no complaints.',
    sealed: 'Sealed by {{name}} at {{at}}.',
    keptUntil: 'Kept until {{at}}; after that a second person may destroy them.',
    secondPerson: 'A second person destroys: not the one who sealed, and one of the two is the chair.',
    destroy: 'Destroy the rolls',
    destroySure: 'Destroy the rolls?',
    destroyHint: 'This cannot be taken back. Nobody will know any more who took which ballot.',
    backups: '{{count}} backups on the stick were made before now and may hold a roll:',
    backupsMore: 'and {{count}} older ones',
    backupsUnknown:
      'The server cannot look at the backup stick. Any backup made before now, wherever it is, may hold a roll.',
    backupsDo: 'Please destroy them if they are no longer needed. Backups made from now on hold no roll.',
    destroying: 'Destroying…',
    destroyed: 'The rolls of {{count}} ballots were destroyed at {{at}}.',
    keysGone: '{{done}}/{{all}} members have destroyed their key',
    mineTitle: 'Destroy my key',
    mineHint:
      'The secret ballots are over. Please destroy the key on this machine, and tear up the sealed envelope if you printed one.',
    mineEnvelope: 'I have destroyed the envelope, or printed none',
    mineDestroy: 'Destroy the key on this machine',
    mineDone: 'Your key is destroyed.',
  },
)
