/**
 * The demo session as plain data, shaped like the inputs of the ordinary commands (house.setGroup, house.setPerson,
 * session.convene, agenda.add): the server's start feeds it through the same door as everybody else. It is one
 * session: kỳ họp thứ Ba of the fictional province of An Phú. 65 delegates in office, so a resolution needs 33.
 */
import type { Role } from '@nghi-truong/shared/domain/audience'
import { areas } from './places.ts'
import { province } from './people.ts'
import { delegateNames } from './names.ts'

export type DemoPerson = {
  /** Identifier in the house log. */
  person: string
  name: string
  position: string
  roles: Role[]
  group: string | null
  /** "row-column", both from 1; row 1 faces the presidium. Null for people without a place among the delegates. */
  seat: string | null
}
export type DemoAccount = { username: string; person: string; name: string; role: Role; label: string }
export type DemoItem = {
  /** What documents name in `itemKey`. */
  key: string
  title: string
  presenter: string
  minutes: number
  /** Vietnamese time, ISO 8601. */
  startsAt: string
}

export const demoCouncil = { name: province.council, place: 'Tỉnh An Phú', level: 'province' } as const

export const demoSession = {
  title: 'Kỳ họp thứ Ba, Hội đồng nhân dân tỉnh An Phú khóa XI, nhiệm kỳ 2026 - 2031',
  council: province.council,
  place: 'Hội trường Trung tâm Hội nghị tỉnh An Phú',
  term: 'Khóa XI, nhiệm kỳ 2026 - 2031',
  ordinal: 3,
  sessionKind: 'regular',
  startsOn: '2026-12-09',
  /** Name of the rule profile in shared/domain/rules. */
  profile: 'province',
} as const

export const demoGroups: { group: string; name: string }[] = areas.map((area, at) => ({
  group: area.key,
  name: `Tổ số ${at + 1} (${area.name})`,
}))

const personId = (number: number): string => `db${String(number).padStart(3, '0')}`
const columns = 11

/** Seats in six rows of eleven, group beside group. */
const seatOf = (at: number): string => `${Math.floor(at / columns) + 1}-${(at % columns) + 1}`

/** Delegates with an office of their own; everybody else is a member of a group. */
const offices: Record<number, { position: string; roles: Role[] }> = {
  1: { position: 'Chủ tịch Hội đồng nhân dân tỉnh', roles: ['delegate', 'chair'] },
  2: { position: 'Phó Chủ tịch Hội đồng nhân dân tỉnh', roles: ['delegate', 'chair'] },
  3: { position: 'Phó Chủ tịch Hội đồng nhân dân tỉnh', roles: ['delegate', 'chair'] },
  4: { position: 'Trưởng Ban Kinh tế - Ngân sách', roles: ['delegate'] },
  5: { position: 'Trưởng Ban Pháp chế', roles: ['delegate'] },
  6: { position: 'Trưởng Ban Văn hóa - Xã hội', roles: ['delegate'] },
  7: { position: 'Chủ tịch Ủy ban nhân dân tỉnh', roles: ['delegate'] },
  8: { position: 'Phó Trưởng Ban Kinh tế - Ngân sách', roles: ['delegate'] },
}
/** Posts that exist once, by number; the rest hold a post in a commune of their own area. */
const posts: Record<number, string> = {
  9: 'Phó Trưởng Ban Pháp chế',
  10: 'Phó Trưởng Ban Văn hóa - Xã hội',
  11: 'Chủ tịch Hội Liên hiệp Phụ nữ tỉnh',
  12: 'Chủ tịch Liên đoàn Lao động tỉnh',
  13: 'Phó Giám đốc Công an tỉnh',
  14: 'Hiệu trưởng Trường Cao đẳng Sư phạm An Phú',
  15: 'Giám đốc Sở Nội vụ',
  16: 'Phó Trưởng Ban Dân tộc của Hội đồng nhân dân tỉnh',
  17: 'Chỉ huy trưởng Bộ Chỉ huy quân sự tỉnh',
  18: 'Bác sĩ chuyên khoa II, Bệnh viện đa khoa tỉnh',
  20: 'Bí thư Tỉnh đoàn',
  23: 'Chủ tịch Hội Nông dân tỉnh',
  27: 'Trụ trì chùa Sà Lôn, Phó Trưởng Ban Trị sự Giáo hội Phật giáo tỉnh',
  30: 'Giám đốc Công ty cổ phần Thủy sản Cửa Lạch',
  34: 'Giáo viên Trường trung học phổ thông chuyên An Phú',
  41: 'Giám đốc Hợp tác xã nông nghiệp công nghệ cao Phú Thành',
  52: 'Phó Giám đốc Trung tâm Phục vụ hành chính công tỉnh',
  57: 'Chủ tịch Hiệp hội Doanh nghiệp tỉnh',
}
const inCommune = [
  'Bí thư Đảng ủy',
  'Chủ tịch Hội đồng nhân dân',
  'Chủ tịch Ủy ban nhân dân',
  'Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam',
] as const

export const demoDelegates: DemoPerson[] = delegateNames.map((name, at): DemoPerson => {
  const number = at + 1
  const office = offices[number]
  const group = areas[at % areas.length]
  const row = Math.floor(at / areas.length)
  const commune = group?.communes[row % group.communes.length] ?? ''
  const post = posts[number] ?? `${inCommune[(at + row) % inCommune.length] ?? ''} ${commune}`
  // Members of a group sit together: the seat follows the group, then the order inside it.
  const before = delegateNames.filter((_, other) => other % areas.length < at % areas.length).length
  return {
    person: personId(number),
    name,
    position: office?.position ?? (number > 8 && number <= 16 ? `${post}; Tổ trưởng Tổ đại biểu` : post),
    roles: office?.roles ?? ['delegate'],
    group: group?.key ?? null,
    seat: seatOf(before + row),
  }
})

const other = (person: string, name: string, position: string, role: Role): DemoPerson => ({
  person,
  name,
  position,
  roles: [role],
  group: null,
  seat: null,
})

export const demoSecretariat: DemoPerson[] = [
  other('thuky1', 'Tạ Minh Quang', 'Chánh Văn phòng Đoàn ĐBQH và HĐND tỉnh, Thư ký kỳ họp', 'secretariat'),
  other('thuky2', 'Ngô Thị Bích Ngọc', 'Trưởng phòng Công tác HĐND, Thư ký kỳ họp', 'secretariat'),
]
export const demoGuests: DemoPerson[] = [
  other('khach1', 'Lê Thị Ánh Tuyết', 'Phó Chủ tịch Ủy ban nhân dân tỉnh', 'guest'),
  other('khach2', 'Hồ Thị Kim Loan', 'Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh', 'guest'),
  other('khach3', 'Trần Đăng Khôi', 'Giám đốc Sở Tài chính', 'guest'),
]
export const demoHelpers: DemoPerson[] = [
  other('manhinh', 'Màn hình hội trường', 'Thiết bị trình chiếu', 'projector'),
  other('quantri', 'Vương Quốc Việt', 'Quản trị hệ thống', 'admin'),
]

/** Everybody, in the order in which house.setPerson should name them. */
export const demoPeople: DemoPerson[] = [...demoDelegates, ...demoSecretariat, ...demoGuests, ...demoHelpers]

/** Proposed for the Ban kiểm phiếu (a province needs seven); none of them stands for election. */
export const demoTellers: { person: string; office: 'head' | 'secretary' | 'member' }[] = [
  { person: 'db012', office: 'head' },
  { person: 'db021', office: 'secretary' },
  ...['db026', 'db033', 'db039', 'db047', 'db058'].map((person) => ({ person, office: 'member' as const })),
]

/** Those who stand for the two empty places in the provincial People's Committee; not delegates. */
export const demoCandidates: { key: string; name: string; position: string }[] = [
  { key: 'tran-dang-khoi', name: 'Trần Đăng Khôi', position: 'Giám đốc Sở Tài chính' },
  { key: 'mai-thi-thuy-duong', name: 'Mai Thị Thùy Dương', position: 'Giám đốc Sở Khoa học và Công nghệ' },
]

export const demoItems: DemoItem[] = [
  {
    key: 'khai-mac',
    title: 'Khai mạc; thông qua chương trình kỳ họp; bầu Thư ký kỳ họp và Ban kiểm phiếu',
    presenter: 'Lương Thế Hiển, Chủ tịch HĐND tỉnh',
    minutes: 45,
    startsAt: '2026-12-09T08:00:00+07:00',
  },
  {
    key: 'kinh-te-xa-hoi',
    title: 'Báo cáo kinh tế - xã hội năm 2026; Kế hoạch phát triển kinh tế - xã hội năm 2027',
    presenter: 'Nguyễn Hoài Đức, Chủ tịch UBND tỉnh',
    minutes: 45,
    startsAt: '2026-12-09T08:45:00+07:00',
  },
  {
    key: 'ngan-sach',
    title: 'Dự toán thu, chi ngân sách địa phương và phân bổ ngân sách cấp tỉnh năm 2027',
    presenter: 'Lê Thị Ánh Tuyết, Phó Chủ tịch UBND tỉnh',
    minutes: 45,
    startsAt: '2026-12-09T09:30:00+07:00',
  },
  {
    key: 'dau-tu-cong',
    title: 'Kế hoạch đầu tư công năm 2027; điều chỉnh, bổ sung Kế hoạch đầu tư công trung hạn 2026 - 2030',
    presenter: 'Trần Đăng Khôi, Giám đốc Sở Tài chính',
    minutes: 60,
    startsAt: '2026-12-09T10:15:00+07:00',
  },
  {
    key: 'bang-gia-dat',
    title: 'Sửa đổi, bổ sung Bảng giá đất trên địa bàn tỉnh từ ngày 01 tháng 01 năm 2027',
    presenter: 'Giám đốc Sở Nông nghiệp và Môi trường',
    minutes: 60,
    startsAt: '2026-12-10T08:00:00+07:00',
  },
  {
    key: 'giao-duc',
    title: 'Chính sách hỗ trợ bữa ăn trưa cho trẻ em mẫu giáo và học sinh tiểu học',
    presenter: 'Giám đốc Sở Giáo dục và Đào tạo',
    minutes: 60,
    startsAt: '2026-12-10T09:00:00+07:00',
  },
  {
    key: 'chat-van',
    title: 'Chất vấn và trả lời chất vấn; kết quả giải quyết kiến nghị của cử tri',
    presenter: 'Chủ tọa kỳ họp',
    minutes: 180,
    startsAt: '2026-12-10T13:30:00+07:00',
  },
  {
    key: 'nhan-su',
    title: 'Bầu bổ sung Ủy viên UBND tỉnh; biểu quyết thông qua các nghị quyết; bế mạc',
    presenter: 'Chủ tọa kỳ họp; Ban kiểm phiếu',
    minutes: 150,
    startsAt: '2026-12-11T08:00:00+07:00',
  },
]

/**
 * Names to sign in with. `chutoa`, `phochutoa1`, `phochutoa2` belong to the same people as db001 to db003: one person,
 * two sign-ins, one vote.
 */
export const demoAccounts: DemoAccount[] = [
  ...(['chutoa', 'phochutoa1', 'phochutoa2'] as const).flatMap((username, at) =>
    demoDelegates.slice(at, at + 1).map(({ person, name, position }): DemoAccount => ({
      username,
      person,
      name,
      role: 'chair',
      label: position,
    })),
  ),
  ...[...demoSecretariat, ...demoGuests, ...demoHelpers].map(
    ({ person, name, position, roles }): DemoAccount => ({
      username: person,
      person,
      name,
      role: roles[0] ?? 'guest',
      label: position,
    }),
  ),
  ...demoDelegates.map(({ person, name, position }): DemoAccount => ({
    username: person,
    person,
    name,
    role: 'delegate',
    label: position,
  })),
]

/** One rule for all demo accounts, printed at the start: "Demo@2026-" and the user name. Never for a real house. */
export const demoPassword = (username: string): string => `Demo@2026-${username}`
