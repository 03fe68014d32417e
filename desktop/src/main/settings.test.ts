import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadSettings, saveServer } from './settings.ts'
import { makeAuthority } from './testing/certificates.ts'
import { tempFolder } from './testing/fakes.ts'

const installed = { argv: [], env: {}, packaged: true }
const none = { server: null, plainHttp: false }

describe('settings', () => {
  test('nothing there: no server, no plain http', async () => {
    expect(await loadSettings(join(tempFolder(), 'server.json'), installed)).toEqual(none)
  })

  test('what is saved is loaded, and plain http stays as it was configured', async () => {
    const path = join(tempFolder(), 'server.json')
    const { pem } = await makeAuthority('CA')
    const settings = {
      server: { origin: 'https://10.0.0.5', ca: pem, servername: 'hop.hdnd.internal' },
      plainHttp: false,
    }
    await saveServer(path, settings)
    expect(await loadSettings(path, installed)).toEqual(settings)
    expect(readFileSync(path, 'utf8')).not.toContain('plainHttp')
    await saveServer(path, { ...settings, plainHttp: true })
    expect((await loadSettings(path, installed)).plainHttp).toBe(true)
    const house = { key: 'k'.repeat(43), epoch: 2, others: ['https://10.0.0.6:8443'] }
    await saveServer(path, { ...settings, house })
    expect(await loadSettings(path, installed)).toEqual({ ...settings, house })
    // Of the server in the file, not of the one given for a trial.
    const trial = { ...installed, packaged: false, argv: ['--server=https://10.0.0.9'] }
    expect((await loadSettings(path, trial)).house).toBeUndefined()
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
    expect(await loadSettings(path, installed)).toEqual(none)
  })

  test('arguments and environment are heard in development only', async () => {
    const path = join(tempFolder(), 'server.json')
    const load = (argv: readonly string[], env: Record<string, string>, packaged: boolean) =>
      loadSettings(path, { argv, env, packaged })
    const server = 'http://10.0.0.5:8080'
    const env = { NGHI_TRUONG_SERVER: server, NGHI_TRUONG_PLAIN_HTTP: '1' }
    expect(await load([], env, true)).toEqual(none)
    expect(
      await load(['--server=https://10.0.0.5'], { NGHI_TRUONG_SERVER: 'https://10.0.0.5' }, true),
    ).toEqual(none)
    expect(await load([], env, false)).toEqual({ server: { origin: server }, plainHttp: true })
    expect(await load([], { NGHI_TRUONG_SERVER: server }, false)).toEqual(none)
    expect(await load([`--server=${server}`], {}, false)).toEqual(none)
  })

  test('a development start may speak to this very machine without TLS', async () => {
    const path = join(tempFolder(), 'server.json')
    for (const origin of ['http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080'])
      expect(
        await loadSettings(path, { argv: ['electron', `--server=${origin}`], env: {}, packaged: false }),
      ).toEqual({
        server: { origin },
        plainHttp: true,
      })
    for (const origin of ['http://localhost.evil:8080', 'http://127.0.0.1.evil', 'http://localhost@evil/'])
      expect(
        await loadSettings(path, { argv: [`--server=${origin}`], env: {}, packaged: false }),
        origin,
      ).toEqual(none)
  })
})
