import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadSettings, saveServer } from './settings.ts'
import { makeAuthority } from './testing/certificates.ts'
import { tempFolder } from './testing/fakes.ts'

const none = { server: null, plainHttp: false }

describe('settings', () => {
  test('nothing there: no server, no plain http', async () => {
    expect(await loadSettings(join(tempFolder(), 'server.json'), {}, true)).toEqual(none)
  })

  test('what is saved is loaded, and plain http stays as it was configured', async () => {
    const path = join(tempFolder(), 'server.json')
    const { pem } = await makeAuthority('CA')
    const settings = {
      server: { origin: 'https://10.0.0.5', ca: pem, servername: 'hop.hdnd.internal' },
      plainHttp: false,
    }
    await saveServer(path, settings)
    expect(await loadSettings(path, {}, true)).toEqual(settings)
    expect(readFileSync(path, 'utf8')).not.toContain('plainHttp')
    await saveServer(path, { ...settings, plainHttp: true })
    expect((await loadSettings(path, {}, true)).plainHttp).toBe(true)
  })

  test.each([
    ['{', 'cut short'],
    ['{"origin":"http://10.0.0.5"}', 'plain http'],
    ['{"origin":"https://10.0.0.5","ca":"nonsense"}', 'an authority that cannot be read'],
    ['{"origin":"https://10.0.0.5","extra":1}', 'unknown keys'],
    ['{"origin":7}', 'a wrong type'],
    ['{"origin":"https://10.0.0.5/path"}', 'more than an address'],
  ])('a file %s gives no server (%s)', async (text) => {
    const path = join(tempFolder(), 'server.json')
    writeFileSync(path, text)
    expect(await loadSettings(path, {}, true)).toEqual(none)
  })

  test('the environment is heard in development only', async () => {
    const path = join(tempFolder(), 'server.json')
    const env = { NGHI_TRUONG_SERVER: 'http://127.0.0.1:8080', NGHI_TRUONG_PLAIN_HTTP: '1' }
    expect(await loadSettings(path, env, true)).toEqual(none)
    expect(await loadSettings(path, { NGHI_TRUONG_SERVER: 'https://10.0.0.5' }, true)).toEqual(none)
    expect(await loadSettings(path, env, false)).toEqual({
      server: { origin: 'http://127.0.0.1:8080' },
      plainHttp: true,
    })
    expect(await loadSettings(path, { NGHI_TRUONG_SERVER: env.NGHI_TRUONG_SERVER }, false)).toEqual(none)
  })
})
