/**
 * Pages about reading that every role shares: search, the session on this device, for the chair the reading heat; and the
 * doors to them.
 * What must stay true: this only puts parts together; the address says what is open, so that it can be gone back to.
 */
import { Button, Group } from '@mantine/core'
import { IconArrowLeft, IconDeviceTabletDown, IconFlame, IconNotebook, IconSearch } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import { Route, useLocation, useNavigate, useSearchParams } from 'react-router'
import { useFiles } from '../client/files.ts'
import { useYou } from '../client/view.ts'
import type { Arrival } from '../parts/document/reader-props.ts'
import { HeatPage } from '../parts/heat/HeatPage.tsx'
import { PackPage } from '../parts/pack/PackPage.tsx'
import { SearchPage, type SearchHeld } from '../parts/search/SearchPage.tsx'
import { heatWords } from '../ui/words/heat.ts'
import { notebookWords } from '../ui/words/notebook.ts'
import { packWords } from '../ui/words/pack.ts'
import { searchWords } from '../ui/words/search.ts'
import { useWords } from '../ui/words/words.ts'
import { NotebookPage, OnDemand } from './on-demand.tsx'

/** Where a document stands open; `back` is the agenda's address. */
export function addressOf(back: string, document: string, page: number | null, find: string | null): string {
  const query = new URLSearchParams()
  if (page !== null) query.set('page', String(page))
  if (find !== null) query.set('find', find)
  return `${back}/${document}${query.size > 0 ? `?${query.toString()}` : ''}`
}

/**
 * The page and words the address asks for, taken out of it once seen: after a reload a person is where he was, not where
 * he came in.
 */
export function useArrived(
  back: string,
  document: string | undefined,
): { readonly from: string | null; readonly arrival: Arrival | null } {
  const navigate = useNavigate()
  const { search, state } = useLocation()
  const [arrival, setArrival] = useState<Arrival | null>(() => arrivalIn(search))
  const from = (state as { from?: unknown } | null)?.from
  useEffect(() => {
    const asked = arrivalIn(search)
    if (!asked || document === undefined) return
    setArrival((old) => (old && old.page === asked.page && old.find === asked.find ? { ...asked } : asked))
    void navigate(`${back}/${document}`, { replace: true, state: { from } })
  }, [search, navigate, back, document, from])
  return { from: typeof from === 'string' ? from : null, arrival }
}

function arrivalIn(search: string): Arrival | null {
  const asked = new URLSearchParams(search)
  const page = Number(asked.get('page') ?? '')
  const find = asked.get('find')
  return Number.isInteger(page) && page > 0 ? { page, ...(find ? { find } : {}) } : null
}

function Search({ base }: { readonly base: string }) {
  const navigate = useNavigate()
  const files = useFiles()
  const { pathname, search } = useLocation()
  const here = pathname + search
  const [asked, setAsked] = useSearchParams()
  const searchHeld = useMemo<SearchHeld>(() => {
    // The PDF reader comes only when there is no server to ask.
    let made: SearchHeld | null = null
    return async (...given) => {
      made ??= (await import('../parts/document/search-held.ts')).createSearchHeld(files)
      return made(...given)
    }
  }, [files])
  const open = useCallback(
    (document: string, page: number, find: string) =>
      void navigate(addressOf(`${base}/agenda`, document, page, find), { state: { from: here } }),
    [navigate, base, here],
  )
  return (
    <SearchPage
      onOpen={open}
      searchHeld={searchHeld}
      words={asked.get('q') ?? ''}
      onWords={(words) => setAsked(words === '' ? {} : { q: words }, { replace: true })}
    />
  )
}

function Notebook({ base }: { readonly base: string }) {
  const navigate = useNavigate()
  const open = (document: string, page: number): void =>
    void navigate(addressOf(`${base}/agenda`, document, page, null), { state: { from: `${base}/notes` } })
  return (
    <OnDemand>
      <NotebookPage onOpen={open} onBack={() => void navigate(`${base}/agenda`)} />
    </OnDemand>
  )
}

function Heat({ base }: { readonly base: string }) {
  const navigate = useNavigate()
  return (
    <HeatPage onOpen={(document, page) => void navigate(addressOf(`${base}/agenda`, document, page, null))} />
  )
}

/** A page that no section leads to has its own way back. */
function FromAgenda({ base, children }: { readonly base: string; readonly children: ReactNode }) {
  const say = useWords(notebookWords)
  const navigate = useNavigate()
  return (
    <>
      <Button
        variant="default"
        mb="md"
        leftSection={<IconArrowLeft size="1.25rem" aria-hidden />}
        onClick={() => void navigate(`${base}/agenda`)}
      >
        {say('back')}
      </Button>
      {children}
    </>
  )
}

const fromAgenda = (base: string, page: ReactNode) => <FromAgenda base={base}>{page}</FromAgenda>

/** To be put among the routes of a role. */
export const readingRoutes = (base: string) => (
  <>
    <Route path="search" element={fromAgenda(base, <Search base={base} />)} />
    <Route path="device" element={fromAgenda(base, <PackPage />)} />
    <Route path="notes" element={<Notebook base={base} />} />
    <Route path="heat" element={fromAgenda(base, <Heat base={base} />)} />
  </>
)

export function ReadingDoors({ base }: { readonly base: string }) {
  const saySearch = useWords(searchWords)
  const sayPack = useWords(packWords)
  const sayHeat = useWords(heatWords)
  const sayNotes = useWords(notebookWords)
  const navigate = useNavigate()
  const { roles } = useYou()
  return (
    <Group gap="xs" mb="xs">
      <Button
        variant="default"
        leftSection={<IconSearch size="1.25rem" aria-hidden />}
        onClick={() => void navigate(`${base}/search`)}
      >
        {saySearch('title')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconDeviceTabletDown size="1.25rem" aria-hidden />}
        onClick={() => void navigate(`${base}/device`)}
      >
        {sayPack('title')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconNotebook size="1.25rem" aria-hidden />}
        onClick={() => void navigate(`${base}/notes`)}
      >
        {sayNotes('title')}
      </Button>
      {base.endsWith('/chair') && roles.includes('chair') ? (
        <Button
          variant="default"
          leftSection={<IconFlame size="1.25rem" aria-hidden />}
          onClick={() => void navigate(`${base}/heat`)}
        >
          {sayHeat('title')}
        </Button>
      ) : null}
    </Group>
  )
}
