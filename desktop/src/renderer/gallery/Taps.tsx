/**
 * Presses and types what the person of a scene would, so that a state behind a button can be looked at.
 * What must stay true: only what is on the screen and can be pressed is pressed; it waits for it as a person would.
 */
import { useEffect } from 'react'
import { secretWords } from '../ui/words/secret.ts'
import { useWords } from '../ui/words/words.ts'

type Word = keyof typeof secretWords.vi

/**
 * `press`: what can be pressed and begins so, each language's words with a stroke between; `into`: a field of that label.
 */
export interface Press {
  readonly press: string
}
export interface Into {
  readonly into: string
  readonly value: string
}

/** `word`: a button with exactly that word; `text`: the first (`nth` from 0) that begins so, from the data; `field`: by its label. */
export type Tap =
  | Press
  | Into
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

/** The words of either language. */
const begins = (text: string, wanted: string): boolean =>
  wanted.split('|').some((one) => text.trim().startsWith(one))

function pressable(wanted: string): HTMLElement | undefined {
  const all = document.body.querySelectorAll<HTMLElement>('button, [role="menuitem"], summary, label')
  return [...all].find((one) => begins(one.getAttribute('aria-label') ?? one.textContent, wanted))
}

function fieldOf(label: string): HTMLInputElement | undefined {
  const found = [...document.body.querySelectorAll('label')].find((one) => begins(one.textContent, label))
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
      if ('press' in tap) {
        const found = pressable(tap.press)
        if (!found) return
        found.click()
      } else if ('field' in tap || 'into' in tap) {
        const input = fieldOf('field' in tap ? say(tap.field) : tap.into)
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

export const presses = (...names: readonly string[]): readonly Tap[] => names.map((press) => ({ press }))
