/** Covers the page below the header with one thing, e.g. a document, and gives it back on close. */
import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useEffect, useRef, type ReactNode } from 'react'
import classes from './frame.module.css'

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
  useEffect(() => {
    const before = document.activeElement
    box.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
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
      <div className={classes['fullBody']}>{children}</div>
    </div>
  )
}
