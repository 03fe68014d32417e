/** Words of the conclusions, from which the minutes are drawn up. */
import { words } from './words.ts'

export const minutesWords = words(
  'minutes',
  {
    title: 'Kết luận từng nội dung',
    hint: 'Bản nháp chỉ chủ tọa và thư ký thấy. Sau khi công bố, mọi người dự họp đọc được.',
    write: 'Ghi kết luận',
    edit: 'Sửa kết luận',
    text: 'Kết luận của chủ tọa',
    save: 'Lưu bản nháp',
    publish: 'Công bố kết luận',
    publishNamed: 'Công bố kết luận: {{title}}',
    writeNamed: 'Ghi kết luận: {{title}}',
    draft: 'Bản nháp',
    published: 'Đã công bố',
    none: 'Chưa có kết luận',
    by: '{{name}}, {{at}}',
  },
  {
    title: 'Conclusions',
    hint: 'A draft is seen by the chair and the secretariat only. Once published, everybody can read it.',
    write: 'Write a conclusion',
    edit: 'Edit the conclusion',
    text: 'The chair’s conclusion',
    save: 'Save the draft',
    publish: 'Publish',
    publishNamed: 'Publish the conclusion: {{title}}',
    writeNamed: 'Write a conclusion: {{title}}',
    draft: 'Draft',
    published: 'Published',
    none: 'No conclusion yet',
    by: '{{name}}, {{at}}',
  },
)
