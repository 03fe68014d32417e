/** What people type becomes an address and a code, or a word for what is wrong; addresses are tried in their order. */
import { describe, expect, test } from 'vitest'
import { pinOf, writeConnectCode } from '@nghi-truong/shared/protocol/connect'
import type { BridgeServers, ChosenServer, ShellRefusal } from '../../bridge.ts'
import { chooseServer, readWanted } from './servers.ts'

const authority = 'ab'.repeat(32)
const pin = pinOf(authority)

describe('what was typed', () => {
  test('an address and letters, the text of a QR code, or a domain alone', () => {
    expect(readWanted(' 192.168.1.10:8080 ', pin.toLowerCase())).toEqual({
      origins: ['https://192.168.1.10:8080'],
      pin,
    })
    const origins = ['https://192.168.1.10:8080', 'https://hop.hdnd.internal']
    expect(readWanted(writeConnectCode({ origins, authority }), 'whatever')).toEqual({
      origins,
      pin: authority,
    })
    expect(readWanted('https://hop.tinh.gov.vn', '')).toEqual({
      origins: ['https://hop.tinh.gov.vn'],
      pin: null,
    })
    expect(readWanted('http://192.168.1.10:8080', '')).toEqual({
      origins: ['http://192.168.1.10:8080'],
      pin: null,
    })
  })
  test.each([
    ['', pin, 'badAddress'],
    ['a b', pin, 'badAddress'],
    ['192.168.1.10/phong', pin, 'badAddress'],
    ['ai@192.168.1.10', pin, 'badAddress'],
    ['hdnd1:https://a.vn#12', '', 'badAddress'],
    ['192.168.1.10', pin.slice(0, -1), 'badPin'],
    ['192.168.1.10', 'UUUUU-UUUUU-UUUUU-UUUUU', 'badPin'],
  ] as const)('%j with %j is %s', (address, code, wrong) => {
    expect(readWanted(address, code)).toBe(wrong)
  })
})

describe('choosing', () => {
  const shell = (answers: Readonly<Record<string, ChosenServer | ShellRefusal>>) => {
    const asked: unknown[] = []
    const servers: BridgeServers = {
      find: async () => [],
      choose: async (server) => {
        asked.push(server)
        return answers[server.origin] ?? { refused: 'server.notThere' }
      },
    }
    return { servers, asked }
  }

  test('goes on to the next address while nobody answers, and stops at a server that is not meant', async () => {
    const good = shell({ b: { origin: 'b', authority } })
    expect(await chooseServer(good.servers, { origins: ['a', 'b', 'c'], pin })).toBeNull()
    expect(good.asked).toEqual([
      { origin: 'a', pin },
      { origin: 'b', pin },
    ])
    const evil = shell({ a: { refused: 'server.notMeant' }, b: { origin: 'b', authority } })
    expect(await chooseServer(evil.servers, { origins: ['a', 'b'], pin })).toBe('server.notMeant')
    expect(evil.asked).toHaveLength(1)
    expect(await chooseServer(shell({}).servers, { origins: ['a'], pin: null })).toBe('server.notThere')
  })
})
