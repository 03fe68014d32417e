/**
 * Covers the page below the header with one thing, e.g. a document, and gives it back on close.
 * What must stay true: the page behind is out of reach meanwhile; the focus comes back to what opened it.
 */
import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useLayoutEffect, useRef, type ReactNode } from 'react'
import { standAlone } from './alone.ts'
import classes from './frame.module.css'
import { UrgentSlot } from './Urgent.tsx'

export function FullPage({
  label,
  title,
  aside,
  onClose,
  children,
}: {
  readonly label: string
  readonly title?: ReactNode
  readonly aside?: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  // Before the browser paints: what is out of reach loses the focus, and nobody knows any more who had it.
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return undefined
    const before = document.activeElement
    const giveBack = standAlone(element)
    element.focus()
    return () => {
      giveBack()
      const opener = before instanceof HTMLElement && before !== document.body && before.isConnected
      const back = opener ? before : document.getElementById('main')
      back?.focus()
    }
  }, [])
  return (
    <div className={classes['full']} ref={box} tabIndex={-1}>
      <div className={classes['fullBar']}>
        <Button variant="subtle" leftSection={<IconArrowLeft size="1.25rem" aria-hidden />} onClick={onClose}>
          {label}
        </Button>
        <span className={classes['fullTitle']}>{title}</span>
        {aside}
      </div>
      <UrgentSlot />
      <div className={classes['fullBody']}>{children}</div>
    </div>
  )
}
