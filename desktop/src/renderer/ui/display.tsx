/**
 * How this person wants the screen: light or dark, contrast, size of type, language. Kept on the device.
 * What must stay true: a choice acts at once on the whole page and is there again after a restart; nothing here needs
 * the server.
 */
import { MantineProvider, type MantineColorScheme } from '@mantine/core'
import type { Language } from '@nghi-truong/shared/domain/refusal'
import type { i18n } from 'i18next'
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
  type ReactNode,
} from 'react'
import { I18nextProvider } from 'react-i18next'
import { theme } from './theme.ts'

export interface Display {
  readonly scheme: MantineColorScheme
  readonly contrast: 'normal' | 'high'
  readonly type: 'normal' | 'large'
  readonly language: Language
}

export interface DisplayKeep {
  readonly read: (key: string) => string | null
  readonly write: (key: string, value: string) => void
}

const key = 'nt.display'

const usual: Display = { scheme: 'light', contrast: 'normal', type: 'normal', language: 'vi' }

const oneOf = <T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T =>
  allowed.find((one) => one === value) ?? otherwise

export function readDisplay(keep: Pick<DisplayKeep, 'read'>): Display {
  let kept: Readonly<Record<string, unknown>> = {}
  try {
    kept = JSON.parse(keep.read(key) ?? '{}') as Readonly<Record<string, unknown>>
  } catch {
    // Written by something else: as if nothing had been chosen yet.
  }
  return {
    scheme: oneOf(kept['scheme'], ['light', 'dark', 'auto'], usual.scheme),
    contrast: oneOf(kept['contrast'], ['normal', 'high'], usual.contrast),
    type: oneOf(kept['type'], ['normal', 'large'], usual.type),
    language: oneOf(kept['language'], ['vi', 'en'], usual.language),
  }
}

interface Chosen {
  readonly display: Display
  readonly choose: (change: Partial<Display>) => void
  /** Dark until taken back, whatever is chosen. */
  readonly darken: () => () => void
}

const DisplayContext = createContext<Chosen>({
  display: usual,
  choose: () => undefined,
  darken: () => () => undefined,
})

export const useDisplay = (): Chosen => useContext(DisplayContext)

/** The whole screen is dark while something is read by night: bars and menus would glare beside it. */
export function useDark(on: boolean): void {
  const { darken } = useDisplay()
  useLayoutEffect(() => (on ? darken() : undefined), [on, darken])
}

/** The nonce the server put into the page, for the style elements the kit makes. */
const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

export function DisplayProvider({
  keep,
  words,
  children,
}: {
  readonly keep: DisplayKeep
  readonly words: i18n
  readonly children: ReactNode
}) {
  const [display, setDisplay] = useState(() => readDisplay(keep))
  const choose = useCallback(
    (change: Partial<Display>) => {
      setDisplay((old) => {
        const next = { ...old, ...change }
        keep.write(key, JSON.stringify(next))
        return next
      })
    },
    [keep],
  )
  const [nights, setNights] = useState(0)
  const darken = useCallback(() => {
    setNights((n) => n + 1)
    return () => setNights((n) => n - 1)
  }, [])
  const system = useSystemScheme()
  const scheme = nights > 0 ? 'dark' : display.scheme === 'auto' ? system : display.scheme
  useEffect(() => {
    const root = document.documentElement
    root.dataset['contrast'] = display.contrast
    root.dataset['type'] = display.type
    root.lang = display.language
    void words.changeLanguage(display.language)
  }, [display, words])
  const chosen = useMemo(() => ({ display, choose, darken }), [display, choose, darken])
  return (
    <DisplayContext value={chosen}>
      <I18nextProvider i18n={words}>
        <MantineProvider theme={theme} forceColorScheme={scheme} getStyleNonce={nonce}>
          {children}
        </MantineProvider>
      </I18nextProvider>
    </DisplayContext>
  )
}

function useSystemScheme(): 'light' | 'dark' {
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)')
    const changed = (): void => setDark(query.matches)
    query.addEventListener('change', changed)
    return () => query.removeEventListener('change', changed)
  }, [])
  return dark ? 'dark' : 'light'
}
