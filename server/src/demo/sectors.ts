/**
 * What the long report says about each field of public life: indicators with their usual range, and sentences with
 * gaps. Gaps: {nơi} an area, {xã} a commune, {số} a number, {tỷ lệ} a percentage, {tiền} an amount, {dự án} a project.
 */
export type Indicator = { name: string; unit: string; low: number; high: number; decimals: number }
export type Sector = {
  key: string
  name: string
  indicators: Indicator[]
  done: string[]
  weak: string[]
  next: string[]
}

const indicator = (name: string, unit: string, low: number, high: number, decimals = 0): Indicator => ({
  name,
  unit,
  low,
  high,
  decimals,
})

export const projects = [
  'tuyến đường liên xã',
  'trạm bơm tiêu úng',
  'trường tiểu học đạt chuẩn quốc gia mức độ 2',
  'trung tâm phục vụ hành chính công',
  'kè chống sạt lở bờ sông',
  'hồ chứa nước ngọt',
  'trạm y tế kết hợp phòng khám đa khoa',
  'cầu dân sinh thay cầu tạm',
  'khu tái định cư',
  'hệ thống cấp nước sạch tập trung',
  'chợ trung tâm',
  'nhà văn hóa đa năng',
]

export const sectors: Sector[] = [
  {
    key: 'nông nghiệp',
    name: 'Nông nghiệp, lâm nghiệp, thủy sản và xây dựng nông thôn mới',
    indicators: [
      indicator('Diện tích gieo trồng cây hằng năm', 'ha', 420, 6800),
      indicator('Sản lượng lương thực có hạt', 'tấn', 900, 31000),
      indicator('Sản lượng thủy sản nuôi trồng', 'tấn', 60, 9400),
      indicator('Tỷ lệ che phủ rừng', '%', 4, 68, 1),
    ],
    done: [
      'Sản xuất nông nghiệp trên địa bàn {nơi} cơ bản ổn định; diện tích gieo trồng đạt {số} ha, bằng {tỷ lệ} kế hoạch; mô hình liên kết sản xuất gắn với tiêu thụ sản phẩm tại {xã} được nhân rộng thêm {ít} hợp tác xã.',
      'Công tác phòng, chống dịch tả lợn châu Phi, cúm gia cầm được triển khai chủ động; {xã} hoàn thành tiêm phòng cho {số} con gia súc, gia cầm, đạt {tỷ lệ} tổng đàn thuộc diện tiêm.',
      'Chương trình mỗi xã một sản phẩm (OCOP) tiếp tục phát huy hiệu quả, {nơi} có thêm {ít} sản phẩm được công nhận từ 3 sao trở lên, trong đó {xã} có sản phẩm tiềm năng 5 sao.',
      'Đến cuối năm, {xã} hoàn thành 19/19 tiêu chí nông thôn mới nâng cao; hệ thống kênh mương được kiên cố hóa {ít} km, bảo đảm tưới tiêu chủ động cho {số} ha.',
    ],
    weak: [
      'Tình trạng xâm nhập mặn và hạn cục bộ làm giảm năng suất khoảng {số} ha lúa tại {xã}; việc chuyển đổi cơ cấu cây trồng còn chậm.',
      'Liên kết giữa doanh nghiệp và nông dân ở {nơi} thiếu bền vững; tỷ lệ nông sản tiêu thụ qua hợp đồng mới đạt {tỷ lệ}.',
    ],
    next: [
      'Mở rộng vùng sản xuất tập trung ứng dụng công nghệ cao tại {xã}, phấn đấu năm 2027 đạt {số} ha; cấp mã số vùng trồng cho {tỷ lệ} diện tích cây ăn quả.',
      'Rà soát, nâng cấp hồ chứa, trạm bơm tại {xã}, bảo đảm an toàn trước mùa mưa bão năm 2027.',
    ],
  },
  {
    key: 'công nghiệp',
    name: 'Công nghiệp, xây dựng và phát triển khu, cụm công nghiệp',
    indicators: [
      indicator('Giá trị sản xuất công nghiệp', 'tỷ đồng', 12, 4600, 1),
      indicator('Số lao động trong doanh nghiệp công nghiệp', 'người', 80, 14200),
      indicator('Tỷ lệ lấp đầy cụm công nghiệp', '%', 22, 98, 1),
    ],
    done: [
      'Giá trị sản xuất công nghiệp của {nơi} ước đạt {tiền}, tăng {tăng} so với cùng kỳ; công nghiệp chế biến, chế tạo tiếp tục là động lực tăng trưởng.',
      'Cụm công nghiệp tại {xã} thu hút thêm {ít} dự án với tổng vốn đăng ký {tiền}, giải quyết việc làm cho {số} lao động địa phương.',
      'Công tác khuyến công hỗ trợ {ít} cơ sở công nghiệp nông thôn ở {xã} đổi mới thiết bị, tiết kiệm năng lượng bình quân {tăng}.',
      'Lưới điện trung, hạ thế tại {nơi} được đầu tư nâng cấp, tỷ lệ tổn thất điện năng giảm còn {tăng}.',
    ],
    weak: [
      'Hạ tầng xử lý nước thải của cụm công nghiệp tại {xã} chưa đồng bộ; mới có {tỷ lệ} cơ sở đấu nối vào hệ thống thu gom tập trung.',
      'Một số dự án tại {nơi} chậm tiến độ do vướng mắc về giải phóng mặt bằng, diện tích chưa bàn giao còn {số} m².',
    ],
    next: [
      'Hoàn thành giải phóng mặt bằng giai đoạn 2 cụm công nghiệp tại {xã} trong quý II năm 2027, diện tích {ít} ha.',
      'Kêu gọi đầu tư {ít} dự án công nghiệp hỗ trợ, ưu tiên công nghệ sạch, vào địa bàn {nơi}.',
    ],
  },
  {
    key: 'thương mại',
    name: 'Thương mại, dịch vụ, xuất nhập khẩu',
    indicators: [
      indicator('Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ', 'tỷ đồng', 30, 3900, 1),
      indicator('Số chợ, siêu thị, cửa hàng tiện lợi', 'cơ sở', 2, 64),
      indicator('Số hộ kinh doanh đang hoạt động', 'hộ', 110, 5200),
    ],
    done: [
      'Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ tiêu dùng tại {nơi} ước đạt {tiền}, tăng {tăng}; nguồn hàng thiết yếu dồi dào, không xảy ra tình trạng khan hiếm cục bộ.',
      'Chợ trung tâm {xã} được chuyển đổi mô hình quản lý, {tỷ lệ} hộ tiểu thương thực hiện thanh toán không dùng tiền mặt.',
      'Lực lượng chức năng kiểm tra {số} vụ, xử lý {ít} vụ buôn lậu, gian lận thương mại và hàng giả trên địa bàn {nơi}.',
      'Kim ngạch xuất khẩu của các doanh nghiệp đóng tại {xã} ước đạt {số} nghìn USD, chủ yếu là thủy sản chế biến, hàng dệt may và đồ gỗ.',
    ],
    weak: [
      'Hạ tầng thương mại ở {xã} còn thiếu; {ít} chợ xuống cấp chưa được cải tạo theo kế hoạch.',
      'Sản phẩm xuất khẩu của {nơi} chủ yếu ở dạng sơ chế, giá trị gia tăng thấp.',
    ],
    next: [
      'Hỗ trợ {số} hộ kinh doanh tại {xã} tham gia sàn thương mại điện tử, sử dụng hóa đơn điện tử khởi tạo từ máy tính tiền.',
      'Cải tạo, nâng cấp {ít} chợ nông thôn trên địa bàn {nơi} từ nguồn xã hội hóa.',
    ],
  },
  {
    key: 'du lịch',
    name: 'Du lịch và dịch vụ lưu trú',
    indicators: [
      indicator('Lượt khách du lịch', 'lượt', 300, 412000),
      indicator('Doanh thu du lịch', 'tỷ đồng', 0.4, 870, 1),
      indicator('Số buồng lưu trú', 'buồng', 0, 2600),
    ],
    done: [
      'Lượng khách đến {nơi} đạt {số} lượt, tăng {tăng}; thời gian lưu trú bình quân được cải thiện nhờ các sản phẩm du lịch cộng đồng tại {xã}.',
      'Lễ hội truyền thống tại {xã} được tổ chức an toàn, tiết kiệm, thu hút {số} lượt người tham dự.',
      'Đã xếp hạng, thẩm định {ít} cơ sở lưu trú; {tỷ lệ} cơ sở tại {nơi} kê khai giá và niêm yết giá đúng quy định.',
      'Tuyến du lịch sinh thái kết nối {xã} với trung tâm tỉnh được đưa vào khai thác, bước đầu tạo thu nhập cho {số} hộ dân.',
    ],
    weak: [
      'Sản phẩm du lịch của {nơi} còn trùng lặp, thiếu dịch vụ về đêm; nhân lực được đào tạo chuyên ngành mới đạt {tỷ lệ}.',
      'Hạ tầng giao thông vào khu du lịch {xã} xuống cấp, ảnh hưởng đến việc đón khách đoàn.',
    ],
    next: [
      'Xây dựng {ít} điểm du lịch cộng đồng đạt chuẩn OCOP tại {nơi}; tổ chức bồi dưỡng cho {số} lao động.',
      'Hoàn thành quy hoạch phân khu du lịch tại {xã}, trình phê duyệt trước tháng 6 năm 2027.',
    ],
  },
  {
    key: 'giao thông',
    name: 'Giao thông vận tải và kết cấu hạ tầng',
    indicators: [
      indicator('Chiều dài đường nhựa, bê tông hóa', 'km', 12, 168, 1),
      indicator('Tỷ lệ đường xã được cứng hóa', '%', 52, 100, 1),
      indicator('Số vụ tai nạn giao thông', 'vụ', 0, 38),
    ],
    done: [
      'Toàn {nơi} đã cứng hóa thêm {ít} km đường giao thông nông thôn; {xã} huy động Nhân dân hiến {số} m² đất làm đường.',
      'Dự án tuyến đường liên xã qua {xã} hoàn thành vượt tiến độ {ít} ngày, giá trị khối lượng thực hiện {tiền}.',
      'Tai nạn giao thông trên địa bàn {nơi} giảm cả ba tiêu chí; xử lý {số} trường hợp vi phạm nồng độ cồn, tải trọng.',
      'Công tác duy tu, bảo dưỡng được thực hiện thường xuyên; đã sửa chữa {số} m² mặt đường hư hỏng tại {xã}.',
    ],
    weak: [
      'Tuyến đường kết nối {xã} với quốc lộ thường xuyên ngập sâu từ 0,3 đến 0,5 m khi mưa lớn, ảnh hưởng đến việc đi lại của {số} hộ dân.',
      'Tiến độ giải phóng mặt bằng {dự án} tại {nơi} chậm so với yêu cầu.',
    ],
    next: [
      'Khởi công cầu và đường dẫn tại {xã} với tổng mức đầu tư {tiền} trong quý I năm 2027.',
      'Xóa {ít} cầu tạm, điểm đen tai nạn giao thông trên địa bàn {nơi}.',
    ],
  },
  {
    key: 'đầu tư',
    name: 'Đầu tư công và thu hút đầu tư',
    indicators: [
      indicator('Kế hoạch vốn đầu tư công', 'triệu đồng', 4200, 186000),
      indicator('Tỷ lệ giải ngân', '%', 58, 101, 1),
      indicator('Số dự án đang triển khai', 'dự án', 2, 31),
    ],
    done: [
      'Đến hết tháng 11, {nơi} giải ngân {tiền}, đạt {tỷ lệ} kế hoạch vốn; {xã} là đơn vị có tỷ lệ giải ngân cao nhất khu vực.',
      'Đã phê duyệt quyết toán {ít} dự án hoàn thành tại {xã}, tiết kiệm cho ngân sách {tiền}.',
      'Tổ công tác tháo gỡ khó khăn đã làm việc trực tiếp tại {nơi}, giải quyết {ít} vướng mắc về thủ tục đất đai, vật liệu san lấp.',
      'Trên địa bàn {xã} có thêm {ít} dự án đầu tư ngoài ngân sách được chấp thuận chủ trương với tổng vốn {tiền}.',
    ],
    weak: [
      'Tỷ lệ giải ngân của {ít} dự án tại {xã} dưới 60% do năng lực nhà thầu hạn chế và giá vật liệu tăng {tăng}.',
      'Công tác chuẩn bị đầu tư ở {nơi} chưa kỹ, {ít} dự án phải điều chỉnh chủ trương đầu tư.',
    ],
    next: [
      'Giao kế hoạch vốn năm 2027 cho {nơi} ngay từ đầu năm, phấn đấu giải ngân trên 95% trước ngày 31 tháng 01 năm 2028.',
      'Tập trung hoàn thành thủ tục chuẩn bị đầu tư {dự án} tại {xã}.',
    ],
  },
  {
    key: 'ngân sách',
    name: 'Tài chính, ngân sách và hoạt động tín dụng',
    indicators: [
      indicator('Thu ngân sách trên địa bàn', 'triệu đồng', 2600, 412000),
      indicator('Chi ngân sách', 'triệu đồng', 38000, 296000),
      indicator('Dư nợ tín dụng chính sách', 'triệu đồng', 9000, 142000),
    ],
    done: [
      'Thu ngân sách nhà nước trên địa bàn {nơi} ước đạt {tiền}, bằng {tỷ lệ} dự toán; thu tiền sử dụng đất tại {xã} vượt dự toán {tăng}.',
      'Chi ngân sách bảo đảm đúng chế độ, ưu tiên an sinh xã hội; {xã} tiết kiệm chi thường xuyên {tiền}.',
      'Ngân hàng Chính sách xã hội giải ngân cho {số} lượt hộ nghèo và đối tượng chính sách vay vốn tại {nơi}.',
      'Công tác quản lý nợ thuế được tăng cường; thu hồi {tiền} nợ đọng của các doanh nghiệp tại {xã}.',
    ],
    weak: [
      'Nguồn thu của {xã} thiếu bền vững, phụ thuộc lớn vào tiền sử dụng đất; tỷ lệ tự cân đối mới đạt {tỷ lệ}.',
      'Việc xử lý tài sản công dôi dư sau sắp xếp đơn vị hành chính tại {nơi} còn chậm, hiện còn {ít} cơ sở nhà, đất chưa có phương án.',
    ],
    next: [
      'Phấn đấu tăng thu ngân sách trên địa bàn {nơi} tối thiểu {tăng} so với ước thực hiện năm 2026.',
      'Hoàn thành phương án xử lý {ít} cơ sở nhà, đất dôi dư tại {xã} trong quý III năm 2027.',
    ],
  },
  {
    key: 'giáo dục',
    name: 'Giáo dục và đào tạo',
    indicators: [
      indicator('Số học sinh phổ thông', 'học sinh', 420, 9800),
      indicator('Tỷ lệ trường đạt chuẩn quốc gia', '%', 38, 100, 1),
      indicator('Số phòng học kiên cố', 'phòng', 24, 410),
    ],
    done: [
      'Năm học 2025 - 2026, {nơi} có {số} học sinh hoàn thành chương trình trung học cơ sở; tỷ lệ tốt nghiệp trung học phổ thông đạt {tỷ lệ}.',
      'Đưa vào sử dụng trường tiểu học đạt chuẩn quốc gia mức độ 2 tại {xã} với {ít} phòng học, kinh phí {tiền}.',
      '{xã} duy trì phổ cập giáo dục mầm non cho trẻ em 5 tuổi; {tỷ lệ} trường tiểu học tổ chức dạy học 2 buổi/ngày.',
      'Đã tuyển dụng {ít} giáo viên cho các trường trên địa bàn {nơi}, từng bước khắc phục tình trạng thiếu giáo viên tiếng Anh, tin học.',
    ],
    weak: [
      'Các trường tại {xã} còn thiếu {ít} giáo viên so với định mức; cơ sở vật chất bán trú chưa đáp ứng nhu cầu của {số} học sinh.',
      'Chất lượng giáo dục giữa {xã} và khu vực trung tâm còn chênh lệch.',
    ],
    next: [
      'Đầu tư xây dựng {ít} phòng học, nhà bán trú tại {xã}, ưu tiên vùng đồng bào dân tộc thiểu số.',
      'Thực hiện chính sách hỗ trợ bữa ăn trưa cho {số} trẻ em mẫu giáo và học sinh tiểu học của {nơi}.',
    ],
  },
  {
    key: 'y tế',
    name: 'Y tế, dân số và chăm sóc sức khỏe Nhân dân',
    indicators: [
      indicator('Tỷ lệ dân số tham gia bảo hiểm y tế', '%', 88, 99, 2),
      indicator('Số lượt khám, chữa bệnh', 'lượt', 2100, 84000),
      indicator('Số giường bệnh trên 10.000 dân', 'giường', 8, 42, 1),
    ],
    done: [
      'Các cơ sở y tế tại {nơi} khám, chữa bệnh cho {số} lượt người; tỷ lệ hài lòng của người bệnh đạt {tỷ lệ}.',
      'Trạm y tế {xã} triển khai hồ sơ sức khỏe điện tử cho {tỷ lệ} người dân, kết nối khám, chữa bệnh từ xa với Bệnh viện đa khoa tỉnh.',
      'Dịch sốt xuất huyết tại {nơi} được kiểm soát, ghi nhận {số} ca mắc, giảm {tăng} so với năm trước, không có tử vong.',
      'Công tác an toàn thực phẩm được tăng cường; kiểm tra {số} cơ sở tại {xã}, xử phạt {ít} cơ sở vi phạm.',
    ],
    weak: [
      'Trạm y tế {xã} thiếu bác sĩ và trang thiết bị chẩn đoán; danh mục thuốc bảo hiểm y tế có thời điểm cung ứng chưa kịp thời.',
      'Tỷ lệ bao phủ bảo hiểm y tế của hộ cận nghèo tại {nơi} giảm {tăng} so với chỉ tiêu giao.',
    ],
    next: [
      'Sắp xếp, nâng cấp {ít} trạm y tế trên địa bàn {nơi}, bảo đảm mỗi trạm có ít nhất 03 bác sĩ.',
      'Tổ chức khám sức khỏe định kỳ miễn phí cho {số} người dân tại {xã} theo chủ trương của Trung ương.',
    ],
  },
  {
    key: 'an sinh',
    name: 'Lao động, việc làm, giảm nghèo và an sinh xã hội',
    indicators: [
      indicator('Tỷ lệ hộ nghèo đa chiều', '%', 0.2, 16, 2),
      indicator('Số lao động được giải quyết việc làm', 'người', 60, 2900),
      indicator('Số người hưởng trợ cấp xã hội hằng tháng', 'người', 180, 3600),
    ],
    done: [
      'Tỷ lệ hộ nghèo của {nơi} giảm còn {tăng}; riêng {xã} có {ít} hộ tự nguyện viết đơn xin thoát nghèo.',
      'Hoàn thành xóa {ít} nhà tạm, nhà dột nát tại {xã} với tổng kinh phí {tiền}, vượt tiến độ đề ra.',
      'Đã giải quyết việc làm cho {số} lao động, đưa {ít} lao động của {nơi} đi làm việc ở nước ngoài theo hợp đồng.',
      'Chi trả trợ cấp xã hội qua tài khoản cho {tỷ lệ} đối tượng tại {xã}.',
    ],
    weak: [
      'Kết quả giảm nghèo tại {xã} chưa bền vững, nguy cơ tái nghèo do thiên tai còn cao.',
      'Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ của {nơi} mới đạt {tăng}.',
    ],
    next: [
      'Đào tạo nghề cho {số} lao động nông thôn, ưu tiên lao động thuộc hộ nghèo tại {xã}.',
      'Phấn đấu giảm tỷ lệ hộ nghèo đa chiều của {nơi} từ 1,0 đến 1,5 điểm phần trăm.',
    ],
  },
  {
    key: 'môi trường',
    name: 'Tài nguyên, môi trường và phòng, chống thiên tai',
    indicators: [
      indicator('Tỷ lệ chất thải rắn sinh hoạt được thu gom, xử lý', '%', 61, 99, 1),
      indicator('Số giấy chứng nhận quyền sử dụng đất đã cấp', 'giấy', 90, 4300),
      indicator('Tỷ lệ hộ sử dụng nước sạch', '%', 48, 100, 1),
    ],
    done: [
      'Hoàn thành làm sạch, số hóa {số} thửa đất tại {nơi} trong chiến dịch làm giàu, làm sạch cơ sở dữ liệu đất đai.',
      'Tỷ lệ chất thải rắn sinh hoạt được phân loại tại nguồn ở {xã} đạt {tỷ lệ}; xóa {ít} điểm tập kết rác tự phát.',
      'Chủ động sơ tán {số} hộ dân vùng xung yếu tại {xã} trước bão số 9; thiệt hại về tài sản ước {tiền}.',
      'Hệ thống quan trắc tự động tại {nơi} vận hành ổn định, truyền dữ liệu liên tục {tỷ lệ} thời gian.',
    ],
    weak: [
      'Sạt lở bờ sông, bờ biển tại {xã} diễn biến phức tạp với chiều dài {số} m, đe dọa {ít} hộ dân.',
      'Tình trạng khai thác cát, sỏi trái phép ở {nơi} chưa được xử lý dứt điểm.',
    ],
    next: [
      'Đầu tư kè chống sạt lở dài {số} m tại {xã}, tổng mức đầu tư {tiền}, hoàn thành trước mùa lũ.',
      'Hoàn thành cấp giấy chứng nhận lần đầu cho {số} thửa đất đủ điều kiện của {nơi}.',
    ],
  },
  {
    key: 'chuyển đổi số',
    name: 'Khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số',
    indicators: [
      indicator('Tỷ lệ hồ sơ trực tuyến toàn trình', '%', 54, 99, 1),
      indicator('Tỷ lệ thanh toán trực tuyến', '%', 41, 97, 1),
      indicator('Số tổ công nghệ số cộng đồng', 'tổ', 4, 46),
    ],
    done: [
      'Trung tâm phục vụ hành chính công {xã} tiếp nhận {số} hồ sơ, giải quyết đúng và trước hạn {tỷ lệ}.',
      'Phong trào "Bình dân học vụ số" tại {nơi} thu hút {số} lượt người tham gia; mỗi thôn, tổ dân phố đều có tổ công nghệ số cộng đồng.',
      'Hạ tầng 5G phủ đến trung tâm {xã}; {tỷ lệ} hộ gia đình có kết nối internet cáp quang.',
      'Sở Khoa học và Công nghệ nghiệm thu {ít} nhiệm vụ nghiên cứu ứng dụng triển khai tại {nơi}.',
    ],
    weak: [
      'Thiết bị số hóa tại {xã} xuống cấp; {ít} phần mềm chuyên ngành chưa liên thông, cán bộ phải nhập liệu nhiều lần.',
      'Tỷ lệ người dân ở {nơi} tự nộp hồ sơ trực tuyến tại nhà mới đạt {tỷ lệ}.',
    ],
    next: [
      'Trang bị máy tính, máy quét cho {ít} điểm tiếp nhận hồ sơ của {xã}; bảo đảm an toàn thông tin theo cấp độ.',
      'Đưa kỳ họp không giấy vào nền nếp tại Hội đồng nhân dân các xã, phường của {nơi}.',
    ],
  },
  {
    key: 'văn hóa',
    name: 'Văn hóa, thể thao, gia đình và thông tin',
    indicators: [
      indicator('Tỷ lệ gia đình đạt chuẩn văn hóa', '%', 82, 98, 1),
      indicator('Số di tích được xếp hạng', 'di tích', 0, 19),
      indicator('Số câu lạc bộ thể thao', 'câu lạc bộ', 3, 52),
    ],
    done: [
      'Tu bổ, tôn tạo {ít} di tích lịch sử - văn hóa tại {xã} bằng nguồn xã hội hóa {tiền}.',
      'Toàn {nơi} có {tỷ lệ} gia đình đạt danh hiệu "Gia đình văn hóa", {tỷ lệ} thôn, tổ dân phố đạt chuẩn.',
      'Giải bóng chuyền, bơi thuyền truyền thống tại {xã} thu hút {số} vận động viên không chuyên.',
      'Hệ thống truyền thanh thông minh được lắp đặt tại {xã} với {ít} cụm loa, bảo đảm thông tin đến từng khu dân cư.',
    ],
    weak: [
      'Thiết chế văn hóa sau sắp xếp đơn vị hành chính tại {nơi} chưa được khai thác hiệu quả.',
      'Kinh phí bảo tồn làng nghề tại {xã} còn hạn hẹp.',
    ],
    next: [
      'Xây dựng nhà văn hóa đa năng tại {xã} phục vụ sinh hoạt cộng đồng, kinh phí {tiền}.',
      'Lập hồ sơ khoa học đề nghị xếp hạng {ít} di tích trên địa bàn {nơi}.',
    ],
  },
  {
    key: 'quốc phòng',
    name: 'Quốc phòng, an ninh, trật tự an toàn xã hội và cải cách hành chính',
    indicators: [
      indicator('Tỷ lệ giao quân so với chỉ tiêu', '%', 100, 100, 1),
      indicator('Số vụ phạm pháp hình sự', 'vụ', 0, 61),
      indicator('Số đơn khiếu nại, tố cáo đã giải quyết', 'đơn', 0, 47),
    ],
    done: [
      'Hoàn thành 100% chỉ tiêu giao quân năm 2026; {xã} tổ chức diễn tập phòng thủ dân sự đạt loại giỏi.',
      'Phạm pháp hình sự trên địa bàn {nơi} giảm {tăng}; tỷ lệ điều tra, khám phá án đạt {tỷ lệ}.',
      'Tiếp {số} lượt công dân tại {xã}; giải quyết {tỷ lệ} đơn khiếu nại, tố cáo thuộc thẩm quyền.',
      'Cán bộ, công chức của {nơi} sau sắp xếp cơ bản ổn định; {tỷ lệ} thủ tục hành chính được thực hiện không phụ thuộc địa giới.',
    ],
    weak: [
      'Tội phạm lừa đảo trên không gian mạng tại {nơi} diễn biến phức tạp, thiệt hại ước {tiền}.',
      'Khối lượng công việc ở {xã} lớn, một số vị trí việc làm chuyên môn sâu về đất đai, xây dựng còn thiếu.',
    ],
    next: [
      'Bổ sung {ít} công chức có chuyên môn phù hợp cho {xã}; thực hiện đánh giá theo sản phẩm công việc.',
      'Xây dựng {nơi} thành địa bàn không ma túy theo lộ trình được duyệt.',
    ],
  },
]
