import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createDevice } from './device-key.ts'
import { createKeystore } from './keystore.ts'
import { fakeSafe, tempFolder } from './testing/fakes.ts'

const setUp = (platform = 'linux') => {
  const safe = fakeSafe()
  const folder = tempFolder()
  const open = () => createKeystore({ safeStorage: safe.safeStorage, platform, folder })
  return { safe, folder, open }
}

describe('keystore', () => {
  test('the same key after a restart, another one for another purpose', async () => {
    const { open } = setUp()
    const shelf = await open().keyFor('shelf')
    expect(shelf).toBeInstanceOf(Uint8Array)
    expect(await open().keyFor('shelf')).toEqual(shelf)
    expect(await open().keyFor('outbox')).not.toEqual(shelf)
  })

  test.each(['basic_text', 'unknown'] as const)(
    'refuses the Linux backend %s and writes nothing',
    async (backend) => {
      const { safe, open, folder } = setUp()
      safe.backend = backend
      expect(await open().usable()).toBe(false)
      expect(await open().keyFor('shelf')).toEqual({ refused: 'shell.noKeystore' })
      expect(() => readFileSync(join(folder, 'device.wrapped'))).toThrow('ENOENT')
    },
  )

  test('refuses where the operating system has no keystore', async () => {
    const { safe, open } = setUp('win32')
    safe.available = false
    expect(await open().keyFor('shelf')).toEqual({ refused: 'shell.noKeystore' })
  })

  test('the backend is asked on Linux only', async () => {
    const { safe, open } = setUp('darwin')
    safe.backend = 'unknown'
    expect(await open().usable()).toBe(true)
  })

  test('a secret that cannot be opened is refused and stays as it is', async () => {
    const { safe, open, folder } = setUp()
    await open().keyFor('shelf')
    const before = readFileSync(join(folder, 'device.wrapped'))
    safe.lose()
    expect(await open().keyFor('shelf')).toEqual({ refused: 'shell.noKeystore' })
    expect(readFileSync(join(folder, 'device.wrapped'))).toEqual(before)
  })

  test('wraps again when the keystore asks for it', async () => {
    const { safe, open, folder } = setUp()
    const key = await open().keyFor('shelf')
    const before = readFileSync(join(folder, 'device.wrapped'))
    safe.reEncrypt = true
    expect(await open().keyFor('shelf')).toEqual(key)
    expect(readFileSync(join(folder, 'device.wrapped'))).not.toEqual(before)
  })

  test('two calls at once make one secret', async () => {
    const { open } = setUp()
    const keystore = open()
    const [a, b] = await Promise.all([keystore.keyFor('shelf'), keystore.keyFor('shelf')])
    expect(a).toEqual(b)
  })
})

describe('device key', () => {
  test('signs purpose and text, verifiable with its public key; nothing readable on the disk', async () => {
    const { open, folder } = setUp()
    const device = createDevice(open())
    const key = await device.key()
    const signed = await device.sign('nghi-truong-cast/v1', '{"choice":"yes"}')
    if ('refused' in key || 'refused' in signed) throw new Error('refused')
    expect(signed.keyId).toBe(key.keyId)
    const publicKey = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey },
      format: 'jwk',
    })
    const fits = (text: string) =>
      verify(null, Buffer.from(text), publicKey, Buffer.from(signed.signature, 'base64url'))
    expect(fits('nghi-truong-cast/v1\n{"choice":"yes"}')).toBe(true)
    expect(fits('{"choice":"yes"}')).toBe(false)
    expect(fits('nghi-truong-device/v1\n{"choice":"yes"}')).toBe(false)
    expect(await createDevice(open()).key()).toEqual(key)
    // PKCS #8 of Ed25519 begins with these bytes.
    expect(
      readFileSync(join(folder, 'signing.wrapped')).includes(Buffer.from('302e020100300506032b6570', 'hex')),
    ).toBe(false)
  })

  test('a lost key is refused, not replaced', async () => {
    const { safe, open } = setUp()
    await createDevice(open()).key()
    safe.lose()
    expect(await createDevice(open()).key()).toEqual({ refused: 'shell.noKeystore' })
    expect(await createDevice(open()).sign('nghi-truong-cast/v1', 'x')).toEqual({
      refused: 'shell.noKeystore',
    })
  })
})
