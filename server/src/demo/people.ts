/**
 * Who is who in the demo: the fictional province of An Phú, its 65 delegates in 8 groups, the people who present and
 * sign. Names are invented; plain data, nothing derived from the clock.
 */
export const province = {
  name: 'An Phú',
  council: 'Hội đồng nhân dân tỉnh An Phú',
  committee: 'Ủy ban nhân dân tỉnh An Phú',
  term: 'XI',
  years: '2026-2031',
} as const

export type SignerKey =
  | 'chairCouncil'
  | 'chairCommittee'
  | 'viceCommittee'
  | 'headBudget'
  | 'headLegal'
  | 'headCulture'
  | 'clerkCouncil'
  | 'sealCouncil'
  | 'sealCommittee'
  | 'sealOffice'
  | 'expired'
  | 'revoked'

export type SignerPerson = {
  key: SignerKey
  kind: 'person' | 'agency'
  name: string
  organisation: string
  unit?: string
  title?: string
  mail: string
  keyType: 'rsa2048' | 'rsa3072' | 'p256'
  state: 'good' | 'expired' | 'revoked'
}

const council = 'Hội đồng nhân dân tỉnh An Phú'
const committee = 'Ủy ban nhân dân tỉnh An Phú'

export const signerPeople: SignerPerson[] = [
  {
    key: 'chairCouncil',
    kind: 'person',
    name: 'Lương Thế Hiển',
    organisation: council,
    title: 'Chủ tịch',
    mail: 'hienlt@anphu.demo.invalid',
    keyType: 'rsa2048',
    state: 'good',
  },
  {
    key: 'chairCommittee',
    kind: 'person',
    name: 'Nguyễn Hoài Đức',
    organisation: committee,
    title: 'Chủ tịch',
    mail: 'ducnh@anphu.demo.invalid',
    keyType: 'rsa2048',
    state: 'good',
  },
  {
    key: 'viceCommittee',
    kind: 'person',
    name: 'Lê Thị Ánh Tuyết',
    organisation: committee,
    title: 'Phó Chủ tịch',
    mail: 'tuyetlta@anphu.demo.invalid',
    keyType: 'p256',
    state: 'good',
  },
  {
    key: 'headBudget',
    kind: 'person',
    name: 'Đỗ Xuân Lộc',
    organisation: council,
    unit: 'Ban Kinh tế - Ngân sách',
    title: 'Trưởng Ban',
    mail: 'locdx@anphu.demo.invalid',
    keyType: 'rsa2048',
    state: 'good',
  },
  {
    key: 'headLegal',
    kind: 'person',
    name: 'Bùi Khắc Nghĩa',
    organisation: council,
    unit: 'Ban Pháp chế',
    title: 'Trưởng Ban',
    mail: 'nghiabk@anphu.demo.invalid',
    keyType: 'rsa2048',
    state: 'good',
  },
  {
    key: 'headCulture',
    kind: 'person',
    name: 'Cao Thị Diễm Phúc',
    organisation: council,
    unit: 'Ban Văn hóa - Xã hội',
    title: 'Trưởng Ban',
    mail: 'phucctd@anphu.demo.invalid',
    keyType: 'rsa3072',
    state: 'good',
  },
  {
    key: 'clerkCouncil',
    kind: 'person',
    name: 'Tạ Minh Quang',
    organisation: council,
    unit: 'Văn phòng Đoàn ĐBQH và HĐND tỉnh',
    title: 'Chánh Văn phòng, Thư ký kỳ họp',
    mail: 'quangtm@anphu.demo.invalid',
    keyType: 'rsa2048',
    state: 'good',
  },
  {
    key: 'sealCouncil',
    kind: 'agency',
    name: 'HỘI ĐỒNG NHÂN DÂN TỈNH AN PHÚ',
    organisation: 'Tỉnh An Phú',
    mail: 'vanthu.hdnd@anphu.demo.invalid',
    keyType: 'rsa3072',
    state: 'good',
  },
  {
    key: 'sealCommittee',
    kind: 'agency',
    name: 'ỦY BAN NHÂN DÂN TỈNH AN PHÚ',
    organisation: 'Tỉnh An Phú',
    mail: 'vanthu.ubnd@anphu.demo.invalid',
    keyType: 'rsa3072',
    state: 'good',
  },
  {
    key: 'sealOffice',
    kind: 'agency',
    name: 'SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG TỈNH AN PHÚ',
    organisation: committee,
    mail: 'vanthu.snnmt@anphu.demo.invalid',
    keyType: 'rsa3072',
    state: 'good',
  },
  {
    key: 'expired',
    kind: 'person',
    name: 'Lâm Hoàng Phi',
    organisation: committee,
    unit: 'Sở Tài chính',
    title: 'Giám đốc',
    mail: 'philh@anphu.demo.invalid',
    keyType: 'rsa2048',
    state: 'expired',
  },
  {
    key: 'revoked',
    kind: 'person',
    name: 'Trương Công Nhân',
    organisation: committee,
    unit: 'Sở Giáo dục và Đào tạo',
    title: 'Giám đốc',
    mail: 'nhantc@anphu.demo.invalid',
    keyType: 'rsa2048',
    state: 'revoked',
  },
]
