/**
 * Takes the page behind something that covers it out of reach: of the keyboard and of those who listen.
 * What must stay true: the header stays in reach, for it stays in sight; what is said aloud (a vote that opens) goes on
 * being said; what comes onto the covered page meanwhile is out of reach as well; at the end all is as it was.
 */
const reachable = 'a[href], button, input, select, textarea, summary, [tabindex]'
const said = '[role="status"], [role="alert"], [aria-live]'

const holds = (element: Element, selector: string): boolean =>
  element.matches(selector) || element.querySelector(selector) !== null

/** The largest parts around `box` that can be taken out whole. */
function around(element: Element, box: Element): readonly Element[] {
  if (element === box || element.tagName === 'HEADER') return []
  if (!element.contains(box)) {
    if (!holds(element, said)) return [element]
    if (!holds(element, reachable)) return []
  }
  return [...element.children].flatMap((child) => around(child, box))
}

/** @returns gives the page back */
export function standAlone(box: HTMLElement): () => void {
  const frame = box.closest('[data-frame]') ?? box.ownerDocument.querySelector('[data-frame]')
  if (!frame) return () => undefined
  const taken = new Set<Element>()
  const take = (): void => {
    for (const part of around(frame, box)) {
      if (part.hasAttribute('inert')) continue
      part.setAttribute('inert', '')
      taken.add(part)
    }
  }
  take()
  const watch = new MutationObserver((changes) => {
    if (changes.some(({ target }) => !box.contains(target))) take()
  })
  watch.observe(frame, { childList: true, subtree: true })
  return () => {
    watch.disconnect()
    for (const part of taken) part.removeAttribute('inert')
  }
}
