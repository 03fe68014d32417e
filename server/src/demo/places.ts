/**
 * The fictional province: 8 areas, each the constituency of one group of delegates (tổ), with their communes, wards
 * and one special zone (two-tier local government: no districts). Names are invented; none means a real place.
 */
export type Area = { key: string; name: string; communes: string[] }

export const areas: Area[] = [
  {
    key: 'to-1',
    name: 'khu vực trung tâm Phú Thành',
    communes: [
      'phường Phú Thành',
      'phường Tân Thịnh',
      'phường Đông Hòa',
      'phường Bến Đá',
      'phường Lê Lợi',
      'xã Long Điền',
      'xã Tân Phước',
      'xã Hòa Mỹ',
      'xã An Bình',
    ],
  },
  {
    key: 'to-2',
    name: 'khu vực ven biển Hải Châu',
    communes: [
      'phường Hải Châu',
      'phường Cửa Lạch',
      'xã Hải Vân',
      'xã Hải Thượng',
      'xã Mỹ Hải',
      'xã Cồn Nổi',
      'xã Bãi Dài',
      'xã Phước Hải',
      'đặc khu Hòn Ngang',
    ],
  },
  {
    key: 'to-3',
    name: 'khu vực công nghiệp Thạnh Đức',
    communes: [
      'phường Thạnh Đức',
      'phường Tân Hưng',
      'phường Bình Chánh',
      'xã Thạnh Lợi',
      'xã Phú Cường',
      'xã Đức Thắng',
      'xã Long Sơn',
      'xã Hiệp Hòa',
      'xã Tân Lập',
    ],
  },
  {
    key: 'to-4',
    name: 'khu vực đồng bằng Vĩnh Trạch',
    communes: [
      'phường Vĩnh Trạch',
      'xã Vĩnh Hòa',
      'xã Vĩnh Phú',
      'xã Đồng Quang',
      'xã Cẩm Giàng',
      'xã Ninh Thượng',
      'xã Xuân Lãng',
      'xã Yên Khê',
      'xã Đại Nghĩa',
    ],
  },
  {
    key: 'to-5',
    name: 'khu vực trung du Sơn Dương',
    communes: [
      'phường Sơn Dương',
      'xã Suối Ngọc',
      'xã Đồi Chè',
      'xã Thanh Vân',
      'xã Trung Sơn',
      'xã Phúc Trạch',
      'xã Quảng Lộc',
      'xã Đá Bạc',
      'xã Hòa Lạc',
    ],
  },
  {
    key: 'to-6',
    name: 'khu vực miền núi Ea Rin',
    communes: [
      'xã Ea Rin',
      'xã Ea Tul',
      'xã Krông Nhe',
      'xã Đắk Sơ',
      'xã Buôn Chư',
      'xã Tà Nung',
      'xã Mường Lát Thượng',
      'xã Pa Cheo',
      'xã Sín Hồ',
    ],
  },
  {
    key: 'to-7',
    name: 'khu vực sông nước Cái Vồn',
    communes: [
      'phường Cái Vồn',
      'xã Mỹ Thuận',
      'xã Tân Long',
      'xã Trà Côn',
      'xã Rạch Gốc',
      'xã Nhơn Nghĩa',
      'xã Phong Mỹ',
      'xã Hậu Thạnh',
      'xã Thường Lạc',
    ],
  },
  {
    key: 'to-8',
    name: 'khu vực cửa khẩu Tịnh Biên Đông',
    communes: [
      'phường Tịnh An',
      'xã Biên Thượng',
      'xã Lộc Hưng',
      'xã Tân Cương',
      'xã Ô Lâm',
      'xã Vàm Cống',
      'xã Phước Chỉ',
      'xã Bến Sỏi',
      'xã Châu Thới',
    ],
  },
]

export const communes: { name: string; area: Area }[] = areas.flatMap((area) =>
  area.communes.map((name) => ({ name, area })),
)
