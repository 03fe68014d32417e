// @vitest-environment happy-dom
/** Choosing a server in the shell: what is typed, what is found, what is said. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { BridgeServers } from '../../client/servers.ts'
import { DisplayProvider } from '../../ui/display.tsx'
import { startWords } from '../../ui/words/words.ts'
import { ChooseServer } from './ChooseServer.tsx'
import { OtherServer } from './OtherServer.tsx'
import { stubMatchMedia } from '../../testing/match-media.ts'

const words = await startWords('vi')
const keep = { read: () => null, write: () => undefined }
const pin = '7FE70-5W15N-TAAFW-QN5KW'

beforeAll(() => {
  stubMatchMedia()
})
afterEach(cleanup)

function shell(answer: Awaited<ReturnType<BridgeServers['choose']>>) {
  const asked: unknown[] = []
  const servers: BridgeServers = {
    find: async () => [{ name: 'Máy chủ A', origin: 'https://10.0.0.5:8080', secure: true }],
    choose: async (wanted) => {
      asked.push(wanted)
      return answer
    },
  }
  return { servers, asked }
}

function open(servers: BridgeServers) {
  const chosen = vi.fn()
  render(
    <DisplayProvider keep={keep} words={words}>
      <ChooseServer servers={servers} onChosen={chosen} />
    </DisplayProvider>,
  )
  return { chosen }
}

const type = (label: string | RegExp, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } })
const submit = (): void => void fireEvent.click(screen.getByRole('button', { name: 'Kết nối' }))

describe('choosing a server', () => {
  it('takes the address of a server that was found, and the code that was typed', async () => {
    const { servers, asked } = shell({ origin: 'https://10.0.0.5:8080', authority: null })
    const { chosen } = open(servers)
    fireEvent.click(await screen.findByRole('button', { name: /Máy chủ A/ }))
    type(/Mã xác nhận/, pin.toLowerCase())
    submit()
    await vi.waitFor(() => expect(chosen).toHaveBeenCalledOnce())
    expect(asked).toEqual([{ origin: 'https://10.0.0.5:8080', pin }])
  })

  it('says so when what answered is not the server of the code, and goes nowhere', async () => {
    const { servers } = shell({ refused: 'server.notMeant' })
    const { chosen } = open(servers)
    type('Địa chỉ máy chủ', '10.0.0.5:8080')
    type(/Mã xác nhận/, pin)
    submit()
    expect((await screen.findByRole('alert')).textContent).toContain('mã xác nhận không khớp')
    expect(chosen).not.toHaveBeenCalled()
  })

  it('asks nobody while the code is too short', async () => {
    const { servers, asked } = shell({ refused: 'server.notMeant' })
    open(servers)
    type('Địa chỉ máy chủ', '10.0.0.5:8080')
    type(/Mã xác nhận/, 'ABC')
    submit()
    expect((await screen.findByRole('alert')).textContent).toContain('20 ký tự')
    expect(asked).toEqual([])
  })

  it('needs no further code where a whole connection code was pasted', async () => {
    const { servers, asked } = shell({ origin: 'https://10.0.0.5:8080', authority: null })
    open(servers)
    type('Địa chỉ máy chủ', `hdnd1:https://10.0.0.5:8080#${'ab'.repeat(32)}`)
    expect(screen.queryByLabelText(/Mã xác nhận/)).toBeNull()
    submit()
    await vi.waitFor(() => expect(asked).toEqual([{ origin: 'https://10.0.0.5:8080', pin: 'ab'.repeat(32) }]))
  })
})

describe('where the server does not answer', () => {
  const show = () =>
    render(
      <DisplayProvider keep={keep} words={words}>
        <OtherServer onChosen={() => undefined} />
      </DisplayProvider>,
    )
  afterEach(() => vi.unstubAllGlobals())

  it('a browser offers nothing, the shell the form at once, or behind a button where a server was chosen', async () => {
    show()
    await Promise.resolve()
    expect(screen.queryByRole('button')).toBeNull()
    cleanup()
    const { servers } = shell({ refused: 'server.notMeant' })
    Object.assign(window, { nghiTruong: { servers, info: async () => ({ server: null }) } })
    show()
    expect(await screen.findByLabelText('Địa chỉ máy chủ')).toBeTruthy()
    cleanup()
    Object.assign(window, {
      nghiTruong: { servers, info: async () => ({ server: { origin: 'https://a' } }) },
    })
    show()
    const button = await screen.findByRole('button', { name: 'Dùng máy chủ khác' })
    expect(screen.queryByLabelText('Địa chỉ máy chủ')).toBeNull()
    fireEvent.click(button)
    expect(await screen.findByLabelText('Địa chỉ máy chủ')).toBeTruthy()
    Reflect.deleteProperty(window, 'nghiTruong')
  })
})
