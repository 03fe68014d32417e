/**
 * The one page that goes with the records of secret ballots: how anybody recounts them.
 * What must stay true: every command on it is one that the tests run; it promises nothing the programs do not do; it says
 * "thử nghiệm".
 */
export const recountPage = (
  folders: readonly string[],
): string => `KIỂM PHIẾU LẠI HỒ SƠ BỎ PHIẾU KÍN ĐIỆN TỬ (thử nghiệm)

Gói này gồm:
  nhat-ky.jsonl                 nhật ký kỳ họp, có chữ ký của máy chủ
${folders.map((folder) => `  ${folder}/   một cuộc bỏ phiếu kín, một tệp .bel`).join('\n')}

Ai có gói này cũng kiểm lại được kết quả, không cần máy chủ, không cần mạng, không cần khóa bí mật nào. Hồ sơ không chứa
tên người bỏ phiếu và không cho biết ai chọn gì; chỉ tổng số được mở.

CÁCH 1: chương trình của hệ thống
  npm run --silent ballots -- verify --complete --profile council THƯ_MỤC/TỆP.bel
In một trang tiếng Việt. Mã thoát 0: chấp nhận; 1: không chấp nhận; 2: không kiểm được.

CÁCH 2: chương trình của người khác, trên máy Debian 12 bất kỳ
  apt-get install belenios-tool            (bản 2.0+dfsg-1; không dùng bản 3.x)
  belenios-tool election verify --dir THƯ_MỤC
Trong thư mục chỉ có đúng một tệp .bel. "all checks passed" và mã thoát 0 là tốt; mã thoát 124 là có lỗi.

ĐỐI CHIẾU
  1. Hai cách cùng chấp nhận thì kết quả mới được công bố.
  2. Băm bản ghi cuối của hồ sơ phải trùng với băm in trên biên bản kiểm phiếu (và trong mã QR).
  3. Nhật ký kiểm bằng: npm run --silent verify-log -- nhat-ky.jsonl
     Mục secretBallot.counted trong nhật ký ghi cùng băm và cùng số liệu.
  4. Đại biểu tìm mã phiếu của mình: hồ sơ có bản ghi mang tên là mã ấy viết theo cơ số 16.
  5. Có bản cũ của hồ sơ (chép lúc đang bỏ phiếu) thì so: npm run --silent ballots -- diff CŨ.bel MỚI.bel
     hoặc belenios-tool election verify-diff --dir1 CŨ --dir2 MỚI

Giới hạn, nói thẳng: quá nửa thành viên Ban kiểm phiếu cùng nhau có thể mở phiếu; thiết bị bị chiếm quyền biết phiếu của
chủ nó; nhóm số 2048 bit không chống được máy tính lượng tử. Chế độ này chưa được thẩm định mật mã độc lập.
`
