/**
 * The frame of every role: who and where on top, the sections at the side (below on phones), the content in the middle.
 * What must stay true: one list of sections for all sizes; everything reachable by keyboard; the content is the one
 * `main` landmark and the skip link leads to it.
 */
import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useLayoutEffect, type ComponentType, type ReactNode } from 'react'
import { NavLink, useLocation, useNavigate } from 'react-router'
import { commonWords } from '../words/common.ts'
import { useWords } from '../words/words.ts'
import { Emblem } from './Emblem.tsx'
import { LaterSections } from './LaterSections.tsx'
import classes from './frame.module.css'
import { UrgentProvider } from './Urgent.tsx'

export interface Section {
  readonly to: string
  readonly label: string
  readonly icon: ComponentType<{ size?: number | string; stroke?: number; 'aria-hidden'?: boolean }>
  /** Something waits there: said in words for those who listen. */
  readonly badge?: string | null
  readonly end?: boolean
  /** Kept with others behind one word; such sections come last. */
  readonly later?: boolean
}

/** As many as fit a phone's width beside "Thêm". */
const onPhone = 4

/** Another section begins at its top; a document opened over one leaves it where it is. */
function useTop(): void {
  const { pathname } = useLocation()
  const section = pathname.split('/').slice(0, 5).join('/')
  // In braces: newer browsers answer with a promise, which is no way to clean up.
  useLayoutEffect(() => {
    window.scrollTo(0, 0)
  }, [section])
}

export function AppFrame({
  title,
  subtitle,
  sections,
  right,
  banner,
  children,
}: {
  readonly title: string
  readonly subtitle?: string | undefined
  readonly sections: readonly Section[]
  readonly right?: ReactNode
  readonly banner?: ReactNode
  readonly children: ReactNode
}) {
  const say = useWords(commonWords)
  const navigate = useNavigate()
  useTop()
  const hidden = sections.length > onPhone + 1 ? sections.slice(onPhone) : []
  return (
    <div className={classes['frame']} data-frame data-bare={sections.length === 0}>
      <a
        href="#main"
        className={classes['skip']}
        onClick={(event) => {
          event.preventDefault()
          document.getElementById('main')?.focus()
        }}
      >
        {say('skip')}
      </a>
      <header className={classes['header']}>
        <Emblem />
        <div className={classes['titles']}>
          <p className={classes['title']}>{title}</p>
          {subtitle ? <p className={classes['subtitle']}>{subtitle}</p> : null}
        </div>
        <div className={classes['right']}>{right}</div>
      </header>
      {sections.length > 0 ? (
        <nav className={classes['nav']} aria-label={say('menu')}>
          {sections
            .filter((section) => !section.later)
            .map((section) => (
              <Entry key={section.to} section={section} hiddenOnPhone={hidden.includes(section)} />
            ))}
          <LaterSections
            sections={sections.filter((section) => section.later)}
            render={(section) => <Entry key={section.to} section={section} hiddenOnPhone />}
          />
          {hidden.length > 0 ? (
            <div className={classes['more']}>
              <Menu position="top-end">
                <Menu.Target>
                  <button type="button" className={classes['entry']} aria-label={say('more')}>
                    <span className={classes['entryIcon']}>
                      <IconDots size="1.6rem" aria-hidden />
                    </span>
                    <span className={classes['entryLabel']}>{say('more')}</span>
                  </button>
                </Menu.Target>
                <Menu.Dropdown>
                  {hidden.map((section) => (
                    <Menu.Item
                      key={section.to}
                      leftSection={<section.icon size="1.4rem" aria-hidden />}
                      onClick={() => void navigate(section.to)}
                    >
                      {section.label}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
            </div>
          ) : null}
        </nav>
      ) : null}
      <div className={classes['content']}>
        <UrgentProvider>
          {banner}
          <main id="main" tabIndex={-1} className={classes['main']}>
            {children}
          </main>
        </UrgentProvider>
      </div>
    </div>
  )
}

function Entry({ section, hiddenOnPhone }: { readonly section: Section; readonly hiddenOnPhone: boolean }) {
  return (
    <NavLink
      to={section.to}
      end={section.end ?? false}
      className={classes['entry'] ?? ''}
      data-hidden-on-phone={hiddenOnPhone}
    >
      <span className={classes['entryIcon']}>
        <section.icon size="1.6rem" stroke={1.8} aria-hidden />
        {section.badge ? <span className={classes['badge']}>{section.badge}</span> : null}
      </span>
      <span className={classes['entryLabel']}>{section.label}</span>
    </NavLink>
  )
}

export function HeaderButton({
  label,
  icon: Icon,
  onClick,
}: {
  readonly label: string
  readonly icon: ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }>
  readonly onClick: () => void
}) {
  return (
    <ActionIcon variant="transparent" c="inherit" aria-label={label} title={label} onClick={onClick}>
      <Icon size="1.5rem" aria-hidden />
    </ActionIcon>
  )
}
