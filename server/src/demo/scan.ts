/**
 * Pictures of scanned paper: typed minutes of residents' meetings on slightly crooked, greyish sheets with noise,
 * signatures in blue ink and a red seal. 200 dpi in colour, as Nghị định 30/2020 asks of scans. No text layer.
 */
import { handwriting, seal } from './appearance.ts'
import type { Face } from '../printing/fonts.ts'
import { openLettering, pathOf } from './glyphs.ts'
import type { Lettering } from './glyphs.ts'
import { encodeJpeg } from './jpeg.ts'
import type { Planes } from './jpeg.ts'
import { breakLines, parseRuns } from '../printing/lines.ts'
import { vietnamese } from './numbers.ts'
import { communes } from './places.ts'
import { randomOf } from './random.ts'
import { black, press, stampsOf } from './raster.ts'
import type { Ink, Stamp } from './raster.ts'

const blue: Ink = { luma: 70, blue: 190, red: 108 }
const crimson: Ink = { luma: 105, blue: 105, red: 208 }

export type Scanner = { page(number: number): Uint8Array }

function paperOf(width: number, height: number, name: string): Planes {
  const random = randomOf(name)
  const luma = new Uint8Array(width * height)
  // Noise of a cheap sensor: a table of sums of three dice, walked through in a shuffled order.
  const noise = Int8Array.from({ length: 65536 }, () =>
    Math.round((random.next() + random.next() + random.next() - 1.5) * 11),
  )
  let state = random.int(1, 2 ** 31 - 1)
  const [tiltX, tiltY] = [random.next() * 6 - 3, random.next() * 6 - 3]
  for (let y = 0; y < height; y++) {
    const shade = 240 + (tiltY * y) / height
    for (let x = 0; x < width; x++) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      const edge = x < 24 ? (24 - x) * 2.2 : 0
      const value = shade + (tiltX * x) / width - edge + noise[state & 65535]!
      luma[y * width + x] = value > 255 ? 255 : value
    }
  }
  const quarter = (width / 2) * (height / 2)
  return {
    width,
    height,
    luma,
    // A touch of warmth: old paper under a white lamp.
    blue: new Uint8Array(quarter).fill(124),
    red: new Uint8Array(quarter).fill(130),
  }
}

type Type = { stamp(letter: string, face: Face, size: number): { stamp: Stamp; advance: number } }

function openType(dpi: number): Type {
  const faces = new Map<Face, Lettering>()
  const known = new Map<string, { stamp: Stamp; advance: number }>()
  return {
    stamp: (letter, face, size) => {
      const key = `${face}${size}${letter}`
      const old = known.get(key)
      if (old !== undefined) return old
      let lettering = faces.get(face)
      if (lettering === undefined) {
        lettering = openLettering(face)
        faces.set(face, lettering)
      }
      const outline = lettering.outlines(letter)[0] ?? { commands: [], advance: 0 }
      const pixels = (size * dpi) / 72
      const drawing = `${pathOf(outline, [pixels, 0, 0, pixels, 0, 0])} f`
      const made = {
        stamp: stampsOf(drawing, 1, 0)[0] ?? {
          left: 0,
          top: 0,
          width: 0,
          height: 0,
          coverage: new Uint8Array(0),
        },
        advance: outline.advance * pixels,
      }
      known.set(key, made)
      return made
    },
  }
}

type Sheet = { lines: [string, Face, 'center' | 'body'][]; signer: string; other: string; withSeal: boolean }

function minutesOf(number: number): Sheet {
  const place = communes[number % communes.length]
  const random = randomOf(`biên bản ${number}`)
  const where = place?.name ?? ''
  const caps = where.toLocaleUpperCase('vi')
  const family = [
    'Nguyễn Văn',
    'Trần Thị',
    'Lê Văn',
    'Phạm Thị',
    'Huỳnh Văn',
    'Võ Thị',
    'Đặng Văn',
    'Bùi Thị',
  ]
  const given = ['Lành', 'Thảo', 'Tư', 'Hạnh', 'Được', 'Mỹ', 'Phước', 'Thơm', 'Bảy', 'Liên', 'Sơn', 'Nga']
  const person = (): string => `${random.pick(family)} ${random.pick(given)}`
  const present = random.int(46, 190)
  const agreed = present - random.int(2, 14)
  const signer = person()
  const other = person()
  return {
    signer,
    other,
    withSeal: number % 3 === 0,
    lines: [
      ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'bold', 'center'],
      ['Độc lập - Tự do - Hạnh phúc', 'bold', 'center'],
      ['', 'regular', 'center'],
      ['BIÊN BẢN', 'bold', 'center'],
      ['Họp lấy ý kiến Nhân dân về dự thảo sửa đổi, bổ sung Bảng giá đất', 'bold', 'center'],
      [`(${caps})`, 'bold', 'center'],
      ['', 'regular', 'center'],
      [
        `Hôm nay, vào lúc ${random.int(13, 19)} giờ 30 ngày ${random.int(2, 28)} tháng 10 năm 2026, tại Nhà văn hóa ${random.pick(['thôn', 'ấp', 'khu phố'])} ${random.int(1, 12)}, ${where}, Ủy ban nhân dân tổ chức họp lấy ý kiến Nhân dân về dự thảo sửa đổi, bổ sung Bảng giá đất áp dụng từ ngày 01 tháng 01 năm 2027.`,
        'regular',
        'body',
      ],
      [
        `**I. Thành phần:** ông (bà) ${signer}, chủ trì; ông (bà) ${other}, thư ký; đại diện Ban công tác Mặt trận; ${present} hộ dân có đất trong phạm vi điều chỉnh.`,
        'regular',
        'body',
      ],
      [
        '**II. Nội dung:** cán bộ địa chính thông qua dự thảo, giải thích căn cứ xác định giá, vị trí, hệ số và các trường hợp được áp dụng giá theo thửa đất liền kề.',
        'regular',
        'body',
      ],
      ['**III. Ý kiến của Nhân dân:**', 'regular', 'body'],
      [
        `1. Ông (bà) ${person()}: đề nghị giá đất đoạn từ cầu đến chợ không thấp hơn ${vietnamese(random.int(12, 96) * 100)} nghìn đồng/m² vì mặt đường đã được mở rộng, có điện chiếu sáng và thoát nước.`,
        'regular',
        'body',
      ],
      [
        `2. Ông (bà) ${person()}: thống nhất dự thảo; đề nghị công khai bản đồ vị trí thửa đất tại trụ sở và trên trang thông tin điện tử để người dân đối chiếu.`,
        'regular',
        'body',
      ],
      [
        `3. Ông (bà) ${person()}: hộ có ${vietnamese(random.int(120, 2400))} m² đất trồng cây lâu năm bị ảnh hưởng bởi kè chống sạt lở, đề nghị xem xét mức hỗ trợ tương xứng.`,
        'regular',
        'body',
      ],
      [
        `**IV. Kết quả biểu quyết:** ${agreed}/${present} hộ đồng ý; ${present - agreed} hộ có ý kiến khác, kèm phiếu ghi ý kiến.`,
        'regular',
        'body',
      ],
      [
        'Biên bản kết thúc lúc 21 giờ 00 cùng ngày, đã đọc lại cho mọi người cùng nghe và thống nhất ký tên dưới đây./.',
        'regular',
        'body',
      ],
    ],
  }
}

/** Makes page pictures one at a time. `dpi` 200 for the real thing. */
export function openScanner(dpi: number): Scanner {
  const type = openType(dpi)
  const unit = dpi / 72
  const width = Math.ceil((595.28 * unit) / 16) * 16
  const height = Math.ceil((841.89 * unit) / 16) * 16
  const widthOf = (text: string, face: Face, size: number): number =>
    Array.from(text.normalize('NFC')).reduce((sum, letter) => sum + type.stamp(letter, face, size).advance, 0)
  const red = stampsOf(seal('ỦY BAN NHÂN DÂN CẤP XÃ', 100), unit, 100)

  return {
    page: (number) => {
      const sheet = paperOf(width, height, `giấy ${number}`)
      const content = minutesOf(number)
      const random = randomOf(`nét ${number}`)
      const tilt = (random.next() - 0.5) * 0.016
      const at = (x: number, y: number): [number, number] => [
        Math.round(x - tilt * (y - height / 2)),
        Math.round(y + tilt * (x - width / 2)),
      ]
      const size = 13
      const step = size * 1.32 * unit
      const left = 78 * unit
      const room = (595 - 78 - 50) * unit
      const write = (text: string, face: Face, x: number, y: number): number => {
        let pen = x
        for (const letter of text.normalize('NFC')) {
          const { stamp, advance } = type.stamp(letter, face, size)
          press(sheet, stamp, ...at(pen, y), black)
          pen += advance
        }
        return pen
      }
      let y = 70 * unit
      for (const [text, face, align] of content.lines) {
        if (text === '') y += step
        const indent = align === 'body' ? 34 * unit : 0
        for (const [row, line] of breakLines(parseRuns(text, face), size, room, indent, widthOf).entries()) {
          const loose = room - (row === 0 ? indent : 0) - line.width
          const gaps = line.words.length - 1
          const blank =
            widthOf(' ', face, size) + (align === 'body' && !line.last && gaps > 0 ? loose / gaps : 0)
          let x = left + (align === 'center' ? loose / 2 : row === 0 ? indent : 0)
          for (const word of line.words) {
            for (const run of word.runs) x = write(run.text, run.face, x, y)
            x += blank
          }
          y += step
        }
        y += align === 'body' ? 5 * unit : 0
      }
      y += 12 * unit
      const places: [string, string, number][] = [
        ['THƯ KÝ', content.other, left + room * 0.22],
        ['CHỦ TRÌ', content.signer, left + room * 0.76],
      ]
      for (const [title, name, middle] of places) {
        write(title, 'bold', middle - widthOf(title, 'bold', size) / 2, y)
        write(name, 'bold', middle - widthOf(name, 'bold', size) / 2, y + 96 * unit)
        for (const stroke of stampsOf(handwriting(`${name}${number}`, 110, 54), unit, 54)) {
          press(sheet, stroke, ...at(middle - 55 * unit, y + 18 * unit), blue)
        }
      }
      if (content.withSeal) {
        for (const mark of red)
          press(sheet, mark, ...at(left + room * 0.76 - 105 * unit, y + 6 * unit), crimson)
      }
      return encodeJpeg(sheet, 90, dpi)
    },
  }
}
