/** A note of one delegate, as tests write it. */
import type { Mark } from '@nghi-truong/shared/protocol/rooms'

export const note = (text: string): Mark => ({
  kind: 'note',
  page: 1,
  colour: 'yellow',
  author: 'db005',
  at: '2026-11-22T01:00:00.000Z',
  v: 1,
  box: [1, 2, 22, 22],
  text,
})
