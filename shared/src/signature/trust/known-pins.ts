/**
 * SHA-256 values known for the certificates of the Government PKI, for comparison on the import screen.
 * What must stay true: nothing here is trusted; a value with one source says so. From certificates that were read, or
 * from places that published them.
 */

export interface KnownPin {
  /** Common name of the subject; `…` where only its end is known to us. */
  readonly name: string
  readonly generation: 'G1' | 'G2' | 'public'
  /** Of the DER, lower-case hex. */
  readonly sha256: string
  /** `read`: computed over a certificate that was read; `published`: several places give it; `oneSource`: one does. */
  readonly source: 'read' | 'published' | 'oneSource'
}

export const knownPins: readonly KnownPin[] = [
  {
    name: 'Co quan chung thuc so chuyen dung Chinh phu (RootCA)',
    generation: 'G1',
    sha256: 'f7bc89054cec7f12730d7b8cd3eb7955b163835087e5eb873edfb584763b3f90',
    source: 'read',
  },
  {
    name: 'Co quan chung thuc so Chinh phu',
    generation: 'G1',
    sha256: '75e969c07ba35c29c72bbc1bfb880f20f3891a619b00b77eb02ca6160736a1fe',
    source: 'read',
  },
  {
    name: 'Co quan chung thuc so Dang Cong san',
    generation: 'G1',
    sha256: '6e218b3ebc2f31b0d03205c64fd7e8920fb47187d37afcdb4cb2bb4178bf4635',
    source: 'read',
  },
  {
    name: '…Bo Cong an',
    generation: 'G1',
    sha256: 'ecbf8428266c549eb1bfdc2715270d5b9dff3bbbe2d3f0c33e0fd91f70b2d943',
    source: 'read',
  },
  {
    name: '…Bo Tai chinh',
    generation: 'G1',
    sha256: 'a262cfa489dbbe666f8b89fab832547809874d5a06fa9f7a38fc227ebdf40514',
    source: 'read',
  },
  {
    name: '…Bộ Ngoại giao',
    generation: 'G1',
    sha256: '3c4281296f92d292cc952295fe41ad7d0b37438ff1d143b56c4642cc1b14bd93',
    source: 'read',
  },
  {
    name: 'RootCA chuyên dùng Chính phủ G2',
    generation: 'G2',
    sha256: 'f04ba4b459a7c9a1b971ad9b1cb833e695a80c79aea63b174b66a70edfe2fdb8',
    source: 'read',
  },
  {
    name: 'CA phục vụ các cơ quan Nhà nước G2',
    generation: 'G2',
    sha256: 'd8cab7a4aef92e6bb2509d7c61cee7b44f3731b2d21074963530277b366fae4b',
    source: 'published',
  },
  {
    name: 'CA phục vụ các cơ quan Đảng G2',
    generation: 'G2',
    sha256: 'e4b402e3cb4cacc0a20d21fa49bce76beb4eb47ba7ffb7a8f71c554dbe561a81',
    source: 'oneSource',
  },
  {
    name: 'Vietnam National Root CA',
    generation: 'public',
    sha256: 'bac8bf609ab420a8ee1780d74f4de5c7f7184959d2a7375b0a75e4c29f0908e7',
    source: 'oneSource',
  },
]

/** For comparing names: without diacritics, case and doubled spaces. */
const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[đĐ]/g, 'd')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim()

/**
 * What is known of a certificate: the pin it equals, or the pin whose name it bears with another SHA-256 (a renewed
 * certificate, or somebody's imitation: a person must look).
 */
export function comparePin(
  sha256: string,
  commonName: string | null,
): { readonly known: KnownPin | null; readonly namesake: KnownPin | null } {
  const known = knownPins.find((pin) => pin.sha256 === sha256) ?? null
  if (known || commonName === null) return { known, namesake: null }
  return { known, namesake: knownPins.find((pin) => plain(pin.name) === plain(commonName)) ?? null }
}
