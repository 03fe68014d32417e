/** The name of a file made on this device. What must stay true: every system takes it. */
import { fold } from '@nghi-truong/shared/domain/text'

export const fileName = (title: string, ending: 'pdf' | 'txt'): string => {
  const plain = fold(title)
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '')
    .slice(0, 60)
  return `ghi-chu-ca-nhan${plain === '' ? '' : `-${plain}`}.${ending}`
}
