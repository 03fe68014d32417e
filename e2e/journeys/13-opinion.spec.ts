/**
 * Journey 13: a written opinion round from the question to the paper; a rule of the council's own with its warning; and
 * each delegate's device holding the announced list against its own vote.
 */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, session, test, type Hall } from '../fixtures/hall.ts'

const number = (n: number) => `db${String(n).padStart(3, '0')}`

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze()
  expect(
    violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`),
  ).toEqual([])
}

async function present(hall: Hall, from: number, to: number): Promise<void> {
  const clerk = await hall.api('thuky1')
  for (let n = from; n <= to; n++)
    expect((await clerk.command('attendance.mark', { person: number(n), state: 'present' })).status).toBe(200)
}

/** What a PDF begins with, and how much there is of it. */
async function downloaded(page: Page, press: () => Promise<void>): Promise<{ name: string; head: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  return { name: download.suggestedFilename(), head: Buffer.concat(chunks).subarray(0, 5).toString('latin1') }
}

test('a written opinion: asked, reminded, answered and changed, ended by itself, announced and printed', async ({
  hall,
}) => {
  test.setTimeout(180_000)
  const clerk = await hall.seat('thuky1', { at: 'secretariat/opinions' })
  const [a, b] = await Promise.all([
    hall.seat('db010', { at: 'delegate' }),
    hall.seat('db011', { at: 'delegate' }),
  ])

  await test.step('the secretariat prepares it on the screen and sends it out', async () => {
    await clerk.getByRole('button', { name: 'Soạn phiếu lấy ý kiến' }).first().click()
    const form = clerk.getByRole('dialog')
    await form.getByLabel('Vấn đề lấy ý kiến').fill('Nhất trí dự thảo chương trình giám sát năm 2027?')
    await form.getByLabel('Nhất trí / Nhất trí, có chỉnh sửa bổ sung / Không nhất trí').check()
    await form
      .getByRole('button', { name: /^Thêm cả / })
      .first()
      .click()
    await expect(form.getByText(/Đã chọn \d+ người/)).toBeVisible()
    await expect(form.getByText(/quá nửa tổng số người được lấy ý kiến/).first()).toBeVisible()
    await accessible(clerk)
    await form.getByRole('button', { name: 'Lưu bản nháp' }).click()
    await expect(clerk.getByRole('dialog')).toHaveCount(0)
    await clerk.getByRole('button', { name: /^Xóa bản nháp: / }).click()
    await expect(clerk.getByText('Chưa có phiếu lấy ý kiến nào')).toBeVisible()
  })

  // The deadline of a journey is nearer than a day and an hour can be typed.
  const desk = await hall.api('thuky1')
  const [item] = await desk.every('item')
  const asked = [10, 11, 12, 13, 14].map(number)
  const drafted = await desk.command('opinion.draft', {
    item: item?.id,
    code: 'committee_vote',
    question: 'Nhất trí dự thảo chương trình giám sát năm 2027?',
    labels: 'opinion_form',
    people: asked,
    deadline: new Date(Date.now() + 60_000).toISOString(),
  })
  expect(drafted.status).toBe(200)
  const ballot = (await desk.every('ballot')).find((one) => one.method === 'written_opinion')?.id ?? ''

  await test.step('opened, though the session has not begun; those asked see it on every page', async () => {
    await clerk.getByRole('button', { name: /^Gửi lấy ý kiến: / }).click()
    await clerk.getByRole('dialog').getByRole('button', { name: 'Gửi lấy ý kiến' }).click()
    await expect(clerk.getByText('Chưa trả lời (5)')).toBeVisible()
    for (const page of [a, b])
      await expect(page.getByText(/có phiếu lấy ý kiến chưa trả lời/).first()).toBeVisible()
  })

  await test.step('answered from the device, changed, with a remark', async () => {
    await a.getByRole('button', { name: 'Trả lời' }).click()
    await a.getByRole('button', { name: 'Không nhất trí', exact: true }).click()
    await expect(a.getByText(/Đã ghi nhận – mã [0-9A-F]{8}/)).toBeVisible()
    await a.getByRole('button', { name: 'Nhất trí, có chỉnh sửa bổ sung', exact: true }).click()
    await expect(a.getByText('Ông/bà đã chọn: Nhất trí, có chỉnh sửa bổ sung')).toBeVisible()
    await a.getByLabel('Ý kiến bổ sung (nếu có)').fill('Đề nghị sửa khoản 2 Điều 3')
    await a.getByRole('button', { name: 'Gửi ý kiến bổ sung' }).click()
    await expect(a.getByText('Đã ghi nhận ý kiến bổ sung.')).toBeVisible()
    await expect(a.getByText(/có phiếu lấy ý kiến chưa trả lời/)).toHaveCount(0)
    await accessible(a)
    for (const who of [number(12), number(13)]) {
      const answer = { ballot, round: 1, choice: 'yes', clientSeq: 1 }
      expect((await (await hall.api(who)).command('ballot.cast', answer)).status).toBe(200)
    }
  })

  await test.step('the secretariat sees who has not answered, never how, and reminds them', async () => {
    await expect(clerk.getByText('Chưa trả lời (2)')).toBeVisible()
    await expect(clerk.getByText(/có chỉnh sửa bổ sung/)).toHaveCount(0)
    await clerk.getByRole('button', { name: 'Nhắc những người chưa trả lời' }).click()
    await expect(clerk.getByText(/Nhắc bởi thư ký lúc .*: 2 người/)).toBeVisible()
    await expect(b.getByText(/Nhắc lần 1: xin trả lời/).first()).toBeVisible()
    // Said aloud, not only shown.
    await expect(b.locator('[aria-live="assertive"]', { hasText: 'Nhắc lần 1' })).toHaveCount(1)
    await expect(a.getByText(/Nhắc lần/)).toHaveCount(0)
    await accessible(clerk)
  })

  await test.step('it ends by itself at the deadline, survives a crash before it, and is announced', async () => {
    await hall.crash()
    await expect(clerk.getByText('Hết hạn, chờ công bố')).toBeVisible({ timeout: 90_000 })
    const late = await (
      await hall.api(number(14))
    ).command('ballot.cast', { ballot, round: 1, choice: 'yes', clientSeq: 1 })
    expect(late.body['code']).toBe('ballot.closed')
    const chair = await hall.seat('chutoa', { at: 'chair/opinions' })
    await chair.getByRole('button', { name: 'Công bố kết quả' }).click()
    await expect(chair.getByText('Đủ điều kiện thông qua').first()).toBeVisible()
    await expect(a.getByText('Được lấy ý kiến 5 · đã trả lời 3').first()).toBeVisible()
    await expect(a.getByText(/40,00 % số người được lấy ý kiến/).first()).toBeVisible()
    await expect(a.getByText('Đã đối chiếu: phiếu của ông/bà có trong danh sách công bố')).toBeVisible()
    await expect(b.getByText('Đề nghị sửa khoản 2 Điều 3')).toHaveCount(0)
    await b.getByRole('link', { name: 'Lấy ý kiến' }).click()
    await expect(b.getByText('Đề nghị sửa khoản 2 Điều 3')).toBeVisible()
    const sheet = await downloaded(a, () =>
      a
        .getByRole('button', { name: /^In phiếu kết quả: Nhất trí/ })
        .first()
        .click(),
    )
    expect(sheet.head).toBe('%PDF-')
    expect(sheet.name).toMatch(/^phieu-ket-qua-.*\.pdf$/)
  })
  const [result] = (await (await hall.api('db010')).every('result')).filter((one) => one.id === ballot)
  expect(result).toMatchObject({ yes: 3, base: 5, cast: 3, needed: 3, passed: true })
})

test('a rule of the council’s own is warned of to those who prepare and open, and stands on the result', async ({
  hall,
}) => {
  test.setTimeout(150_000)
  await present(hall, 4, 50)
  const api = await hall.api('chutoa')
  expect((await api.command('attendance.checkIn', {})).status).toBe(200)
  expect((await api.command('session.open', {})).status).toBe(200)
  const clerk = await hall.seat('thuky1', { at: 'secretariat/rules' })

  await test.step('made on the screen, with the warning while typing', async () => {
    await clerk.getByRole('button', { name: 'Sửa quy tắc: Thông qua nghị quyết (toàn văn)' }).click()
    const form = clerk.getByRole('dialog')
    await expect(form.getByText('Đúng như quy định chung.')).toBeVisible()
    await form.getByLabel('Căn cứ trong quy chế của Hội đồng').fill('Điều 12 Quy chế làm việc')
    await form.getByLabel('Tử số').fill('2')
    await form.getByLabel('Mẫu số').fill('5')
    await expect(
      form.getByText(/mức thông qua THẤP hơn quy định chung \(quá 2\/5; quy định chung: quá 1\/2\)/),
    ).toBeVisible()
    await expect(form.getByText('Với 65 người: cần ít nhất 27 phiếu.')).toBeVisible()
    await accessible(clerk)
    await form.getByRole('button', { name: 'Lưu quy tắc' }).click()
    await expect(clerk.getByRole('dialog')).toHaveCount(0)
    await expect(clerk.getByText('Quy tắc riêng', { exact: true })).toBeVisible()
  })

  const draft = {
    item: (await api.every('item'))[0]?.id,
    code: 'adopt_resolution',
    question: 'Thông qua quy chế?',
  }
  expect((await (await hall.api('thuky1')).command('ballot.draft', draft)).status).toBe(200)
  const chair = await hall.seat('chutoa', { at: 'chair/ballots' })
  const voter = await hall.seat('db010', { at: 'delegate' })

  await test.step('the chair is told before opening, by button and by the remote’s key', async () => {
    await expect(chair.getByRole('note', { name: 'Quy tắc riêng, khác quy định chung' })).toBeVisible()
    await chair.keyboard.press('PageDown')
    const asked = chair.getByRole('dialog')
    await expect(asked.getByText('Thông qua quy chế?')).toBeVisible()
    await expect(asked.getByText(/mức thông qua THẤP/)).toBeVisible()
    await chair.keyboard.press('Escape')
    await chair.getByRole('button', { name: 'Bắt đầu biểu quyết: Thông qua quy chế?' }).click()
    await expect(asked.getByText('Bắt đầu theo quy tắc riêng?')).toBeVisible()
    await asked.getByRole('button', { name: 'Vẫn bắt đầu' }).click()
    await expect(voter.locator('[aria-live="assertive"]', { hasText: 'Biểu quyết bắt đầu' })).toHaveCount(1)
    // The keys are heard once the choices are there.
    await expect(voter.getByRole('button', { name: /Tán thành/ }).first()).toBeVisible()
    await voter.keyboard.press('1')
    await expect(voter.getByText('Ông/bà đã chọn: Tán thành')).toBeVisible()
  })

  await test.step('ended and announced by the remote alone; said aloud; the sheet names the departure', async () => {
    const ballot = (await api.every('ballot'))[0]?.id ?? ''
    await Promise.all(
      Array.from({ length: 27 }, (_, n) => n + 11).map(async (n) => {
        const cast = { ballot, round: 1, choice: 'yes', clientSeq: 1 }
        expect((await (await hall.api(number(n))).command('ballot.cast', cast)).status).toBe(200)
      }),
    )
    for (const [title, confirm] of [
      ['Kết thúc biểu quyết?', 'Kết thúc biểu quyết'],
      ['Công bố kết quả?', 'Công bố kết quả'],
    ] as const) {
      if (confirm === 'Công bố kết quả')
        await expect(chair.getByRole('button', { name: confirm }).first()).toBeVisible()
      await chair.keyboard.press('PageDown')
      await expect(chair.getByRole('dialog', { name: title })).toBeVisible()
      await chair.getByRole('dialog').getByRole('button', { name: confirm }).click()
    }
    await expect(voter.locator('[aria-live="assertive"]', { hasText: 'Kết quả: Đủ điều kiện' })).toHaveCount(
      1,
    )
    await expect(chair.getByText(/28 phiếu tán thành, cần ít nhất 27/).first()).toBeVisible()
    const { status } = await api.call('GET', `/api/sessions/${session}/ballots/${ballot}/sheet`)
    expect(status).toBe(200)
  })
})

test('each device compares its own vote with what the hall saw; a tampered list raises the alarm', async ({
  hall,
}) => {
  test.setTimeout(150_000)
  await present(hall, 4, 50)
  const [chair, clerk] = [await hall.api('chutoa'), await hall.api('thuky1')]
  await chair.command('attendance.checkIn', {})
  expect((await chair.command('session.open', {})).status).toBe(200)
  const [item] = await clerk.every('item')
  expect((await chair.command('agenda.start', { item: item?.id })).status).toBe(200)
  await clerk.command('ballot.draft', { item: item?.id, code: 'adopt_agenda', question: 'Thông qua?' })
  const ballot = (await clerk.every('ballot'))[0]?.id ?? ''
  await chair.command('ballot.open', { ballot })
  const projector = await hall.seat('manhinh', { at: 'projector', viewport: { width: 1920, height: 1080 } })
  const [honest, cheated] = await Promise.all([
    hall.seat('db020', { at: 'delegate' }),
    hall.seat('db021', { at: 'delegate' }),
  ])
  for (const page of [honest, cheated]) {
    await page.getByRole('dialog').getByRole('button', { name: 'Tán thành', exact: true }).click()
    await expect(page.getByText(/Đã ghi nhận – mã [0-9A-F]{8}/)).toBeVisible()
  }
  const told = await honest.getByText(/Đã ghi nhận – mã [0-9A-F]{8}/).innerText()
  const code = told.slice(-8)
  // What a dishonest server would show this one device: its line with another choice.
  await cheated.routeWebSocket(/\/live/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => server.send(message))
    server.onMessage((message) => {
      if (typeof message !== 'string') return socket.send(message)
      socket.send(
        message.replace(/("person":"db021","choice":")yes|("choice":")yes(","person":"db021")/g, '$1$2no$3'),
      )
    })
  })
  await cheated.reload()
  await expect(cheated.getByText('Thông qua?').first()).toBeVisible()
  await chair.command('ballot.close', { ballot })
  await expect
    .poll(async () => (await chair.every('ballot')).find((one) => one.id === ballot)?.state)
    .toBe('closed')
  expect((await chair.command('ballot.publish', { ballot })).status).toBe(200)
  const [result] = await chair.every('result')
  const short = result?.code.toUpperCase() ?? ''
  expect(short).toMatch(/^[0-9A-F]{8}$/)

  await test.step('the same short code on the big screen and on the device, beside one’s own entry', async () => {
    await expect(projector.getByText(short)).toBeVisible()
    await expect(honest.getByText(`Mã kết quả ${short}`).first()).toBeVisible()
    await expect(
      honest.getByText('Đã đối chiếu: phiếu của ông/bà có trong danh sách công bố').first(),
    ).toBeVisible()
    await expect(honest.getByText(new RegExp(`Mã phiếu ${code} – Tán thành`)).first()).toBeVisible()
    await expect(projector.getByText(/thiết bị đã tự đối chiếu|thiết bị báo KHÔNG KHỚP/)).toBeVisible()
    await accessible(honest)
  })

  await test.step('the other device says plainly that it does not agree, and the desk is told who', async () => {
    await expect(
      cheated
        .getByRole('alert')
        .getByText(/KHÔNG KHỚP với phiếu của ông\/bà/)
        .first(),
    ).toBeVisible()
    await expect
      .poll(async () => (await chair.every('witness')).filter((one) => !one.agrees).map((one) => one.person))
      .toEqual(['db021'])
    await accessible(cheated)
  })

  await test.step('delegates read what was decided and concluded on one page', async () => {
    await clerk.command('minutes.conclude', { item: item?.id, text: 'Hội đồng thông qua chương trình.' })
    expect((await chair.command('minutes.publishConclusion', { item: item?.id })).status).toBe(200)
    const guest = await hall.seat('db030', { at: 'delegate/outcomes' })
    await expect(guest.getByText('Hội đồng thông qua chương trình.')).toBeVisible()
    await expect(guest.getByRole('heading', { name: 'Thông qua?' })).toBeVisible()
    await expect(guest.getByRole('button', { name: 'In phiếu kết quả: Thông qua?' })).toBeVisible()
    await accessible(guest)
  })
})
