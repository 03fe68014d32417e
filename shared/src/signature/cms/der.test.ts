import { describe, expect, it } from 'vitest'
import { Malformed } from '../limits.ts'
import { children, element, hex, integerHex, octets, oid, readTlv, smallInteger, time, toDer } from './der.ts'
import { nameKey } from './name.ts'

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const tlv = (text: string) => readTlv(bytes(text))

describe('reading ASN.1', () => {
  it('reads lengths of every form, and leaves what follows alone', () => {
    expect(tlv('04 01 aa ff')).toMatchObject({ tag: 4, from: 2, end: 3 })
    expect(tlv('04 81 01 aa')).toMatchObject({ from: 3, end: 4 })
    expect(tlv('30 80 04 01 aa 00 00')).toMatchObject({ indefinite: true, to: 5, end: 7 })
    expect(hex(octets(tlv('24 80 04 01 aa 24 03 04 01 bb 00 00')))).toBe('aabb')
    expect(tlv('bf 81 01 00')).toMatchObject({ cls: 2, tag: 129 })
  })
  it.each([
    '',
    '30',
    '30 05 00',
    '30 84 ff ff ff ff',
    '04 80 00 00',
    '30 80 04 01 aa',
    '3f ff ff ff ff ff 01 00',
    '30 8f 00',
  ])('refuses %s', (text) => {
    expect(() => tlv(text)).toThrow(Malformed)
  })
  it('reads identifiers, integers and times', () => {
    expect(oid(tlv('06 09 2a 86 48 86 f7 0d 01 07 02'))).toBe('1.2.840.113549.1.7.2')
    expect(integerHex(tlv('02 02 00 80'))).toBe('80')
    expect(smallInteger(tlv('02 01 05'))).toBe(5)
    expect(() => integerHex(tlv('02 02 00 50'))).toThrow(Malformed)
    expect(() => smallInteger(tlv('02 01 ff'))).toThrow(Malformed)
    expect(time(readTlv(element(23, Buffer.from('260101000000Z'))))).toBe(Date.UTC(2026, 0, 1))
    expect(time(readTlv(element(24, Buffer.from('20260101070000+0700'))))).toBe(Date.UTC(2026, 0, 1))
    expect(() => time(readTlv(element(23, Buffer.from('yesterday'))))).toThrow(Malformed)
  })
  it('turns BER into DER: definite lengths, joined strings, sorted sets', () => {
    expect(hex(toDer(tlv('31 80 04 01 bb 04 01 aa 00 00')))).toBe('31060401aa0401bb')
    expect(hex(toDer(tlv('30 80 24 80 04 01 aa 04 01 bb 00 00 00 00')))).toBe('30040402aabb')
  })
  it('compares names after normalising', () => {
    const name = (tag: number, text: string) =>
      readTlv(
        element(0x30, element(0x31, element(0x30, bytes('06 03 55 04 03'), element(tag, Buffer.from(text))))),
      )
    expect(nameKey(name(19, 'TEST  Ten'))).toBe(nameKey(name(12, ' test ten')))
    expect(nameKey(name(12, 'a'))).not.toBe(nameKey(name(12, 'b')))
    expect(children(name(12, 'a'))).toHaveLength(1)
  })
})
