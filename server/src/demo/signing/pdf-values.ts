/**
 * Just enough of PDF's object syntax (ISO 32000-2, 7.3) to read a few dictionaries and write them back in an
 * incremental update. It reads what a sound writer wrote; judging hostile files is not its work.
 */
export type Name = { name: string }
export type Ref = { ref: number; generation: number }
export type Text = { bytes: Uint8Array }
export type Dict = { dict: Map<string, Value> }
export type Value = null | boolean | number | Name | Ref | Text | Dict | Value[]

export const isDict = (value: Value | undefined): value is Dict =>
  typeof value === 'object' && value !== null && 'dict' in value
export const isRef = (value: Value | undefined): value is Ref =>
  typeof value === 'object' && value !== null && 'ref' in value
export const isName = (value: Value | undefined, name: string): boolean =>
  typeof value === 'object' && value !== null && 'name' in value && value.name === name

export const dictOf = (entries: Record<string, Value>): Dict => ({ dict: new Map(Object.entries(entries)) })
export const nameOf = (name: string): Name => ({ name })

/** One character per byte, both ways. */
export function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  }
  return text
}
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at) & 0xff
  return bytes
}

/** A text string as UTF-16BE with its mark (ISO 32000-2, 7.9.2.2). */
export function textString(text: string): Text {
  const bytes = new Uint8Array(2 + text.length * 2)
  bytes.set([0xfe, 0xff])
  for (let at = 0; at < text.length; at++) {
    bytes[2 + at * 2] = text.charCodeAt(at) >> 8
    bytes[3 + at * 2] = text.charCodeAt(at) & 0xff
  }
  return { bytes }
}

const white = new Set([0, 9, 10, 12, 13, 32])
const delimiter = new Set(Array.from('()<>[]{}/%', (letter) => letter.charCodeAt(0)))

export type Reader = { at: number; value(): Value; keyword(): string; skip(): void }

/** Reads values from `bytes` starting at `start`. Throws SyntaxError where the bytes are not PDF syntax. */
export function readerOf(bytes: Uint8Array, start: number): Reader {
  const wrong = (what: string): never => {
    throw new SyntaxError(`PDF: ${what} at byte ${reader.at}`)
  }
  const skip = (): void => {
    for (;;) {
      const byte = bytes[reader.at]
      if (byte === 0x25) {
        while (reader.at < bytes.length && bytes[reader.at] !== 10 && bytes[reader.at] !== 13) reader.at++
      } else if (byte !== undefined && white.has(byte)) reader.at++
      else return
    }
  }
  const word = (): string => {
    let text = ''
    for (;;) {
      const byte = bytes[reader.at]
      if (byte === undefined || white.has(byte) || delimiter.has(byte)) return text
      text += String.fromCharCode(byte)
      reader.at++
    }
  }
  const literal = (): Text => {
    const out: number[] = []
    let depth = 1
    const escapes: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12 }
    reader.at++
    while (depth > 0) {
      const byte = bytes[reader.at++]
      if (byte === undefined) return wrong('an open string')
      if (byte === 0x5c) {
        const next = bytes[reader.at++] ?? wrong('an open string')
        const letter = String.fromCharCode(next)
        if (letter >= '0' && letter <= '7') {
          let octal = letter
          while (octal.length < 3 && /[0-7]/.test(String.fromCharCode(bytes[reader.at] ?? 0))) {
            octal += String.fromCharCode(bytes[reader.at++] ?? 0)
          }
          out.push(Number.parseInt(octal, 8) & 0xff)
        } else if (next === 13) {
          if (bytes[reader.at] === 10) reader.at++
        } else if (next !== 10) out.push(escapes[letter] ?? next)
        continue
      }
      if (byte === 0x28) depth++
      if (byte === 0x29) depth--
      if (depth > 0) out.push(byte)
    }
    return { bytes: Uint8Array.from(out) }
  }
  const hex = (): Text => {
    let digits = ''
    reader.at++
    for (;;) {
      const byte = bytes[reader.at++] ?? wrong('an open hexadecimal string')
      if (byte === 0x3e) break
      if (!white.has(byte)) digits += String.fromCharCode(byte)
    }
    if (digits.length % 2 === 1) digits += '0'
    const out = new Uint8Array(digits.length / 2)
    for (let at = 0; at < out.length; at++) out[at] = Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16)
    return { bytes: out }
  }
  const dict = (): Dict => {
    const entries = new Map<string, Value>()
    reader.at += 2
    for (;;) {
      skip()
      if (bytes[reader.at] === 0x3e) {
        reader.at += 2
        return { dict: entries }
      }
      const key = value()
      if (typeof key !== 'object' || key === null || !('name' in key))
        return wrong('a dictionary without a key')
      entries.set(key.name, value())
    }
  }
  const list = (): Value[] => {
    const items: Value[] = []
    reader.at++
    for (;;) {
      skip()
      if (bytes[reader.at] === 0x5d) {
        reader.at++
        return items
      }
      items.push(value())
    }
  }
  const value = (): Value => {
    skip()
    const byte = bytes[reader.at]
    if (byte === undefined) return wrong('the end of the file inside a value')
    if (byte === 0x2f) {
      reader.at++
      const raw = word()
      return {
        name: raw.replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) =>
          String.fromCharCode(Number.parseInt(code, 16)),
        ),
      }
    }
    if (byte === 0x28) return literal()
    if (byte === 0x3c) return bytes[reader.at + 1] === 0x3c ? dict() : hex()
    if (byte === 0x5b) return list()
    const token = word()
    if (token === 'true' || token === 'false') return token === 'true'
    if (token === 'null') return null
    const number = Number(token)
    if (token === '' || Number.isNaN(number)) return wrong(`"${token}"`)
    if (Number.isInteger(number) && number >= 0) {
      const back = reader.at
      skip()
      const second = word()
      skip()
      if (/^\d+$/.test(second) && word() === 'R') return { ref: number, generation: Number(second) }
      reader.at = back
    }
    return number
  }
  const reader: Reader = {
    at: start,
    value,
    skip,
    keyword: () => {
      skip()
      return word()
    },
  }
  return reader
}

const nameText = (name: string): string =>
  `/${name.replace(/[^!-~]|[()<>[\]{}/%#]/g, (letter) => `#${letter.charCodeAt(0).toString(16).padStart(2, '0')}`)}`

/** The value as PDF source, one character per byte. */
export function write(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : String(Number(value.toFixed(5)))
  if (Array.isArray(value)) return `[${value.map(write).join(' ')}]`
  if ('name' in value) return nameText(value.name)
  if ('ref' in value) return `${value.ref} ${value.generation} R`
  if ('bytes' in value) {
    return `<${Array.from(value.bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}>`
  }
  return `<<${[...value.dict].map(([key, entry]) => `${nameText(key)} ${write(entry)}`).join(' ')}>>`
}
