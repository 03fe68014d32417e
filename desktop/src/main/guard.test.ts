import { describe, expect, test } from 'vitest'
import { channels, type ChannelName } from '../bridge.ts'
import { forbiddenStart, forbiddenSwitches, isOwnPage, whyRefused, type Call } from './guard.ts'

const call = (url: string, parent: unknown = null): Call => ({
  senderFrame: { url, parent },
  sender: { id: 1 },
})
const own = 'app://nghi-truong/index.html'

describe('who may call', () => {
  test('the top frame of our page in our window', () => {
    expect(whyRefused(call(own), 'request', 'hall')).toBeNull()
    expect(whyRefused(call(`${own}#/x`), 'request', 'projector')).toBeNull()
  })

  test.each([
    'https://nghi-truong/index.html',
    'app://nghi-truong.evil/index.html',
    'app://evil/index.html',
    'app://nghi-truong:8/index.html',
    'app://x@nghi-truong/index.html',
    'file:///app://nghi-truong/index.html',
    'data:text/html,app://nghi-truong/',
    'about:blank',
    'blob:app://nghi-truong/1',
    '',
  ])('not a page at %j', (url) => {
    expect(isOwnPage(url)).toBe(false)
    expect(whyRefused(call(url), 'request', 'hall')).toBe('not our page')
  })

  test('not a frame inside, not a frame that is gone, not a foreign window', () => {
    expect(whyRefused(call(own, {}), 'request', 'hall')).toBe('not the top frame')
    expect(whyRefused({ senderFrame: null, sender: { id: 1 } }, 'request', 'hall')).toBe('the frame is gone')
    expect(whyRefused(call(own), 'request', null)).toBe('not our window')
  })

  test('the picture on the wall may read and nothing else', () => {
    const allowed = (Object.keys(channels) as ChannelName[]).filter(
      (name) => whyRefused(call(own), name, 'projector') === null,
    )
    expect(allowed.sort()).toEqual(['appInfo', 'request', 'socketClose', 'socketOpen', 'socketSend'])
  })
})

describe('how the shell may be started', () => {
  test('every forbidden switch, in every spelling', () => {
    for (const name of forbiddenSwitches)
      for (const argument of [
        `--${name}`,
        `--${name}=1`,
        `-${name}`,
        `/${name}`,
        `--${name.toUpperCase()}=x`,
      ])
        expect(forbiddenStart([argument], {}), argument).toEqual([`--${name}`])
  })

  test('the five the design names are among them', () => {
    const named = [
      'remote-debugging-port',
      'inspect',
      'proxy-server',
      'ignore-certificate-errors',
      'host-resolver-rules',
    ]
    for (const name of named) expect(forbiddenSwitches).toContain(name)
  })

  test('variables too; ordinary starts pass', () => {
    expect(
      forbiddenStart([], { NODE_OPTIONS: '--inspect', ELECTRON_RUN_AS_NODE: '1', SSLKEYLOGFILE: '' }),
    ).toEqual(['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS'])
    expect(forbiddenStart(['--hidden', '.', '/home/x/inspect.txt', '--lang=vi'], { PATH: '/bin' })).toEqual(
      [],
    )
  })
})
