/** Sentences of the personal copy, and of the notebook of a whole session. */
import { words } from './words.ts'

export const exportWords = words(
  'export',
  {
    title: 'Bản ghi chú cá nhân',
    hint: 'Làm ngay trên máy này thành tệp riêng. Văn bản đã ký không bị thay đổi.',
    hintBlank:
      'Làm ngay trên máy này thành tệp riêng. Tài liệu này chỉ được đọc, không được sao chép, nên tệp không có hình trang, chỉ có ghi chú.',
    asPdf: 'Tệp PDF (trang có đánh dấu và danh sách)',
    asPdfBlank: 'Tệp PDF (danh sách ghi chú và nét vẽ)',
    asText: 'Tệp văn bản (.txt)',
    failed: 'Chưa làm được bản ghi chú. Xin thử lại.',
    footer: 'Bản ghi chú cá nhân của {{name}} – không thay thế văn bản gốc',
    blank: 'Tài liệu không được sao chép nên không có hình trang; chỉ có nét vẽ của người ghi chú.',
    'facts.version': 'Bản {{version}} của tài liệu, {{count}} ghi chú',
    'facts.file': 'Mã băm của văn bản gốc: {{code}}',
    'facts.made': 'Lập bởi {{name}}, lúc {{time}}',
    'facts.noPictures':
      'Tài liệu này chỉ được đọc, không được sao chép: tệp không có hình trang nào của tài liệu, chỉ có ghi chú và nét vẽ.',
    'facts.notOriginal':
      'Tệp này do máy của người đọc lập ra, không phải văn bản gốc và không mang chữ ký số.',
  },
  {
    title: 'Personal notes copy',
    hint: 'Made on this device as a file of its own. The signed document is not changed.',
    hintBlank:
      'Made on this device as a file of its own. This document may not be copied: the file has no pictures of its pages, only the notes.',
    asPdf: 'PDF (marked pages and list)',
    asPdfBlank: 'PDF (list of notes and drawings)',
    asText: 'Text file (.txt)',
    failed: 'The copy could not be made. Please try again.',
    footer: 'Personal notes of {{name}} – no substitute for the original',
    blank: 'The document may not be copied: no picture of the page, only what its reader drew.',
    'facts.version': 'Version {{version}} of the document, {{count}} notes',
    'facts.file': 'Hash of the original: {{code}}',
    'facts.made': 'Made by {{name}}, {{time}}',
    'facts.noPictures':
      'This document may be read, not copied: the file shows none of its pages, only notes and drawings.',
    'facts.notOriginal':
      'This file was made on the reader’s device; it is not the original and bears no signature.',
  },
)

export const notebookWords = words(
  'notebook',
  {
    title: 'Ghi chú của tôi',
    hint: 'Mọi đánh dấu của ông/bà và của tổ trong các tài liệu của kỳ họp.',
    collecting: 'Đang gom ghi chú: {{done}}/{{of}} tài liệu…',
    collected: '{{count}} ghi chú trong {{documents}} tài liệu.',
    shown: 'Hiện {{count}} ghi chú.',
    unread: 'Chưa xem được ghi chú của {{count}} tài liệu vì chưa có mạng hoặc máy này chưa mở khóa.',
    none: 'Chưa có ghi chú nào trong kỳ họp này.',
    noMatch: 'Không có ghi chú nào khớp với bộ lọc.',
    document: 'Tài liệu',
    anyDocument: 'Mọi tài liệu',
    old: '{{title}} (bản {{version}}, đã có bản mới)',
    search: 'Tìm trong ghi chú',
    asText: 'Tải về dạng văn bản',
    back: 'Về chương trình',
    more: 'Còn {{count}} ghi chú nữa; xin lọc hẹp hơn.',
  },
  {
    title: 'My notes',
    hint: 'All marks of yours and of your group in the documents of the session.',
    collecting: 'Collecting notes: {{done}} of {{of}} documents…',
    collected: '{{count}} notes in {{documents}} documents.',
    shown: '{{count}} shown.',
    unread: 'Notes of {{count}} documents cannot be seen: no network, or this device is locked.',
    none: 'No notes in this session yet.',
    noMatch: 'No note matches the filter.',
    document: 'Document',
    anyDocument: 'Any document',
    old: '{{title}} (version {{version}}, replaced)',
    search: 'Find in notes',
    asText: 'Download as text',
    back: 'To the agenda',
    more: '{{count}} more; please narrow the filter.',
  },
)
