/**
 * The matters before the council, as plain text: grounds in law, need, aims, content, money, opinions, articles. The
 * same matter is told by three documents (tờ trình, báo cáo thẩm tra, dự thảo nghị quyết), so they agree.
 */
export type Topic = {
  key: string
  /** "về dự toán thu, chi ngân sách địa phương năm 2027" : completes "Nghị quyết …". */
  about: string
  laws: string[]
  need: string[]
  aims: string[]
  content: string[]
  money: string[]
  opinions: string[]
  articles: string[]
  table?: { title: string; columns: [string, number, 'left' | 'center' | 'right'][]; rows: string[][] }
}

const common = [
  'Luật Tổ chức chính quyền địa phương số 72/2025/QH15',
  'Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15 được sửa đổi, bổ sung bởi Luật số 87/2025/QH15',
]

export const topics: Topic[] = [
  {
    key: 'kinh-te-xa-hoi',
    about: 'về Kế hoạch phát triển kinh tế - xã hội năm 2027',
    laws: common,
    need: [
      'Năm 2027 là năm bản lề của Kế hoạch phát triển kinh tế - xã hội 5 năm 2026 - 2030. Việc ban hành Nghị quyết là cơ sở để các cấp, các ngành tổ chức thực hiện thống nhất, bám sát mục tiêu tăng trưởng hai con số trong giai đoạn 2026 - 2030.',
      'Tình hình thế giới và trong nước có nhiều thuận lợi, khó khăn đan xen; thiên tai, biến đổi khí hậu tác động trực tiếp đến sản xuất và đời sống Nhân dân, đòi hỏi hệ thống chỉ tiêu và giải pháp phải sát thực tiễn, có nguồn lực bảo đảm.',
    ],
    aims: [
      'Phấn đấu tốc độ tăng trưởng tổng sản phẩm trên địa bàn (GRDP) từ 9,0% trở lên, gắn với nâng cao chất lượng tăng trưởng và bảo vệ môi trường.',
      'Vận hành thông suốt, hiệu quả mô hình chính quyền địa phương hai cấp; lấy sự hài lòng của người dân, doanh nghiệp làm thước đo.',
    ],
    content: [
      'Thông qua 20 chỉ tiêu chủ yếu, gồm 07 chỉ tiêu kinh tế, 08 chỉ tiêu xã hội, 03 chỉ tiêu môi trường và 02 chỉ tiêu quốc phòng, an ninh.',
      'Xác định 09 nhóm nhiệm vụ, giải pháp, trong đó tập trung ba khâu đột phá: kết cấu hạ tầng giao thông liên vùng; nguồn nhân lực chất lượng cao; khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số.',
    ],
    money: [
      'Kinh phí thực hiện do ngân sách địa phương bảo đảm theo phân cấp và các nguồn huy động hợp pháp khác.',
    ],
    opinions: [
      'Ban cơ bản thống nhất với đánh giá của Ủy ban nhân dân tỉnh về kết quả năm 2026: 11/12 chỉ tiêu đạt và vượt; kim ngạch xuất khẩu đạt 99,4% kế hoạch do đơn hàng thủy sản giảm trong quý III.',
      'Đề nghị phân tích rõ hơn nguyên nhân chủ quan của việc giải ngân vốn đầu tư công chậm tại một số xã mới sắp xếp và trách nhiệm của người đứng đầu.',
      'Chỉ tiêu tỷ lệ hồ sơ trực tuyến toàn trình cần gắn với chất lượng phục vụ, tránh tình trạng cán bộ làm thay người dân.',
    ],
    articles: [
      'Thông qua Kế hoạch phát triển kinh tế - xã hội năm 2027 với các mục tiêu, chỉ tiêu, nhiệm vụ và giải pháp chủ yếu tại Phụ lục kèm theo.',
      'Giao Ủy ban nhân dân tỉnh tổ chức triển khai thực hiện Nghị quyết, định kỳ 06 tháng báo cáo Hội đồng nhân dân tỉnh.',
      'Thường trực Hội đồng nhân dân tỉnh, các Ban, các Tổ đại biểu và đại biểu Hội đồng nhân dân tỉnh giám sát việc thực hiện Nghị quyết.',
    ],
    table: {
      title: 'Một số chỉ tiêu chủ yếu năm 2027',
      columns: [
        ['STT', 0.7, 'center'],
        ['Chỉ tiêu', 4.5, 'left'],
        ['Đơn vị tính', 1.6, 'center'],
        ['Ước năm 2026', 1.5, 'right'],
        ['Kế hoạch 2027', 1.6, 'right'],
      ],
      rows: [
        ['1', 'Tốc độ tăng trưởng GRDP', '%', '8,37', 'từ 9,0'],
        ['2', 'GRDP bình quân đầu người', 'triệu đồng', '99,6', '110,5'],
        ['3', 'Thu ngân sách nhà nước trên địa bàn', 'tỷ đồng', '21.480,6', '22.900'],
        ['4', 'Tổng vốn đầu tư toàn xã hội', 'tỷ đồng', '46.912', '52.000'],
        ['5', 'Kim ngạch xuất khẩu', 'triệu USD', '1.938', '2.080'],
        ['6', 'Tỷ lệ đô thị hóa', '%', '42,3', '43,5'],
        ['7', 'Tỷ lệ lao động qua đào tạo', '%', '72,4', '74,0'],
        ['8', 'Mức giảm tỷ lệ hộ nghèo đa chiều', 'điểm %', '1,06', '0,8 - 1,0'],
        ['9', 'Tỷ lệ bao phủ bảo hiểm y tế', '%', '95,8', '96,3'],
        ['10', 'Tỷ lệ dân số nông thôn dùng nước sạch', '%', '81,2', '84,0'],
      ],
    },
  },
  {
    key: 'ngan-sach',
    about:
      'về dự toán thu ngân sách nhà nước, thu, chi ngân sách địa phương và phân bổ ngân sách cấp tỉnh năm 2027',
    laws: [...common, 'Luật Ngân sách nhà nước số 89/2025/QH15'],
    need: [
      'Theo Luật Ngân sách nhà nước, Hội đồng nhân dân cấp tỉnh quyết định dự toán ngân sách địa phương, phân bổ ngân sách cấp mình trước ngày 10 tháng 12 hằng năm. Dự toán năm 2027 được lập trên cơ sở tỷ lệ phần trăm phân chia các khoản thu ổn định và định mức phân bổ chi thường xuyên giai đoạn 2026 - 2030.',
      'Số thu năm 2026 vượt dự toán chủ yếu nhờ tiền sử dụng đất và thuế thu nhập doanh nghiệp; dự toán năm 2027 cần tính toán thận trọng, bảo đảm cân đối tích cực, bền vững.',
    ],
    aims: [
      'Bảo đảm chi tiền lương, các khoản có tính chất lương và chế độ an sinh xã hội; triệt để tiết kiệm chi thường xuyên ngay từ khâu dự toán.',
      'Ưu tiên chi đầu tư phát triển, dành tối thiểu 3% tổng chi cho khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số.',
    ],
    content: [
      'Tổng thu ngân sách nhà nước trên địa bàn 22.900 tỷ đồng, trong đó thu nội địa 19.650 tỷ đồng, thu từ hoạt động xuất, nhập khẩu 3.250 tỷ đồng.',
      'Tổng chi ngân sách địa phương 24.386 tỷ đồng, trong đó chi đầu tư phát triển 8.114 tỷ đồng, chi thường xuyên 15.372 tỷ đồng, dự phòng ngân sách 512 tỷ đồng.',
      'Bội chi ngân sách địa phương 186 tỷ đồng, bù đắp từ nguồn vay lại vốn vay nước ngoài của Chính phủ.',
    ],
    money: [
      'Nguồn cải cách tiền lương còn dư chuyển sang năm 2027 là 1.206 tỷ đồng, đủ thực hiện mức lương cơ sở theo quy định.',
    ],
    opinions: [
      'Hồ sơ trình bảo đảm thành phần theo quy định; số liệu giữa Tờ trình và các biểu mẫu cơ bản thống nhất.',
      'Đề nghị rà soát dự toán thu tiền sử dụng đất 3.400 tỷ đồng để bảo đảm tính khả thi, bởi 04 dự án chưa hoàn thành giải phóng mặt bằng.',
      'Thống nhất tăng mức bổ sung cân đối cho các xã miền núi khu vực Ea Rin; đề nghị làm rõ tiêu chí phân bổ cho đặc khu Hòn Ngang.',
    ],
    articles: [
      'Quyết định dự toán thu ngân sách nhà nước trên địa bàn năm 2027 là 22.900 tỷ đồng; tổng thu ngân sách địa phương được hưởng 24.200 tỷ đồng.',
      'Quyết định tổng chi ngân sách địa phương năm 2027 là 24.386 tỷ đồng; phân bổ ngân sách cấp tỉnh theo các phụ lục kèm theo.',
      'Giao Ủy ban nhân dân tỉnh giao dự toán cho từng cơ quan, đơn vị và số bổ sung cho từng xã, phường, đặc khu trước ngày 20 tháng 12 năm 2026.',
      'Thường trực Hội đồng nhân dân tỉnh, Ban Kinh tế - Ngân sách và các đại biểu Hội đồng nhân dân tỉnh giám sát việc thực hiện Nghị quyết.',
    ],
    table: {
      title: 'Cân đối ngân sách địa phương năm 2027 (tỷ đồng)',
      columns: [
        ['STT', 0.7, 'center'],
        ['Nội dung', 5, 'left'],
        ['Ước thực hiện 2026', 1.7, 'right'],
        ['Dự toán 2027', 1.6, 'right'],
        ['So sánh (%)', 1.2, 'right'],
      ],
      rows: [
        ['A', '**Tổng nguồn thu ngân sách địa phương**', '23.104', '24.200', '104,7'],
        ['1', 'Thu ngân sách địa phương hưởng theo phân cấp', '16.875', '17.640', '104,5'],
        ['2', 'Bổ sung cân đối từ ngân sách trung ương', '4.112', '4.112', '100,0'],
        ['3', 'Bổ sung có mục tiêu', '2.117', '2.448', '115,6'],
        ['B', '**Tổng chi ngân sách địa phương**', '23.295', '24.386', '104,7'],
        ['1', 'Chi đầu tư phát triển', '7.698', '8.114', '105,4'],
        ['2', 'Chi thường xuyên', '14.727', '15.372', '104,4'],
        ['3', 'Trả nợ lãi vay', '38', '42', '110,5'],
        ['4', 'Bổ sung quỹ dự trữ tài chính', '1', '1', '100,0'],
        ['5', 'Dự phòng ngân sách', '486', '512', '105,3'],
        ['6', 'Chi tạo nguồn cải cách tiền lương', '345', '345', '100,0'],
        ['C', '**Bội chi ngân sách địa phương**', '191', '186', '97,4'],
      ],
    },
  },
  {
    key: 'dau-tu-cong',
    about:
      'về Kế hoạch đầu tư công năm 2027 và điều chỉnh, bổ sung Kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030',
    laws: [
      ...common,
      'Luật Đầu tư công số 58/2024/QH15 được sửa đổi, bổ sung bởi Luật số 90/2025/QH15',
      'Luật Ngân sách nhà nước số 89/2025/QH15',
    ],
    need: [
      'Kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030 được thông qua tại kỳ họp thứ Nhất; sau một năm thực hiện, có 14 dự án cần điều chỉnh quy mô, 09 dự án cấp bách về phòng, chống sạt lở cần bổ sung.',
      'Việc giao kế hoạch vốn năm 2027 ngay tại kỳ họp cuối năm giúp các chủ đầu tư chủ động hoàn thành thủ tục, giải ngân ngay từ tháng đầu năm.',
    ],
    aims: [
      'Bố trí vốn tập trung, không dàn trải; ưu tiên dự án hoàn thành, dự án chuyển tiếp đúng tiến độ, thanh toán dứt điểm nợ đọng xây dựng cơ bản.',
      'Mỗi dự án khởi công mới phải đủ thủ tục, có mặt bằng tối thiểu 70%.',
    ],
    content: [
      'Tổng kế hoạch vốn đầu tư công năm 2027 là 8.114 tỷ đồng, gồm vốn cân đối ngân sách địa phương 5.020 tỷ đồng, vốn ngân sách trung ương 2.614 tỷ đồng, vốn xổ số kiến thiết 480 tỷ đồng.',
      'Bổ sung 09 dự án phòng, chống sạt lở, tổng mức đầu tư 612 tỷ đồng; điều chỉnh tăng vốn 06 dự án, giảm vốn 08 dự án.',
    ],
    money: [
      'Tổng vốn điều chỉnh, bổ sung nằm trong khả năng cân đối của kế hoạch trung hạn, không vượt mức dự phòng 10%.',
    ],
    opinions: [
      'Ban đề nghị làm rõ khả năng hấp thụ vốn của dự án đường ven biển đoạn Cửa Lạch - Bãi Dài, bởi đến ngày 31 tháng 10 năm 2026 mới giải ngân 41,6%.',
      'Nhất trí bổ sung 09 dự án sạt lở; đề nghị xếp thứ tự ưu tiên theo mức độ nguy hiểm và số hộ dân bị ảnh hưởng.',
    ],
    articles: [
      'Thông qua Kế hoạch đầu tư công năm 2027 với tổng vốn 8.114 tỷ đồng.',
      'Điều chỉnh, bổ sung Kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030 theo Phụ lục kèm theo.',
      'Giao Ủy ban nhân dân tỉnh chịu trách nhiệm về tính chính xác của số liệu, giao kế hoạch vốn chi tiết trước ngày 31 tháng 12 năm 2026.',
    ],
    table: {
      title: 'Các dự án trọng điểm bố trí vốn năm 2027 (tỷ đồng)',
      columns: [
        ['STT', 0.7, 'center'],
        ['Danh mục dự án', 5.2, 'left'],
        ['Tổng mức đầu tư', 1.5, 'right'],
        ['Lũy kế đến 2026', 1.5, 'right'],
        ['Kế hoạch 2027', 1.4, 'right'],
      ],
      rows: [
        ['1', 'Đường ven biển đoạn Cửa Lạch - Bãi Dài', '2.480', '1.032', '620'],
        ['2', 'Cầu Rạch Gốc 2 và đường dẫn', '640', '212', '240'],
        ['3', 'Bệnh viện đa khoa khu vực Sơn Dương', '518', '96', '180'],
        ['4', 'Kè chống sạt lở sông Vĩnh đoạn qua xã Đồng Quang', '236', '40', '118'],
        ['5', 'Trường phổ thông nội trú liên cấp xã Pa Cheo', '198', '20', '105'],
        ['6', 'Hồ chứa nước ngọt đặc khu Hòn Ngang', '164', '58', '84'],
        ['7', 'Hạ tầng khu tái định cư xã Long Sơn', '112', '35', '52'],
        ['8', 'Trung tâm dữ liệu và điều hành thông minh của tỉnh', '145', '22', '76'],
      ],
    },
  },
  {
    key: 'bang-gia-dat',
    about: 'về sửa đổi, bổ sung Bảng giá đất trên địa bàn tỉnh áp dụng từ ngày 01 tháng 01 năm 2027',
    laws: [...common, 'Luật Đất đai số 31/2024/QH15'],
    need: [
      'Bảng giá đất lần đầu được công bố áp dụng từ ngày 01 tháng 01 năm 2026. Qua một năm thực hiện, một số tuyến đường mới hoàn thành chưa có trong Bảng giá đất; giá đất tại 23 đoạn đường chênh lệch lớn so với giá phổ biến trên thị trường.',
      'Việc sửa đổi, bổ sung nhằm bảo đảm quyền lợi của người có đất thu hồi, công bằng giữa các đối tượng thực hiện nghĩa vụ tài chính và tạo thuận lợi cho công tác thu ngân sách.',
    ],
    aims: [
      'Giá đất phù hợp với thị trường, công khai, minh bạch; hài hòa lợi ích giữa Nhà nước, người sử dụng đất và nhà đầu tư.',
      'Kế thừa phân vùng, phân vị trí hiện hành; chỉ điều chỉnh nơi có biến động hạ tầng hoặc chênh lệch giá trên 20%.',
    ],
    content: [
      'Bổ sung giá đất ở của 148 tuyến, đoạn đường mới; điều chỉnh tăng 67 đoạn, giảm 12 đoạn; giữ nguyên giá đất nông nghiệp tại 51/72 xã, phường, đặc khu.',
      'Quy định hệ số giá đất đối với thửa đất có nhiều mặt tiền, thửa đất trong ngõ, hẻm theo chiều rộng và chiều sâu.',
    ],
    money: [
      'Dự kiến số thu tiền sử dụng đất tăng khoảng 210 tỷ đồng/năm; chi phí bồi thường các dự án đang triển khai tăng khoảng 96 tỷ đồng, đã tính trong dự toán năm 2027.',
    ],
    opinions: [
      'Hồ sơ đã được lấy ý kiến rộng rãi: 72/72 xã, phường, đặc khu tham gia; 1.864 ý kiến của người dân, tỷ lệ đồng thuận 91,3%.',
      'Đề nghị cân nhắc mức tăng tại khu vực cửa khẩu Tịnh Biên Đông, nhất là đoạn đường liên xã Phước Chỉ - Bến Sỏi, tránh tác động đột ngột đến hộ nghèo.',
    ],
    articles: [
      'Sửa đổi, bổ sung Bảng giá đất ban hành kèm theo Nghị quyết số 31/2025/NQ-HĐND ngày 09 tháng 12 năm 2025 của Hội đồng nhân dân tỉnh theo các Phụ lục kèm theo.',
      'Hồ sơ đất đai tiếp nhận trước ngày Nghị quyết có hiệu lực được thực hiện theo Bảng giá đất tại thời điểm tiếp nhận hồ sơ hợp lệ.',
      'Nghị quyết có hiệu lực từ ngày 01 tháng 01 năm 2027.',
    ],
  },
  {
    key: 'giao-duc',
    about:
      'quy định chính sách hỗ trợ bữa ăn trưa cho trẻ em mẫu giáo và học sinh tiểu học trên địa bàn tỉnh từ năm học 2026 - 2027',
    laws: [
      ...common,
      'Luật Giáo dục số 43/2019/QH14 được sửa đổi, bổ sung bởi Luật số 123/2025/QH15',
      'Luật Trẻ em số 102/2016/QH13',
    ],
    need: [
      'Toàn tỉnh có 168.420 trẻ em mẫu giáo và học sinh tiểu học; tỷ lệ học sinh được ăn bán trú mới đạt 58,7%, tại khu vực miền núi Ea Rin chỉ đạt 31,2%. Tỷ lệ suy dinh dưỡng thể thấp còi ở trẻ em dưới 5 tuổi vùng đồng bào dân tộc thiểu số là 22,4%.',
      'Việc hỗ trợ bữa ăn trưa giúp tổ chức dạy học 2 buổi/ngày, giảm gánh nặng cho gia đình và nâng cao thể lực của trẻ em.',
    ],
    aims: [
      'Bảo đảm mọi trẻ em mẫu giáo và học sinh tiểu học công lập có bữa ăn trưa đủ dinh dưỡng, an toàn tại trường.',
      'Chính sách khả thi, đúng đối tượng, chi trả qua nhà trường, công khai thực đơn và nguồn gốc thực phẩm hằng ngày.',
    ],
    content: [
      'Mức hỗ trợ 30.000 đồng/trẻ em/ngày đối với các xã vùng III và đặc khu Hòn Ngang; 20.000 đồng/trẻ em/ngày đối với các địa bàn còn lại; thời gian hưởng theo số ngày ăn thực tế, không quá 09 tháng/năm học.',
      'Hỗ trợ người nấu ăn 2.400.000 đồng/tháng cho mỗi nhóm 45 trẻ em; hỗ trợ một lần mua sắm dụng cụ bếp 120 triệu đồng/trường cho trường chưa có bếp đạt chuẩn.',
    ],
    money: [
      'Tổng kinh phí dự kiến 684 tỷ đồng/năm học, ngân sách cấp tỉnh bảo đảm 100% cho các xã chưa tự cân đối, 60% cho các xã, phường còn lại.',
    ],
    opinions: [
      'Ban Văn hóa - Xã hội nhất trí cao với sự cần thiết ban hành Nghị quyết; đây là chính sách nhân văn, được cử tri mong đợi.',
      'Đề nghị bổ sung trách nhiệm kiểm soát an toàn thực phẩm và cơ chế để phụ huynh tham gia giám sát bếp ăn.',
      'Đề nghị làm rõ điều kiện áp dụng đối với cơ sở giáo dục ngoài công lập tại khu công nghiệp.',
    ],
    articles: [
      'Phạm vi điều chỉnh và đối tượng áp dụng: trẻ em mẫu giáo, học sinh tiểu học đang học tại các cơ sở giáo dục công lập trên địa bàn tỉnh; các cơ quan, tổ chức, cá nhân có liên quan.',
      'Mức hỗ trợ bữa ăn trưa: 30.000 đồng/trẻ em/ngày tại các xã vùng III và đặc khu Hòn Ngang; 20.000 đồng/trẻ em/ngày tại các địa bàn còn lại.',
      'Nguồn kinh phí: ngân sách địa phương theo phân cấp và các nguồn huy động hợp pháp khác.',
      'Giao Ủy ban nhân dân tỉnh tổ chức thực hiện, kiểm tra, công khai kết quả chi trả trên Cổng thông tin điện tử của tỉnh.',
    ],
    table: {
      title: 'Số trẻ em dự kiến được hỗ trợ theo khu vực',
      columns: [
        ['STT', 0.7, 'center'],
        ['Khu vực', 3.6, 'left'],
        ['Trẻ mẫu giáo', 1.5, 'right'],
        ['Học sinh tiểu học', 1.6, 'right'],
        ['Kinh phí/năm (triệu đồng)', 2, 'right'],
      ],
      rows: [
        ['1', 'Trung tâm Phú Thành', '9.860', '18.204', '98.420'],
        ['2', 'Ven biển Hải Châu', '7.212', '13.088', '83.116'],
        ['3', 'Công nghiệp Thạnh Đức', '8.940', '16.311', '89.704'],
        ['4', 'Đồng bằng Vĩnh Trạch', '7.655', '14.907', '79.982'],
        ['5', 'Trung du Sơn Dương', '6.108', '11.846', '78.310'],
        ['6', 'Miền núi Ea Rin', '5.972', '10.733', '101.254'],
        ['7', 'Sông nước Cái Vồn', '6.547', '12.290', '74.865'],
        ['8', 'Cửa khẩu Tịnh Biên Đông', '6.301', '12.446', '78.349'],
      ],
    },
  },
  {
    key: 'nhan-su',
    about: 'xác nhận kết quả bầu bổ sung Ủy viên Ủy ban nhân dân tỉnh An Phú khóa XI, nhiệm kỳ 2026 - 2031',
    laws: [common[0] ?? ''],
    need: [
      'Sau khi sắp xếp tổ chức bộ máy, Ủy ban nhân dân tỉnh còn khuyết 02 Ủy viên. Để bảo đảm cơ cấu, số lượng thành viên theo quy định, Chủ tịch Ủy ban nhân dân tỉnh giới thiệu nhân sự để Hội đồng nhân dân tỉnh bầu bổ sung.',
    ],
    aims: ['Bảo đảm đúng quy trình, dân chủ, khách quan; việc bầu thực hiện bằng hình thức bỏ phiếu kín.'],
    content: [
      'Giới thiệu ông Trần Đăng Khôi, Giám đốc Sở Tài chính, để bầu giữ chức vụ Ủy viên Ủy ban nhân dân tỉnh khóa XI, nhiệm kỳ 2026 - 2031.',
      'Giới thiệu bà Mai Thị Thùy Dương, Giám đốc Sở Khoa học và Công nghệ, để bầu giữ chức vụ Ủy viên Ủy ban nhân dân tỉnh khóa XI, nhiệm kỳ 2026 - 2031.',
    ],
    money: ['Không phát sinh kinh phí ngoài dự toán được giao.'],
    opinions: [
      'Ban Pháp chế nhận thấy hồ sơ nhân sự đầy đủ, trình tự giới thiệu đúng quy định; hai nhân sự đủ tiêu chuẩn, điều kiện.',
    ],
    articles: [
      'Xác nhận kết quả bầu bổ sung Ủy viên Ủy ban nhân dân tỉnh An Phú khóa XI, nhiệm kỳ 2026 - 2031 đối với: 1. Ông Trần Đăng Khôi; 2. Bà Mai Thị Thùy Dương.',
      'Giao Thường trực Hội đồng nhân dân tỉnh, Ủy ban nhân dân tỉnh thực hiện các thủ tục theo quy định của pháp luật.',
      'Nghị quyết có hiệu lực kể từ ngày được thông qua.',
    ],
  },
]

export function topicOf(key: string): Topic {
  const found = topics.find((topic) => topic.key === key)
  if (found === undefined) throw new Error(`topics: no ${key}`)
  return found
}
