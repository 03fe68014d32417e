/**
 * Presses and types what the person of a scene would, so that a state behind a button can be looked at.
 * What must stay true: only what is on the screen and can be pressed is pressed; it waits for it as a person would.
 */
import { useEffect } from 'react'
import { secretWords } from '../ui/words/secret.ts'
import { useWords } from '../ui/words/words.ts'

type Word = keyof typeof secretWords.vi

/** `word`: a button with exactly that word; `text`: the first (`nth` from 0) that begins so, from the data; `field`: by its label. */
export type Tap =
  | { readonly word: Word }
  | { readonly text: string; readonly nth?: number }
  | { readonly field: Word; readonly value: string }

const every = 40

function buttonOf(fits: (text: string) => boolean, nth = -1): HTMLElement | undefined {
  const found = [...document.body.querySelectorAll<HTMLElement>('button, summary, [role="menuitem"]')]
  // A dialog stands after what it covers.
  return found
    .filter(
      (one) =>
        !one.matches(':disabled, [data-loading]') &&
        [one.textContent, one.getAttribute('aria-label') ?? ''].some((text) => fits(text.trim())),
    )
    .at(nth)
}

function fieldOf(label: string): HTMLInputElement | undefined {
  const found = [...document.body.querySelectorAll('label')].find((one) =>
    one.textContent.trim().startsWith(label),
  )
  const input = found ? document.getElementById(found.htmlFor) : null
  return input instanceof HTMLInputElement ? input : undefined
}

/** As React hears it. */
function type(input: HTMLInputElement, value: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value)
  input.dispatchEvent(new Event('input', { bubbles: true }))
}

export function Taps({ taps }: { readonly taps: readonly Tap[] }) {
  const say = useWords(secretWords)
  useEffect(() => {
    let at = 0
    const timer = setInterval(() => {
      const tap = taps[at]
      if (!tap) return clearInterval(timer)
      if ('field' in tap) {
        const input = fieldOf(say(tap.field))
        if (!input) return
        type(input, tap.value)
      } else {
        const button =
          'word' in tap
            ? buttonOf((text) => text === say(tap.word))
            : buttonOf((text) => text.startsWith(tap.text), tap.nth ?? 0)
        if (!button) return
        button.click()
      }
      at++
    }, every)
    return () => clearInterval(timer)
  }, [taps, say])
  return null
}
