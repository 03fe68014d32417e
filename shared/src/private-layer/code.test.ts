/** The recovery code on paper: written, read back, mistyped. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeKeys, readCode, writeCode } from './code.ts'

const secret = fc.uint8Array({ minLength: 16, maxLength: 16 })

describe('the recovery code', () => {
  test('is read as it was written, however it is typed', () => {
    fc.assert(
      fc.property(secret, (bytes) => {
        const code = writeCode(bytes)
        expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/)
        expect(readCode(code)).toEqual(bytes)
        expect(readCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toEqual(bytes)
        expect(readCode(code.replaceAll('0', 'o').replaceAll('1', 'l'))).toEqual(bytes)
      }),
    )
  })

  test('notices every slip of one letter and nearly every exchange of neighbours', () => {
    const code = writeCode(Uint8Array.from({ length: 16 }, (_, n) => n * 37 + 5)).replaceAll('-', '')
    let missed = 0
    for (let at = 0; at < code.length; at++)
      for (const letter of '0123456789ABCDEFGHJKMNPQRSTVWXYZ')
        if (letter !== code[at] && readCode(code.slice(0, at) + letter + code.slice(at + 1))) missed++
    // 868 slips against 12 bits of checksum.
    expect(missed).toBeLessThan(3)
    expect(readCode(code.slice(1))).toBeNull()
    expect(readCode(`${code}0`)).toBeNull()
    expect(readCode('Đây không phải là mã khôi phục')).toBeNull()
  })

  test('gives different keys to different people', () => {
    const bytes = new Uint8Array(16).fill(7)
    expect(codeKeys(bytes, 'db020')).toEqual(codeKeys(bytes, 'db020'))
    expect(codeKeys(bytes, 'db020').secret).not.toEqual(codeKeys(bytes, 'db021').secret)
    expect(codeKeys(bytes, 'db020').secret).not.toEqual(codeKeys(bytes, 'db020').proof)
  })
})
