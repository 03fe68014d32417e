/**
 * Choosing by the number keys of a keyboard or a voting pad; answering by a presenter's remote.
 * What must stay true: a key is pressing the button with that number and nothing more; digits typed into a field stay
 * digits; of two ballots on one page one alone answers.
 */
import { useEffect, useRef } from 'react'

const types = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/** The place of the option a key stands for, from 0; null for other keys. */
export function choiceOfKey(
  event: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'>,
): number | null {
  if (event.altKey || event.ctrlKey || event.metaKey || !/^[1-9]$/.test(event.key)) return null
  return Number(event.key) - 1
}

/** A question must have stood so long before the remote may answer it, in milliseconds. */
export const readMs = 700

/** What a key says to the question on the screen; `ignore`: too soon; null: not a key of a remote. */
export function answerOfKey(
  event: Pick<KeyboardEvent, 'key' | 'repeat' | 'defaultPrevented'>,
  standsMs: number,
): 'yes' | 'no' | 'ignore' | null {
  if (event.defaultPrevented || (event.key !== 'PageDown' && event.key !== 'PageUp')) return null
  if (event.key === 'PageUp') return 'no'
  return event.repeat || standsMs < readMs ? 'ignore' : 'yes'
}

export function useChoiceKeys(
  options: readonly { readonly id: string }[],
  takes: boolean,
  choose: (id: string) => void,
): void {
  const latest = useRef({ options, choose })
  latest.current = { options, choose }
  useEffect(() => {
    if (!takes) return undefined
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || types(event.target)) return
      const place = choiceOfKey(event)
      const option = place === null ? undefined : latest.current.options[place]
      if (!option) return
      event.preventDefault()
      latest.current.choose(option.id)
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [takes])
}
