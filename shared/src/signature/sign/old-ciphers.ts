/**
 * Triple DES and RC2 in CBC mode, decryption only: what Windows and older tools wrap keys with in PKCS#12 files (RFC 7292,
 * appendix C). No browser offers them, and the file may not go to a server for it.
 * What must stay true: used for nothing but opening a file whose password the person has just typed; never for sealing.
 * Sources: FIPS 46-3, RFC 2268.
 */

const bitsOf = (bytes: Uint8Array): number[] =>
  Array.from(bytes, (byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((n) => (byte >> n) & 1)).flat()

const numbers = (text: string): readonly number[] => text.trim().split(/\s+/).map(Number)

const initial = [58, 60, 62, 64, 57, 59, 61, 63].flatMap((from) => [0, 1, 2, 3, 4, 5, 6, 7].map((n) => from - n * 8)) // prettier-ignore
const expansion = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((n) => [0, 1, 2, 3, 4, 5].map((k) => ((n * 4 + k + 31) % 32) + 1)) // prettier-ignore
const shuffle = numbers(
  '16 7 20 21 29 12 28 17 1 15 23 26 5 18 31 10 2 8 24 14 32 27 3 9 19 13 30 6 22 11 4 25',
)
const choiceOne = numbers(
  '57 49 41 33 25 17 9 1 58 50 42 34 26 18 10 2 59 51 43 35 27 19 11 3 60 52 44 36 63 55 47 39 31 23 15 7 62 54 46 38 30 22 14 6 61 53 45 37 29 21 13 5 28 20 12 4',
)
const choiceTwo = numbers(
  '14 17 11 24 1 5 3 28 15 6 21 10 23 19 12 4 26 8 16 7 27 20 13 2 41 52 31 37 47 55 30 40 51 45 33 48 44 49 39 56 34 53 46 42 50 36 29 32',
)
const turns = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1]
/** Eight boxes of four rows of sixteen, one hexadecimal digit each. */
const boxes = [
  'e4d12fb83a6c5907 0f74e2d1a6cb9538 41e8d62bfc973a50 fc8249175b3ea06d',
  'f18e6b34972dc05a 3d47f28ec01a69b5 0e7ba4d158c6932f d8a13f42b67c05e9',
  'a09e63f51dc7b428 d709346a285ecbf1 d6498f30b12c5ae7 1ad069874fe3b52c',
  '7de3069a1285bc4f d8b56f03472c1ae9 a690cb7df13e5284 3f06a1d8945bc72e',
  '2c417ab6853fd0e9 eb2c47d150fa3986 421bad78f9c5630e b8c71e2d6f09a453',
  'c1af92680d34e75b af427c9561de0b38 9ef528c3704a1db6 432c95fabe17608d',
  '4b2ef08d3c975a61 d0b7491ae35c2f86 14bdc37eaf680592 6bd814a7950fe23c',
  'd2846fb1a93e50c7 1fd8a374c56b0e92 7b419ce206adf358 21e74a8dfc90356b',
].map((box) => Array.from(box.replaceAll(' ', ''), (digit) => Number.parseInt(digit, 16)))

const pick = (bits: readonly number[], order: readonly number[]): number[] =>
  order.map((place) => bits[place - 1] ?? 0)

/** Sixteen round keys of 48 bits. */
function schedule(key: Uint8Array): number[][] {
  const chosen = pick(bitsOf(key), choiceOne)
  let [left, right] = [chosen.slice(0, 28), chosen.slice(28)]
  const turned = (half: number[], by: number): number[] => [...half.slice(by), ...half.slice(0, by)]
  return turns.map((by) => {
    left = turned(left, by)
    right = turned(right, by)
    return pick([...left, ...right], choiceTwo)
  })
}

function round(half: readonly number[], key: readonly number[]): number[] {
  const wide = pick(half, expansion).map((bit, at) => bit ^ (key[at] ?? 0))
  const out: number[] = []
  for (let n = 0; n < 8; n++) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = wide.slice(n * 6, n * 6 + 6)
    const value = boxes[n]?.[(a * 2 + f) * 16 + b * 8 + c * 4 + d * 2 + e] ?? 0
    out.push((value >> 3) & 1, (value >> 2) & 1, (value >> 1) & 1, value & 1)
  }
  return pick(out, shuffle)
}

/** One block through the sixteen rounds; the order of the keys says whether it locks or opens. */
function des(block: readonly number[], keys: readonly (readonly number[])[]): number[] {
  const start = pick(block, initial)
  let [left, right] = [start.slice(0, 32), start.slice(32)]
  for (const key of keys) {
    const mixed = round(right, key).map((bit, at) => bit ^ (left[at] ?? 0))
    left = right
    right = mixed
  }
  const out: number[] = Array.from({ length: 64 }, () => 0)
  for (const [at, place] of initial.entries()) out[place - 1] = [...right, ...left][at] ?? 0
  return out
}

const bytesOf = (bits: readonly number[]): Uint8Array =>
  Uint8Array.from({ length: bits.length / 8 }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((sum, bit) => sum * 2 + bit, 0),
  )

function unchain(
  data: Uint8Array,
  iv: Uint8Array,
  open: (block: Uint8Array) => Uint8Array,
): Uint8Array | null {
  if (data.length === 0 || data.length % 8 !== 0) return null
  const out = new Uint8Array(data.length)
  let before = iv
  for (let at = 0; at < data.length; at += 8) {
    const block = data.subarray(at, at + 8)
    for (const [n, byte] of open(block).entries()) out[at + n] = byte ^ (before[n] ?? 0)
    before = block
  }
  const pad = out.at(-1) ?? 0
  if (pad < 1 || pad > 8 || out.subarray(-pad).some((byte) => byte !== pad)) return null
  return out.subarray(0, -pad)
}

/** @param key 24 bytes, or 16 for two keys. @returns null where the padding is not right: the key does not fit */
export function openTripleDes(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | null {
  const [first = [], second = [], third = first] = [0, 8, 16]
    .filter((at) => at < key.length)
    .map((at) => schedule(key.subarray(at, at + 8)))
  const back = (keys: readonly number[][]): number[][] => keys.toReversed()
  return unchain(data, iv, (block) => bytesOf(des(des(des(bitsOf(block), back(third)), second), back(first))))
}

const table = Uint8Array.from(
  (
    'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb6266fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad'
  ).match(/../g) ?? [],
  (pair) => Number.parseInt(pair, 16),
)

/** @param bits effective length of the key (RFC 2268, 2) */
export function openRc2(key: Uint8Array, bits: number, iv: Uint8Array, data: Uint8Array): Uint8Array | null {
  const wide = new Uint8Array(128)
  wide.set(key)
  const at = (n: number): number => wide[n] ?? 0
  for (let n = key.length; n < 128; n++) wide[n] = table[(at(n - 1) + at(n - key.length)) & 255] ?? 0
  const short = (bits + 7) >> 3
  wide[128 - short] = table[at(128 - short) & (255 >> (8 * short - bits))] ?? 0
  for (let n = 127 - short; n >= 0; n--) wide[n] = table[at(n + 1) ^ at(n + short)] ?? 0
  const words = Array.from({ length: 64 }, (_, n) => at(2 * n) + at(2 * n + 1) * 256)
  const word = (n: number): number => words[n] ?? 0
  const turn = [1, 2, 3, 5]
  return unchain(data, iv, (block) => {
    const r = [0, 1, 2, 3].map((n) => (block[2 * n] ?? 0) + (block[2 * n + 1] ?? 0) * 256)
    const reg = (n: number): number => r[n & 3] ?? 0
    for (let step = 15; step >= 0; step--) {
      for (let n = 3; n >= 0; n--) {
        const by = turn[n] ?? 0
        const value = ((reg(n) >> by) | (reg(n) << (16 - by))) & 0xffff
        r[n] = (value - word(4 * step + n) - (reg(n + 3) & reg(n + 2)) - (~reg(n + 3) & reg(n + 1))) & 0xffff
      }
      if (step === 5 || step === 11)
        for (let n = 3; n >= 0; n--) r[n] = (reg(n) - word(reg(n + 3) & 63)) & 0xffff
    }
    return Uint8Array.from(r.flatMap((value) => [value & 255, value >> 8]))
  })
}
