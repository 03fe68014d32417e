/** Sentences of the reading heat. */
import { words } from './words.ts'

export const heatWords = words(
  'heat',
  {
    title: 'Trang được quan tâm',
    hint: 'Thời gian đọc và số đánh dấu theo trang, gộp của ít nhất năm đại biểu. Không có tên ai, không tách được từng người.',
    none: 'Chưa đủ số liệu',
    noneHint: 'Số liệu hiện khi có ít nhất năm đại biểu đọc cùng một trang, và đổi mười phút một lần.',
    at: 'Số liệu đến {{at}}',
    page: 'Trang {{page}}',
    minutes: '{{minutes}} phút',
    marks: '{{marks}} đánh dấu',
    open: 'Mở {{title}}, trang {{page}}',
    rest: 'Còn {{count}} trang có số liệu',
    all: 'Xem tất cả',
  },
  {
    title: 'Pages of interest',
    hint: 'Time read and marks made by page, summed over at least five delegates. No names; nobody can be told apart.',
    none: 'Not enough figures yet',
    noneHint:
      'Figures appear once at least five delegates have read the same page, and change every ten minutes.',
    at: 'Figures up to {{at}}',
    page: 'Page {{page}}',
    minutes: '{{minutes}} min',
    marks: '{{marks}} marks',
    open: 'Open {{title}}, page {{page}}',
    rest: '{{count}} more pages have figures',
    all: 'Show all',
  },
)
