/** Words of the papers that can be printed. */
import { words } from './words.ts'

export const papersWords = words(
  'papers',
  {
    sheet: 'In phiếu kết quả',
    sheetNamed: 'In phiếu kết quả: {{title}}',
    record: 'In biên bản kiểm phiếu',
    recordNamed: 'In biên bản kiểm phiếu: {{title}}',
    minutes: 'In dự thảo biên bản kỳ họp',
    saved: 'Đã tải về {{name}}',
  },
  {
    sheet: 'Print the result sheet',
    sheetNamed: 'Print the result sheet: {{title}}',
    record: 'Print the tally record',
    recordNamed: 'Print the tally record: {{title}}',
    minutes: 'Print the draft minutes',
    saved: 'Saved as {{name}}',
  },
)
