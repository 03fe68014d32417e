/**
 * Journey 19: every scene of the gallery in a real browser. Contrast and names are judged by axe; nothing is wider than
 * the screen, and nothing that is pressed is too small for a finger, on a tablet either way up and in large type.
 */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/hall.ts'

/** Nothing has changed on the page for a quarter of a second: what the person of the scene does is done. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const watch = new MutationObserver(() => {
          clearTimeout(timer)
          timer = setTimeout(done, 250)
        })
        const done = (): void => {
          watch.disconnect()
          resolve()
        }
        let timer = setTimeout(done, 250)
        watch.observe(document.body, { subtree: true, childList: true })
      }),
  )

/** What does not fit, and what is smaller than 44 pixels to press. */
const misfits = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth
    const found: string[] = []
    if (document.documentElement.scrollWidth > width + 1) found.push('the page is wider than the screen')
    for (const one of document.querySelectorAll('button, a[href], summary, input, select, textarea')) {
      const tick = one.matches('[type="checkbox"], [type="radio"]')
      // A tick is pressed by its label; a field by all of its frame.
      const pressed =
        (tick ? (one as HTMLInputElement).labels?.[0] : null) ?? one.closest('.mantine-Input-wrapper') ?? one
      const { width: wide, height, left, right } = pressed.getBoundingClientRect()
      const hidden = one.closest('[aria-hidden="true"]') !== null || one.closest('[inert]') !== null
      if (wide === 0 || hidden || getComputedStyle(one).opacity === '0') continue
      const name = (one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 40)
      // The frame of a signature is as large as it will be on the paper; the arrow keys move it as well.
      const asSigned = one.getAttribute('aria-describedby') === 'signing-preview-hint'
      if (!asSigned && (height < (tick ? 23.5 : 43.5) || wide < 23.5))
        found.push(`too small, ${Math.round(wide)}x${Math.round(height)}: ${one.tagName} ${name}`)
      if (right > width + 1 || left < -1) found.push(`outside the screen: ${one.tagName} ${name}`)
    }
    return found
  })

const looks = [
  { name: 'tablet', width: 1280, height: 800, type: 'normal', judged: true },
  { name: 'tablet upright, large type', width: 800, height: 1280, type: 'large', judged: false },
] as const

/** So many journeys share the scenes: one that is stopped leaves the others their word. */
const parts = 6

for (const look of looks)
  for (let part = 1; part <= parts; part++)
    test(`every scene, ${look.name}, ${part} of ${parts}`, { tag: '@long' }, async ({ hall, browser }) => {
      test.setTimeout(5 * 60_000)
      const { width, height, type, judged } = look
      const context = await browser.newContext({ baseURL: hall.url, viewport: { width, height } })
      await context.addInitScript(
        (chosen) => localStorage.setItem('nt.display', chosen),
        JSON.stringify({ type }),
      )
      const page = await context.newPage()
      await page.goto('/#/gallery')
      const link = page.locator('a[href*="#/gallery/"]')
      await expect(link.first()).toBeVisible()
      const names = await link.allTextContents()
      expect(names.length).toBeGreaterThan(150)
      const found: string[] = []
      for (const name of names.filter((_, at) => at % parts === part - 1)) {
        await page.goto(`/#/gallery/${name}`)
        await expect(page.getByRole('main').first()).toBeAttached()
        await settled(page)
        found.push(...(await misfits(page)).map((one) => `${name}: ${one}`))
        if (!judged) continue
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21aa'])
          .analyze()
        for (const one of violations)
          found.push(`${name}: ${one.id} at ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
      }
      await context.close()
      expect(found).toEqual([])
    })
