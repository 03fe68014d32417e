// Lists of people as they are pasted from a document or a table.
import { describe, expect, it } from 'vitest'
import { peopleIn } from './people-list.ts'

describe('a pasted list', () => {
  it('takes numbered lines with a comma', () =>
    expect(peopleIn('1. Lương Thế Hiển, Phó Chủ tịch\n2) Đoàn Thị Ngân, Trưởng Ban, đại biểu')).toEqual([
      { name: 'Lương Thế Hiển', post: 'Phó Chủ tịch' },
      { name: 'Đoàn Thị Ngân', post: 'Trưởng Ban, đại biểu' },
    ]))

  it('takes columns of a table, with a number in front or not', () =>
    expect(
      peopleIn('1\tTạ Minh Quang\tGiám đốc Sở Tài chính, Ủy viên\r\nCao Thị Thơm\tChánh Thanh tra'),
    ).toEqual([
      { name: 'Tạ Minh Quang', post: 'Giám đốc Sở Tài chính, Ủy viên' },
      { name: 'Cao Thị Thơm', post: 'Chánh Thanh tra' },
    ]))

  it('takes dashes, bare names and loses no line', () =>
    expect(peopleIn('- Ông Gia Bảo – Giám đốc Sở Y tế\n\n  La   Hồng Nhung \n, Trưởng Ban')).toEqual([
      { name: 'Ông Gia Bảo', post: 'Giám đốc Sở Y tế' },
      { name: 'La Hồng Nhung', post: '' },
      { name: 'Trưởng Ban', post: '' },
    ]))

  it('makes one name of both ways to write a letter', () =>
    expect(peopleIn('Nguyễn Văn A'.normalize('NFD'))).toEqual([{ name: 'Nguyễn Văn A', post: '' }]))
})
