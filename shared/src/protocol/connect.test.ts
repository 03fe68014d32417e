/** The code by which a device knows its server: read back as written, and nothing else is taken for one. */
import { describe, expect, test } from 'vitest'
import { isPinned, pinOf, readConnectCode, readPin, writeConnectCode } from './connect.ts'

const authority = 'f'.repeat(20) + '0123456789abcdef'.repeat(2) + 'a'.repeat(12)
const other = `0${authority.slice(1)}`
const origins = ['https://192.168.1.10:8080', 'https://hop.hdnd.internal', 'https://[fd00::1]:8080']

describe('the code of a QR', () => {
  test('is read back as it was written', () => {
    const code = writeConnectCode({ origins, authority })
    expect(readConnectCode(` ${code}\n`)).toEqual({ origins, authority })
  })
  test.each([
    ['nothing', ''],
    ['an address alone', 'https://192.168.1.10:8080'],
    ['plain http', `hdnd1:http://192.168.1.10#${authority}`],
    ['a path', `hdnd1:https://a.vn/x#${authority}`],
    ['somebody at the address', `hdnd1:https://a@b.vn#${authority}`],
    ['a short fingerprint', `hdnd1:https://a.vn#${authority.slice(1)}`],
    ['two fingerprints', `hdnd1:https://a.vn#${authority}#${authority}`],
    ['no address', `hdnd1:#${authority}`],
    ['an empty address', `hdnd1:https://a.vn,#${authority}`],
    ['nine addresses', `hdnd1:${Array.from({ length: 9 }, () => 'https://a.vn').join(',')}#${authority}`],
    ['another version', `hdnd2:https://a.vn#${authority}`],
  ])('is not %s', (_, text) => {
    expect(readConnectCode(text)).toBeNull()
  })
})

describe('the letters', () => {
  test('are the first hundred bits', () => {
    expect(pinOf('0'.repeat(64))).toBe('00000-00000-00000-00000')
    expect(pinOf(`${'0'.repeat(24)}1${'f'.repeat(39)}`)).toBe('00000-00000-00000-00001')
    expect(pinOf(authority)).toMatch(/^ZZZZZ-ZZZZZ-ZZZZZ-Z/)
  })
  test('are taken as people write them', () => {
    const pin = pinOf(authority)
    expect(isPinned(authority, pin)).toBe(true)
    expect(isPinned(authority, pin.toLowerCase().replaceAll('-', ' '))).toBe(true)
    expect(readPin('o1l0i-00000-00000-00000')).toBe('01101-00000-00000-00000')
  })
  test('a wrong, short or foreign one is not believed', () => {
    const pin = pinOf(authority)
    expect(isPinned(other, pin)).toBe(false)
    expect(isPinned(authority, pin.slice(0, -1))).toBe(false)
    expect(isPinned(authority, `${pin}0`)).toBe(false)
    expect(isPinned(authority, '')).toBe(false)
    expect(isPinned('', '')).toBe(false)
    expect(isPinned(authority, authority)).toBe(true)
    expect(isPinned(authority, other)).toBe(false)
    expect(readPin('UUUUU-00000-00000-00000')).toBeNull()
  })
})
