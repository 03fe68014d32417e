/** Words of a field for a password or a PIN. */
import { words } from './words.ts'

export const secretFieldWords = words(
  'secretField',
  { show: 'Hiện ký tự đã gõ' },
  { show: 'Show what is typed' },
)
