/**
 * A presenter's remote (or PageDown and PageUp) on the chair's console: asks whether to go on to the next item, or back.
 * What must stay true: a key alone moves nothing, the question on the screen does; keys typed into a field, or while
 * another dialog is open, are not ours.
 */
import { Text } from '@mantine/core'
import { itemsInOrder, sessionOf } from '@nghi-truong/shared/domain/find'
import { useEffect, useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useSelect } from '../../client/view.ts'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { sittingWords } from '../../ui/words/sitting.ts'
import { useWords } from '../../ui/words/words.ts'

const steps: Readonly<Record<string, 1 | -1>> = { PageDown: 1, PageUp: -1 }

const busy = (target: EventTarget | null): boolean =>
  document.querySelector('[role="dialog"]') !== null ||
  (target instanceof HTMLElement && ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

export function RemoteKeys() {
  const say = useWords(sittingWords)
  const session = useSelect(sessionOf)
  const items = useSelect(itemsInOrder)
  const [asked, setAsked] = useState<string | null>(null)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const open = session?.state === 'open'
  const at = items.findIndex((item) => item.id === session?.currentItem)
  useEffect(() => {
    if (!open) return undefined
    const pressed = (event: KeyboardEvent): void => {
      const step = steps[event.key]
      if (!step || event.defaultPrevented || event.repeat || busy(event.target)) return
      const item = items[at + step]
      if (!item || at + step < 0) return
      event.preventDefault()
      setAsked(item.id)
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [open, items, at])
  const item = items.find((one) => one.id === asked)
  return (
    <>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <ConfirmDialog
        opened={item !== undefined}
        title={say('moveNext')}
        confirm={say('moveNext')}
        pending={pending}
        onClose={() => setAsked(null)}
        onConfirm={() => {
          setAsked(null)
          if (item) void wish('agenda.start', { item: item.id })
        }}
      >
        <Text fw={600}>
          {item
            ? `${say('itemNumber', { number: item.position + 1, count: items.length })}: ${item.title}`
            : ''}
        </Text>
      </ConfirmDialog>
    </>
  )
}
