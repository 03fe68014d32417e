/**
 * Presses buttons by their names, one after the other, each as soon as it is there.
 * What must stay true: it finds a button as a person would, by what it says; what is not there is waited for, not forced.
 */
const everyMs = 40

const pressable = 'button, [role="button"], [role="menuitem"], summary, label, input[type="checkbox"]'

/** A name is given in each language, with a stroke between; its beginning is enough. */
const says = (name: string, wanted: string): boolean => wanted.split('|').some((one) => name.startsWith(one))

const nameOf = (element: Element): string =>
  (element.getAttribute('aria-label') ?? element.textContent ?? '').trim()

/** @returns stops pressing */
export function pressAll(root: ParentNode, names: readonly string[]): () => void {
  let at = 0
  const timer = setInterval(() => {
    const wanted = names[at]
    if (wanted === undefined) return clearInterval(timer)
    const found = [...root.querySelectorAll<HTMLElement>(pressable)].find((one) => says(nameOf(one), wanted))
    if (!found) return undefined
    at++
    found.click()
    return undefined
  }, everyMs)
  return () => clearInterval(timer)
}
