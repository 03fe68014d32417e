/**
 * Journey 7: a secret election on paper run by the Ban kiểm phiếu, its figures entered twice by two people; and a vote that
 * turns from the devices to a show of hands.
 */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { demoTellers } from '@nghi-truong/server/src/demo/session.ts'
import { expect, test, type Hall } from '../fixtures/hall.ts'

const number = (n: number) => `db${String(n).padStart(3, '0')}`

/** Opens the sitting with the delegates 1 to `to` present, at its last item. */
async function openSitting(hall: Hall, to: number): Promise<void> {
  const [clerk, chair] = [await hall.api('thuky1'), await hall.api('chutoa')]
  await Promise.all(
    Array.from({ length: to }, (_, n) =>
      clerk.command('attendance.mark', { person: number(n + 1), state: 'present' }),
    ),
  )
  expect((await chair.command('session.open', {})).status).toBe(200)
  const items = (await clerk.every('item')).toSorted((a, b) => a.position - b.position)
  expect((await chair.command('agenda.start', { item: items.at(-1)?.id })).status).toBe(200)
}

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze()
  expect(
    violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`),
  ).toEqual([])
}

interface Sheet {
  readonly issued: number
  readonly returned: number
  readonly blank: number
  /** Đồng ý, không đồng ý. */
  readonly khoi: readonly [number, number]
  readonly duong: readonly [number, number]
}

const right: Sheet = { issued: 60, returned: 59, blank: 1, khoi: [50, 8], duong: [30, 28] }

async function enter(page: Page, sheet: Sheet): Promise<void> {
  await page.getByLabel('Số phiếu phát ra').fill(String(sheet.issued))
  await page.getByLabel('Số phiếu thu về').fill(String(sheet.returned))
  await page.getByLabel('Bỏ trống hoặc gạch hết').fill(String(sheet.blank))
  for (const [name, [yes, no]] of [
    ['Trần Đăng Khôi', sheet.khoi],
    ['Mai Thị Thùy Dương', sheet.duong],
  ] as const) {
    const person = page.getByRole('group', { name, exact: true })
    await person.getByLabel('Đồng ý', { exact: true }).fill(String(yes))
    await person.getByLabel('Không đồng ý', { exact: true }).fill(String(no))
  }
}

const send = (page: Page) => page.getByRole('button', { name: 'Ghi nhận số liệu tôi nhập' })

test('an election on paper: two tellers, one mistake, one result', async ({ hall }) => {
  test.setTimeout(240_000)
  await openSitting(hall, 60)
  const people = await (await hall.api('thuky1')).every('person')
  const nameOf = (id: string): string => people.find((one) => one.id === id)?.name ?? id
  const chair = await hall.seat('chutoa', { at: 'chair/paper' })

  await test.step('the chair enters the Ban kiểm phiếu; the law says how many', async () => {
    await chair.getByRole('button', { name: 'Lập Ban kiểm phiếu' }).click()
    const form = chair.getByRole('dialog')
    for (const { person } of demoTellers) {
      await expect(form.getByRole('button', { name: 'Ghi nhận Ban kiểm phiếu' })).toBeDisabled()
      await form.getByLabel('Thành viên').fill(nameOf(person))
      await chair.getByRole('option', { name: nameOf(person), exact: true }).click()
    }
    await expect(form.getByText('Đã chọn 7, cần ít nhất 7')).toBeVisible()
    await expect(form.getByText(/Căn cứ: Mục 5 Hướng dẫn số 883/)).toBeVisible()
    await chair.keyboard.press('Tab')
    for (const [label, office] of [
      ['Trưởng ban', 'head'],
      ['Thư ký ban', 'secretary'],
    ] as const) {
      const person = demoTellers.find((one) => one.office === office)?.person ?? ''
      await form.getByRole('combobox', { name: label }).click()
      await chair.getByRole('option', { name: nameOf(person), exact: true }).click()
    }
    await accessible(chair)
    await form.getByRole('button', { name: 'Ghi nhận Ban kiểm phiếu' }).click()
    await expect(chair.getByText('7 người', { exact: true })).toBeVisible()
  })

  await test.step('the ballot is prepared; a teller on it would be named', async () => {
    await chair.getByRole('button', { name: 'Soạn cuộc bỏ phiếu' }).click()
    const form = chair.getByRole('dialog')
    await form.getByLabel('Tên cuộc bỏ phiếu').fill('Bầu bổ sung Ủy viên Ủy ban nhân dân tỉnh')
    await form.getByLabel('Số người được bầu').fill('2')
    await expect(form.getByText(/Cần ≥ 33\/65 phiếu tán thành · Số người được bầu: 2/)).toBeVisible()
    await form.getByLabel('Họ và tên').fill(nameOf('db012'))
    await expect(form.getByText(`${nameOf('db012')} đang ở trong Ban kiểm phiếu`)).toBeVisible()
    await form.getByLabel('Họ và tên').fill('tran dang khoi')
    await chair.getByRole('option', { name: 'Trần Đăng Khôi' }).click()
    await form.getByRole('button', { name: 'Thêm người' }).click()
    await form.getByLabel('Họ và tên').nth(1).fill('Mai Thị Thùy Dương')
    await form.getByLabel('Chức vụ, chức danh').nth(1).fill('Giám đốc Sở Khoa học và Công nghệ')
    await form.getByRole('button', { name: 'Lưu bản nháp' }).click()
    await chair.getByRole('button', { name: /^Bắt đầu bỏ phiếu:/ }).click()
    await chair.getByRole('dialog').getByRole('button', { name: 'Bắt đầu bỏ phiếu' }).click()
    await expect(chair.getByText('Đang phát và thu phiếu', { exact: true })).toBeVisible()
  })

  const [head, secretary, delegate] = await Promise.all([
    hall.seat('db012', { at: 'delegate' }),
    hall.seat('db021', { at: 'committee', viewport: { width: 820, height: 1180 } }),
    hall.seat('db030', { at: 'delegate/ballots' }),
  ])

  await test.step('the first sheet: what does not add up is named by its place', async () => {
    await head.getByRole('button', { name: 'Vào trang Ban kiểm phiếu' }).click()
    await head.getByRole('button', { name: 'Bắt đầu kiểm phiếu' }).click()
    await enter(head, { ...right, issued: 61, duong: [30, 27] })
    await expect(head.getByText('số phiếu phát ra lớn hơn số đại biểu có mặt (60)')).toBeVisible()
    await expect(head.getByText(/phiếu của Mai Thị Thùy Dương: tổng phải bằng/)).toBeVisible()
    await expect(send(head)).toBeDisabled()
    await accessible(head)
    await enter(head, right)
    await expect(head.getByText('Số liệu chưa khớp ở:')).toHaveCount(0)
    await send(head).click()
    await expect(head.getByText(/Chờ người thứ hai nhập độc lập/)).toBeVisible()
  })

  await test.step('the second sheet differs: both learn where, neither sees the other', async () => {
    // Enter goes from field to field and hands nothing in.
    await secretary.getByLabel('Số phiếu phát ra').fill('60')
    await secretary.keyboard.press('Enter')
    await expect(secretary.getByLabel('Số phiếu thu về')).toBeFocused()
    await enter(secretary, { ...right, khoi: [51, 7] })
    await send(secretary).click()
    for (const page of [head, secretary, chair])
      await expect(page.getByText('phiếu của Trần Đăng Khôi', { exact: true })).toBeVisible()
    await expect(secretary.getByText(/Trần Đăng Khôi: Đồng ý 51/)).toBeVisible()
    await expect(secretary.getByText(/\b50\b/)).toHaveCount(0)
    await expect(head.getByText(/\b51\b/)).toHaveCount(0)
    await expect(chair.getByText(/\b5[01]\b/)).toHaveCount(0)
    await accessible(secretary)
    await secretary.getByRole('button', { name: 'Sửa số liệu' }).click()
    await enter(secretary, right)
    await send(secretary).click()
    await expect(secretary.getByText(/Các lần nhập đã khớp/)).toBeVisible()
  })

  await test.step('nobody else sees the result before it is announced', async () => {
    await expect(chair.getByText('Trúng cử', { exact: true })).toBeVisible()
    await expect(delegate.getByText('Chờ công bố')).toBeVisible()
    await expect(delegate.getByText('Trúng cử', { exact: true })).toHaveCount(0)
    expect(await (await hall.api('db030')).every('paperResult')).toEqual([])
    await chair.getByRole('button', { name: 'Công bố kết quả' }).click()
    await expect(delegate.getByText('Trúng cử', { exact: true })).toBeVisible()
    await expect(delegate.getByText('Không đủ phiếu trúng cử')).toBeVisible()
    // 50 of all 65 delegates, and of the 59 papers returned.
    await expect(delegate.getByText('76,92 % tổng số đại biểu')).toBeVisible()
    await expect(delegate.getByText('84,75 % số phiếu thu về')).toBeVisible()
    await expect(delegate.getByText(/cần ít nhất 33; còn thiếu 3/)).toBeVisible()
    await accessible(delegate)
  })

  const [result] = await (await hall.api('db030')).every('paperResult')
  expect(result).toMatchObject({
    valid: 58,
    base: 65,
    needed: 33,
    enteredBy: ['db012', 'db021'],
    outcomes: [
      { subject: 's1', yes: 50, outcome: 'elected' },
      { subject: 's2', yes: 30, outcome: 'not_qualified' },
    ],
  })
})

test('a draft on paper is changed and thrown away; an annulled ballot is taken again; a teller takes his sheet back', async ({
  hall,
}) => {
  test.setTimeout(150_000)
  await openSitting(hall, 60)
  const chairApi = await hall.api('chutoa')
  const office = (wanted: string) => demoTellers.find((one) => one.office === wanted)?.person
  const members = demoTellers.map((one) => one.person)
  const board = { head: office('head'), secretary: office('secretary'), members }
  expect((await chairApi.command('committee.elect', board)).status).toBe(200)
  const clerk = await hall.seat('thuky1', { at: 'secretariat/paper' })
  const prepare = async (title: string): Promise<void> => {
    await clerk.getByRole('button', { name: 'Soạn cuộc bỏ phiếu' }).click()
    const form = clerk.getByRole('dialog')
    await form.getByLabel('Tên cuộc bỏ phiếu').fill(title)
    await form.getByLabel('Họ và tên').fill('Phan Văn Ngoài')
    await form.getByRole('button', { name: 'Lưu bản nháp' }).click()
    await expect(clerk.getByRole('article', { name: title })).toBeVisible()
  }
  await prepare('Bầu nhầm')
  await clerk.getByRole('button', { name: 'Xóa bản nháp: Bầu nhầm' }).click()
  await clerk.getByRole('dialog').getByRole('button', { name: 'Xóa bản nháp' }).click()
  await expect(clerk.getByRole('article', { name: 'Bầu nhầm' })).toHaveCount(0)
  await prepare('Bầu Ủy viên')
  await clerk.getByRole('button', { name: 'Sửa bản nháp: Bầu Ủy viên' }).click()
  const form = clerk.getByRole('dialog')
  await expect(form.getByLabel('Họ và tên')).toHaveValue('Phan Văn Ngoài')
  await form.getByLabel('Tên cuộc bỏ phiếu').fill('Bầu bổ sung Ủy viên')
  await form.getByRole('button', { name: 'Lưu bản nháp' }).click()
  await expect(clerk.getByRole('article', { name: 'Bầu bổ sung Ủy viên' })).toBeVisible()
  await accessible(clerk)

  const chair = await hall.seat('chutoa', { at: 'chair/paper' })
  const start = async (): Promise<void> => {
    await chair.getByRole('button', { name: 'Bắt đầu bỏ phiếu: Bầu bổ sung Ủy viên' }).click()
    await chair.getByRole('dialog').getByRole('button', { name: 'Bắt đầu bỏ phiếu' }).click()
    await expect(chair.getByText('Đang phát và thu phiếu', { exact: true })).toBeVisible()
  }
  await start()
  await chair.getByRole('button', { name: 'Hủy cuộc bỏ phiếu' }).click()
  const voiding = chair.getByRole('dialog')
  await voiding.getByLabel('Lý do hủy').fill('In sai mẫu phiếu')
  await voiding.getByRole('button', { name: 'Hủy cuộc bỏ phiếu' }).click()
  await expect(clerk.getByText('Đã hủy. Lý do: In sai mẫu phiếu')).toBeVisible()
  await clerk.getByRole('button', { name: 'Bỏ phiếu lại' }).click()
  // The annulled one has its successor: it cannot be taken again twice.
  await expect(clerk.getByRole('button', { name: 'Bỏ phiếu lại' })).toHaveCount(0)
  await start()
  await expect(chair.getByText('Lần 2').first()).toBeVisible()

  const [one, two] = await Promise.all([hall.seat('db012', { at: 'committee' }), hall.api('db021')])
  await one.getByRole('button', { name: 'Bắt đầu kiểm phiếu' }).click()
  const paperBallot = (await two.every('paperBallot')).find((ballot) => ballot.round === 2)?.id
  const sheet = (yes: number) => ({
    issued: 60,
    returned: 60,
    invalid: {},
    subjects: [{ subject: 's1', counts: { yes, no: 60 - yes }, invalid: 0 }],
  })
  expect((await two.command('paper.enter', { paperBallot, count: sheet(40) })).status).toBe(200)
  await one.getByLabel('Số phiếu phát ra').fill('60')
  await one.getByLabel('Số phiếu thu về').fill('60')
  const person = one.getByRole('group', { name: 'Phan Văn Ngoài', exact: true })
  await person.getByLabel('Đồng ý', { exact: true }).fill('41')
  await person.getByLabel('Không đồng ý', { exact: true }).fill('19')
  await send(one).click()
  await one.getByRole('button', { name: 'Rút bản đã nhập' }).click()
  await expect(send(one)).toBeVisible()
  await one.getByLabel('Số phiếu phát ra').fill('60')
  await one.getByLabel('Số phiếu thu về').fill('60')
  await person.getByLabel('Đồng ý', { exact: true }).fill('40')
  await person.getByLabel('Không đồng ý', { exact: true }).fill('20')
  await send(one).click()
  await expect(one.getByText(/Các lần nhập đã khớp/)).toBeVisible()
  const [record] = await Promise.all([
    one.waitForEvent('download'),
    one.getByRole('button', { name: /^In biên bản kiểm phiếu:/ }).click(),
  ])
  expect(record.suggestedFilename()).toMatch(/\.pdf$/)
})

test('the devices fail: one tap to a show of hands, entered by name or by number', async ({ hall }) => {
  test.setTimeout(180_000)
  await openSitting(hall, 50)
  const clerkApi = await hall.api('thuky1')
  const [item] = await clerkApi.every('item')
  const draft = { item: item?.id, code: 'adopt_resolution', question: 'Thông qua Nghị quyết?' }
  await clerkApi.command('ballot.draft', draft)
  const chair = await hall.seat('chutoa', { at: 'chair/ballots' })
  const voter = await hall.seat('db030', { at: 'delegate' })
  await chair.getByRole('button', { name: /^Bắt đầu biểu quyết/ }).click()
  // A number key is the button with that number.
  await expect(
    voter.getByRole('dialog').getByRole('button', { name: 'Tán thành', exact: true }),
  ).toBeVisible()
  await voter.keyboard.press('2')
  await expect(voter.getByText('Ông/bà đã chọn: Không tán thành')).toBeVisible()

  await test.step('who has no network is named before the end', async () => {
    await chair.getByRole('button', { name: 'Kết thúc biểu quyết' }).click()
    // Fifty may vote; the chair and one delegate are connected.
    await expect(chair.getByRole('dialog').getByText('48 phiếu đang chờ mạng')).toBeVisible()
    await chair.getByRole('dialog').getByRole('button', { name: 'Quay lại', exact: true }).click()
  })

  await test.step('one tap, a reason that is written already', async () => {
    await chair.getByRole('button', { name: 'Chuyển sang giơ tay' }).click()
    await chair.getByRole('dialog').getByRole('button', { name: 'Chuyển sang giơ tay' }).click()
    await expect(chair.getByText(/Thư ký đang nhập theo số tay giơ/)).toBeVisible()
    // The annulled round has its successor already.
    await expect(chair.getByText(/Đã hủy. Lý do: Hệ thống biểu quyết/)).toBeVisible()
    await expect(chair.getByRole('button', { name: 'Biểu quyết lại' })).toHaveCount(0)
    await expect(voter.getByText(/Xin ông\/bà giơ tay khi chủ tọa hỏi/)).toBeVisible()
    const [first] = await clerkApi.every('ballot')
    expect(first).toMatchObject({ state: 'void', voidReason: 'Hệ thống biểu quyết trên máy gặp sự cố' })
  })

  await test.step('all in favour but two, then those two by name', async () => {
    const clerk = await hall.seat('thuky1', { at: 'secretariat/ballots' })
    const people = await clerkApi.every('person')
    const nameOf = (id: string): string => people.find((one) => one.id === id)?.name ?? id
    await clerk.getByRole('button', { name: 'Tất cả tán thành, trừ…' }).click()
    const dialog = clerk.getByRole('dialog')
    for (const id of ['db010', 'db030']) {
      await dialog.getByLabel('Trừ các đại biểu').fill(nameOf(id))
      await clerk.getByRole('option', { name: nameOf(id), exact: true }).click()
    }
    await clerk.keyboard.press('Tab')
    await accessible(clerk)
    await dialog.getByRole('button', { name: 'Nhập 48 đại biểu: tán thành' }).click()
    await expect(clerk.getByText('Đã nhập 48/50 đại biểu')).toBeVisible()
    const choice = (id: string, name: string) =>
      clerk
        .getByRole('group', { name: `Ý kiến của ${nameOf(id)}` })
        .getByRole('button', { name, exact: true })
    await choice('db010', 'Không biểu quyết').click()
    await choice('db030', 'Tán thành').click()
    await choice('db030', 'Không tán thành').click()
    await expect(clerk.getByText('Đã nhập đủ mọi đại biểu')).toBeVisible()
    await expect(voter.getByText('Thư ký đã nhập ý kiến của ông/bà: Không tán thành')).toBeVisible()
    await clerk.getByText('Theo số đếm').click()
    await expect(clerk.getByText(/Đã nhập theo từng đại biểu/)).toBeVisible()
    await accessible(clerk)
  })

  await test.step('the chair ends and announces as ever', async () => {
    await chair.getByRole('button', { name: 'Kết thúc biểu quyết' }).click()
    await chair.getByRole('button', { name: 'Công bố kết quả' }).click()
    const result = (await (await hall.api('db030')).every('result')).at(-1)
    expect(result).toMatchObject({ counts: { yes: 48, no: 1, abstain: 1 }, passed: true, notCast: 0 })
  })

  await test.step('another vote is drafted by hands and counted by number', async () => {
    await chair.getByRole('button', { name: 'Soạn biểu quyết' }).click()
    const form = chair.getByRole('dialog')
    await form.getByText('Giơ tay', { exact: true }).click()
    await form.getByRole('button', { name: 'Lưu bản nháp' }).click()
    await chair.getByRole('button', { name: /^Bắt đầu biểu quyết/ }).click()
    const clerk = await hall.seat('thuky2', { at: 'secretariat/ballots' })
    await clerk.getByText('Theo số đếm').click()
    await clerk.getByLabel('Tán thành', { exact: true }).fill('40')
    await clerk.getByLabel('Không tán thành', { exact: true }).fill('11')
    await expect(clerk.getByText(/Tổng 51 lớn hơn số đại biểu biểu quyết \(50\)/)).toBeVisible()
    await expect(clerk.getByRole('button', { name: 'Ghi nhận số đếm' })).toBeDisabled()
    await clerk.getByLabel('Không tán thành', { exact: true }).fill('7')
    await expect(clerk.getByText('Không giơ tay: 3')).toBeVisible()
    await clerk.getByRole('button', { name: 'Ghi nhận số đếm' }).click()
    await expect(clerk.getByText(/Đã ghi nhận: Tán thành 40 · Không tán thành 7/)).toBeVisible()
  })
})
