/** The refusals of backups and of the standby machine. What must stay true: each says what to do next. */
export const backupRefusals = {
  'backup.notHere': {
    vi: 'Máy chủ này chạy thử trong bộ nhớ, không có dữ liệu để sao lưu.',
    en: 'This server runs in memory and has nothing to back up.',
  },
  'backup.notChosen': {
    vi: 'Chưa chọn nơi sao lưu. Xin cắm USB và chọn thư mục trước.',
    en: 'No place for backups has been chosen. Plug in a USB stick and choose its folder first.',
  },
  'backup.folderMissing': {
    vi: 'Trên máy chủ không có thư mục này. Xin cắm USB vào máy chủ và ghi đường dẫn đầy đủ.',
    en: 'There is no such folder on the server. Plug the stick into the server and give the full path.',
  },
  'backup.folderInside': {
    vi: 'Bản sao lưu không được nằm trong chính thư mục dữ liệu. Xin chọn USB hoặc ổ đĩa khác.',
    en: 'Backups must not lie in the data folder itself. Choose a stick or another disk.',
  },
  'backup.folderUnusable': {
    vi: 'Không ghi được vào thư mục này. Xin kiểm tra USB có bị khóa ghi hoặc hỏng không.',
    en: 'The folder cannot be written. See whether the stick is write-protected or broken.',
  },
  'backup.weakPassphrase': {
    vi: 'Cụm mật khẩu sao lưu cần ít nhất {least} ký tự.',
    en: 'The passphrase needs at least {least} characters.',
  },
  'backup.otherPassphrase': {
    vi: 'Thư mục này đã có bản sao lưu với cụm mật khẩu khác. Xin nhập đúng cụm mật khẩu đó hoặc chọn thư mục khác.',
    en: 'This folder holds backups under another passphrase. Enter that one, or choose another folder.',
  },
  'standby.portTaken': {
    vi: 'Cổng {port} trên máy chủ đang được dùng. Xin tắt phần mềm đang dùng cổng đó rồi ghép lại.',
    en: 'Port {port} is in use on the server. Close the program that uses it and pair again.',
  },
} as const
