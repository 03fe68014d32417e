/** Words of the field for a day or a moment. */
import { words } from './words.ts'

export const dateWords = words(
  'dates',
  {
    dayShape: 'ngày/tháng/năm',
    momentShape: 'ngày/tháng/năm giờ:phút',
    dayWrong: 'Xin ghi ngày có trong lịch, theo thứ tự ngày/tháng/năm, ví dụ 08/12/2026.',
    momentWrong: 'Xin ghi ngày và giờ, theo thứ tự ngày/tháng/năm giờ:phút, ví dụ 08/12/2026 17:00.',
    calendar: 'Chọn trong lịch: {{label}}',
  },
  {
    dayShape: 'day/month/year',
    momentShape: 'day/month/year hour:minute',
    dayWrong: 'Please write a day that exists, as day/month/year, for example 08/12/2026.',
    momentWrong: 'Please write day and hour as day/month/year hour:minute, for example 08/12/2026 17:00.',
    calendar: 'Choose from the calendar: {{label}}',
  },
)
