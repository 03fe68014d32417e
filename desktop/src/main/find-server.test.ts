import { describe, expect, test } from 'vitest'
import { cleanName, findServers, readAnnouncement, serviceType, type Announced } from './find-server.ts'

const hall: Announced = { name: 'HĐND tỉnh', port: 8443, addresses: ['192.168.1.10'], txt: { tls: '1' } }

const find = async (services: readonly Announced[], plainHttp = false) => {
  const log: string[] = []
  const found = await findServers({
    browse(type, up) {
      log.push(`browse ${type}`)
      for (const service of services) up(service)
      return () => log.push('stop')
    },
    wait(ms) {
      log.push(`wait ${ms}`)
      return Promise.resolve()
    },
    plainHttp,
  })
  return { found, log }
}

describe('find servers', () => {
  test('listens, stops, gives a list without doubles, by name', async () => {
    const other = { ...hall, name: 'Ấp Bắc', addresses: ['10.0.0.2'] }
    const { found, log } = await find([hall, other, hall])
    expect(found).toEqual([
      { name: 'Ấp Bắc', origin: 'https://10.0.0.2:8443', secure: true },
      { name: 'HĐND tỉnh', origin: 'https://192.168.1.10:8443', secure: true },
    ])
    expect(log).toEqual([`browse ${serviceType}`, 'wait 2000', 'stop'])
  })

  test('stops listening also when waiting fails', async () => {
    let stopped = false
    await expect(
      findServers({
        browse: () => () => (stopped = true),
        wait: () => Promise.reject(new Error('x')),
        plainHttp: false,
      }),
    ).rejects.toThrow('x')
    expect(stopped).toBe(true)
  })

  test('servers without TLS only where plain http is configured', async () => {
    const plain = { ...hall, txt: {} }
    expect((await find([plain])).found).toEqual([])
    expect((await find([plain], true)).found).toEqual([
      { name: 'HĐND tỉnh', origin: 'http://192.168.1.10:8443', secure: false },
    ])
  })

  test('prefers IPv4; takes IPv6 of the house; never a public address', () => {
    expect(readAnnouncement({ ...hall, addresses: ['fd00::5', '10.1.1.1'] })?.origin).toBe(
      'https://10.1.1.1:8443',
    )
    expect(readAnnouncement({ ...hall, addresses: ['fd00::5'] })?.origin).toBe('https://[fd00::5]:8443')
    for (const addresses of [['8.8.8.8'], ['2001:db8::1'], ['evil.example'], [], ['::ffff:8.8.8.8']])
      expect(readAnnouncement({ ...hall, addresses }), addresses.join()).toBeNull()
  })

  test('broken announcements are left out', () => {
    for (const broken of [
      { port: 0 },
      { port: 70_000 },
      { port: Number.NaN },
      { name: '' },
      { name: '\u202e\u0007 ' },
      { txt: 'x' },
      { txt: null },
    ])
      expect(readAnnouncement({ ...hall, ...broken })?.secure ?? false, JSON.stringify(broken)).toBe(false)
  })

  test('names are cleaned, NFC, short', () => {
    expect(cleanName(' Ho\u0323\u0302i \u202etrường\u0000 ')).toBe('Hội trường')
    expect(cleanName('x'.repeat(200))).toHaveLength(80)
    expect(cleanName('a\ud800b').isWellFormed()).toBe(true)
  })

  test('a crowd of forged servers does not fill the list', async () => {
    const crowd = Array.from({ length: 500 }, (_, n) => ({ ...hall, port: 1000 + n }))
    expect((await find(crowd)).found).toHaveLength(32)
  })
})
