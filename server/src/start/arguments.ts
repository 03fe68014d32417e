/**
 * The arguments of `npm start`.
 * What must stay true: an unknown argument is refused with the list of known ones, never ignored.
 */
import { parseArgs } from 'node:util'
import { resolve } from 'node:path'

export interface StartArguments {
  readonly dataDir: string
  readonly port: number
  /** Names under which the server may be called, besides its addresses and the machine's own. */
  readonly hosts: readonly string[]
  /** Start over: the data folder is emptied first. */
  readonly fresh: boolean
  /** Do not ask before starting over. */
  readonly yes: boolean
  /** A real, empty installation instead of the demo. */
  readonly empty: boolean
  readonly window: boolean
  /** Build the pages when they are missing. */
  readonly build: boolean
  /** Address of a time-stamp authority (RFC 3161); null: none. */
  readonly timeStamps: string | null
  /** Follow this machine instead of serving. */
  readonly standbyOf: { readonly host: string; readonly port: number } | null
  /** Pairing code, from the screen of the machine that is followed. */
  readonly pairing: string | undefined
  /** TLS under the hall's own authority; null: as the folder is used to, and for a real installation yes. */
  readonly tls: boolean | null
  /** PEM files of a certificate made elsewhere, instead of the own authority. */
  readonly certificate: { readonly cert: string; readonly key: string } | null
  /** Short documents instead of the full ones. */
  readonly small: boolean
}

export const usage = `Cách dùng: npm start -- [tùy chọn]
  --data THƯ_MỤC   nơi lưu dữ liệu (mặc định ./data)
  --port SỐ        cổng mạng (mặc định 8080)
  --name TÊN       tên miền dùng để gọi máy chủ (có thể lặp lại); địa chỉ IP luôn được
  --fresh          xóa dữ liệu cũ và bắt đầu lại (có hỏi; --yes để không hỏi)
  --empty          cài đặt thật, chưa có ai; in mã thiết lập một lần
  --tls            https với chứng thư của máy chủ (mặc định khi cài đặt thật); --plain để dùng http
  --cert TỆP --key TỆP  https với chứng thư tên miền của cơ quan (PEM)
  --tsa ĐỊA_CHỈ    dịch vụ cấp dấu thời gian (RFC 3161) cho chữ ký số
  --small          tài liệu trình diễn bản ngắn
  --standby-of MÁY[:CỔNG]  làm máy dự phòng của máy chính (cổng mặc định 8081)
  --pairing MÃ     mã ghép đôi do máy chính hiện ra (lần đầu)
  --no-window      không mở cửa sổ, chỉ in địa chỉ
  --no-build       không dựng giao diện khi chưa có`

const linePort = 8081

/** @returns null when none was given, undefined when it is no address */
function readAddress(text: string | undefined): StartArguments['standbyOf'] | undefined {
  if (text === undefined) return null
  const url = URL.parse(`standby://${text}`)
  if (!url || !['', '/'].includes(url.pathname) || url.username !== '') return undefined
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? linePort : Number(url.port) }
}

/** @returns null when the arguments cannot be understood */
export function readArguments(argv: readonly string[]): StartArguments | null {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string', default: 'data' },
        port: { type: 'string', default: '8080' },
        name: { type: 'string', multiple: true, default: [] },
        fresh: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        empty: { type: 'boolean', default: false },
        small: { type: 'boolean', default: false },
        'standby-of': { type: 'string' },
        pairing: { type: 'string' },
        tsa: { type: 'string' },
        tls: { type: 'boolean', default: false },
        plain: { type: 'boolean', default: false },
        cert: { type: 'string' },
        key: { type: 'string' },
        'no-window': { type: 'boolean', default: false },
        'no-build': { type: 'boolean', default: false },
      },
    })
    const port = Number(values.port)
    if (!/^\d{1,5}$/.test(values.port) || port > 65_535) return null
    if (values.tsa !== undefined && !/^https?:\/\/[^\s]+$/.test(values.tsa)) return null
    const { cert, key } = values
    const own = cert !== undefined && key !== undefined
    if (values.tls && values.plain) return null
    if ((cert === undefined) !== (key === undefined) || (own && (values.tls || values.plain))) return null
    const standbyOf = readAddress(values['standby-of'])
    if (standbyOf === undefined) return null
    return {
      dataDir: resolve(values.data),
      port,
      hosts: values.name,
      fresh: values.fresh,
      yes: values.yes,
      empty: values.empty,
      window: !values['no-window'],
      build: !values['no-build'],
      small: values.small,
      standbyOf,
      pairing: values.pairing,
      tls: values.tls ? true : values.plain ? false : null,
      certificate: own ? { cert: resolve(cert), key: resolve(key) } : null,
      timeStamps: values.tsa ?? null,
    }
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
