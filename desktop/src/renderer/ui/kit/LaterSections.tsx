/**
 * The sections that are needed less often, behind one word of the frame.
 * What must stay true: the section one is in is never hidden by itself; what waits in a hidden one shows on the word; on a
 * phone the frame's own menu holds them.
 */
import { IconChevronDown, IconChevronUp, IconDots } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useLocation } from 'react-router'
import { commonWords } from '../words/common.ts'
import { useWords } from '../words/words.ts'
import classes from './frame.module.css'
import later from './later.module.css'

export function LaterSections<S extends { readonly to: string; readonly badge?: string | null }>({
  sections,
  render,
}: {
  readonly sections: readonly S[]
  readonly render: (section: S) => ReactNode
}) {
  const say = useWords(commonWords)
  const { pathname } = useLocation()
  const here = sections.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
  const [chosen, setChosen] = useState<{ readonly open: boolean; readonly at: string | undefined } | null>(
    null,
  )
  // Coming into one of them opens the list, whatever was chosen before.
  const open = chosen && chosen.at === here?.to ? chosen.open : here !== undefined || (chosen?.open ?? false)
  if (sections.length === 0) return null
  const waits = sections.find((section) => section.badge)?.badge
  const Chevron = open ? IconChevronUp : IconChevronDown
  return (
    <>
      <button
        type="button"
        className={classes['entry']}
        aria-expanded={open}
        data-hidden-on-phone
        onClick={() => setChosen({ open: !open, at: here?.to })}
      >
        <span className={classes['entryIcon']}>
          <IconDots size="1.6rem" aria-hidden />
          {!open && waits ? <span className={classes['badge']}>{waits}</span> : null}
        </span>
        <span className={classes['entryLabel']}>{say('laterSections')}</span>
        <Chevron size="1.25rem" aria-hidden className={later['chevron']} />
      </button>
      {open ? sections.map(render) : null}
    </>
  )
}
