/** Requests: typed answers, refusals, and silence kept apart. */
import { describe, expect, it } from 'vitest'
import { Unreachable, type Transport, type TransportRequest } from './bridge.ts'
import { createHttp, tokenKey } from './http.ts'
import { deviceId, freshId, storageKeep, type Keep } from './keep.ts'

function answering(status: number, text: string): { transport: Transport; asked: TransportRequest[] } {
  const asked: TransportRequest[] = []
  return {
    asked,
    transport: {
      socketUrl: (path) => path,
      socket: () => ({ send: () => undefined, close: () => undefined }),
      request(request) {
        asked.push(request)
        return Promise.resolve({
          status,
          header: () => null,
          text: () => Promise.resolve(text),
          bytes: () => Promise.resolve(new ArrayBuffer(0)),
        })
      },
    },
  }
}

const memoryKeep = (start: Readonly<Record<string, string>> = {}): Keep => {
  const held = new Map(Object.entries(start))
  return {
    read: (key) => held.get(key) ?? null,
    write: (key, value) => void (value === null ? held.delete(key) : held.set(key, value)),
  }
}

const over = (status: number, text: string, keep = memoryKeep()) => {
  const { transport, asked } = answering(status, text)
  let ended = 0
  const http = createHttp({ transport, keep, language: () => 'en', signedOut: () => ended++ })
  return { http, asked, ended: () => ended }
}

describe('http', () => {
  it('gives the answer in its shape', async () => {
    const { http } = over(200, '{"ticket":"t","expiresInMs":30}')
    expect(await http.call('ticket', { body: {} })).toEqual({ ticket: 't', expiresInMs: 30 })
  })

  it('gives a refusal with its parameters', async () => {
    const { http } = over(429, '{"code":"account.locked","message":"…","params":{"seconds":30}}')
    expect(await http.call('me')).toEqual({ refused: 'account.locked', params: { seconds: 30 } })
  })

  it.each([
    [200, '<html>captive portal</html>'],
    [200, '{"other":1}'],
    [502, 'bad gateway'],
    [503, ''],
  ])('takes %i %s for silence', async (status, text) => {
    await expect(over(status, text).http.call('ticket', { body: {} })).rejects.toThrow(Unreachable)
  })

  it('tells when the login is over', async () => {
    const { http, ended } = over(401, '{"code":"account.required","message":"…"}')
    await http.call('me')
    expect(ended()).toBe(1)
  })

  it('sends the login of this window, the language, and fills the path', async () => {
    const { http, asked } = over(200, '{"ok":true}', memoryKeep({ [tokenKey]: 'abc' }))
    await http.call('revokeDevice', { params: { id: 'a/b' } })
    expect(asked[0]?.path).toBe('/api/devices/a%2Fb')
    expect(asked[0]?.method).toBe('DELETE')
    expect(asked[0]?.headers).toMatchObject({ authorization: 'Bearer abc', 'accept-language': 'en' })
  })
})

describe('keep', () => {
  it('lives on without storage', () => {
    const keep = storageKeep(() => {
      throw new Error('forbidden')
    })
    keep.write('a', 'b')
    expect(keep.read('a')).toBe('b')
    keep.write('a', null)
    expect(keep.read('a')).toBeNull()
  })

  it('knows its device again, and replaces an id it cannot use', () => {
    const keep = memoryKeep({ 'nt.device': 'no good!' })
    const made = deviceId(keep)
    expect(made).toMatch(/^[0-9a-f]{32}$/)
    expect(deviceId(keep)).toBe(made)
    expect(freshId()).not.toBe(freshId())
  })
})
