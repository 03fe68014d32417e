/**
 * A plain tar (POSIX ustar) as a stream: what any machine can unpack without this product.
 * What must stay true: names are ASCII and short; sizes are known before the bytes; the end is two empty blocks.
 */
export interface TarEntry {
  /** At most 100 ASCII characters, `/` between folders. */
  readonly name: string
  readonly size: number
  readonly bytes: AsyncIterable<Uint8Array>
}

const block = 512

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0')

function header(name: string, size: number, seconds: number): Buffer {
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) throw new Error(`not a name for a tar: ${name}`)
  const bytes = Buffer.alloc(block)
  const put = (at: number, text: string): void => void bytes.write(text, at, 'ascii')
  put(0, name)
  put(100, '0000644\0')
  put(108, '0000000\0')
  put(116, '0000000\0')
  put(124, `${octal(size, 11)}\0`)
  put(136, `${octal(seconds, 11)}\0`)
  put(148, '        ')
  put(156, '0')
  put(257, 'ustar\0')
  put(263, '00')
  put(
    148,
    `${octal(
      bytes.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
  )
  return bytes
}

/** @param at ISO 8601: the time every entry bears. @throws when an entry is not as long as it said */
export async function* tarOf(entries: Iterable<TarEntry>, at: string): AsyncIterable<Uint8Array> {
  const seconds = Math.floor(Date.parse(at) / 1000)
  for (const { name, size, bytes } of entries) {
    yield header(name, size, seconds)
    let written = 0
    for await (const piece of bytes) {
      written += piece.length
      yield piece
    }
    if (written !== size) throw new Error(`${name} has ${written} bytes, not ${size}`)
    if (size % block > 0) yield Buffer.alloc(block - (size % block))
  }
  yield Buffer.alloc(2 * block)
}
