/**
 * The sources a rule may cite, written out as they are printed on screens and result sheets, and the two dates that
 * matter. A citation of a replaced law keeps the old article; its status says `confirmed (old law)`.
 */

const L72 = 'Luật Tổ chức chính quyền địa phương số 72/2025/QH15'
const L77 = 'Luật Tổ chức chính quyền địa phương số 77/2015/QH13 (đã được thay thế)'
const L87 = 'Luật Hoạt động giám sát của Quốc hội và Hội đồng nhân dân số 87/2015/QH13 (đã được thay thế)'
const L121 = 'Luật Hoạt động giám sát của Quốc hội và Hội đồng nhân dân số 121/2025/QH15'

/** The two-tier law enters into force: no profile claims anything about an earlier day. */
export const twoTiers = '2025-06-16'
/** The new law on supervision enters into force. */
export const newSupervision = '2026-03-01'
/** The model working rules of the communes' councils enter into force. */
export const modelRules = '2025-09-26'

/** Our own choice; said so wherever a rule's basis is shown. */
export const ownChoice = 'Lựa chọn của phần mềm, không phải quy định của pháp luật'
export const practice = 'Thực tiễn; chưa tìm thấy văn bản quy định'

export const l72 = (article = '') => `${article} ${L72}`.trimStart()
export const l77 = (article = '') => `${article} ${L77}`.trimStart()
export const l87 = (article = '') => `${article} ${L87}`.trimStart()
export const l121 = (article: string) => `${article} ${L121}`

export const nq96 = (article = '') => `${article} Nghị quyết số 96/2023/QH15`.trimStart()
export const nq104 = 'Quy chế làm việc mẫu của HĐND xã, phường, đặc khu, Nghị quyết số 104/2025/UBTVQH15'
export const nq114 = (article: string) => `${article} Nghị quyết số 114/2025/UBTVQH15`
export const nq71 = (article: string) => `${article} Nội quy kỳ họp Quốc hội, Nghị quyết số 71/2022/QH15`
export const nq594 = 'Nghị quyết số 594/2022/UBTVQH15'
export const hd883 = 'Mục 5 Hướng dẫn số 883/HD-UBTVQH14'
export const olderDocuments = 'Quy định trước đây về ban hành nghị quyết của HĐND'
export const nd30 = 'Nghị định số 30/2020/NĐ-CP'
export const amended2019 = 'Luật số 47/2019/QH14'

export const both = (...sources: string[]) => sources.join('; ')

/** Our remarks beside citations, and the words for the parts of a law. Titles of laws have no other language. */
const inEnglish: readonly (readonly [RegExp | string, string])[] = [
  [ownChoice, 'A choice of this program, not a rule of law'],
  [practice, 'Practice; no written rule was found'],
  ['phần còn lại: chưa tìm thấy văn bản quy định', 'for the rest no written rule was found'],
  ['(căn cứ trình miễn nhiệm)', '(grounds for proposing relief)'],
  ['(đã được thay thế)', '(since replaced)'],
  ['(không liệt kê cấp xã)', '(communes are not named)'],
  ['(Quốc hội; nhiều HĐND áp dụng theo)', '(National Assembly; many councils follow it)'],
  ['Thực tiễn chất vấn tại Quốc hội', 'Practice of questions in the National Assembly'],
  ['Thực tiễn công bố kết quả bầu cử đại biểu', 'Practice of announcing elections of deputies'],
  ['Thể thức nghị quyết đã ban hành của các HĐND', 'Form of resolutions that councils have issued'],
  [olderDocuments, 'Earlier rules on issuing resolutions of councils'],
  ['Hướng dẫn tổ chức kỳ họp thứ nhất, 2021', 'Guidance on the first session, 2021'],
  [/Điểm (\S+) khoản (\d+) Điều (\d+)/gi, 'Article $3($2)($1)'],
  [/Khoản (\d+) Điều (\d+)/g, 'Article $2($1)'],
  [/Điều (\d+)/g, 'Article $1'],
  [/Mục (\d+)/g, 'Section $1'],
]

/** A rule's basis as it is read on a screen in this language; what is printed and recorded stays Vietnamese. */
export const basisIn = (language: 'vi' | 'en', basis: string): string =>
  language === 'vi'
    ? basis
    : inEnglish.reduce(
        (text, [vi, en]) => (typeof vi === 'string' ? text.replaceAll(vi, en) : text.replace(vi, en)),
        basis,
      )
