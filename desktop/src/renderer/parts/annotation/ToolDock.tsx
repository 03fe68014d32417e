/**
 * The tools at the lower edge, within reach of the thumb.
 * What must stay true: each tool has its name; where marks go is always in sight; the dock folds away for reading.
 */
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBookmark,
  IconBookmarkFilled,
  IconChevronDown,
  IconEraser,
  IconHighlight,
  IconLasso,
  IconBrush,
  IconNote,
  IconPencil,
  IconPointer,
  IconRubberStamp,
  IconSquare,
  IconUnderline,
} from '@tabler/icons-react'
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAnnotating } from './annotating.tsx'
import { ColourMenu } from './ColourMenu.tsx'
import { DockButton } from './DockButton.tsx'
import styles from './dock.module.css'
import { LayerMenu } from './LayerMenu.tsx'
import { NotesLine } from './NotesLine.tsx'
import { markSelection } from './gestures.ts'
import { bookmarksOn, seenPage, toggleBookmark } from './placing.ts'
import { ShareButton } from './ShareButton.tsx'
import type { Placed } from './surface.ts'
import { ShapeMenu, StampMenu } from './ToolMenus.tsx'
import { tools as toolNames, type Tool } from './tool-state.ts'

const icons: Readonly<Record<Tool, ReactNode>> = {
  select: <IconPointer size={24} />,
  highlight: <IconHighlight size={24} />,
  underline: <IconUnderline size={24} />,
  pen: <IconPencil size={24} />,
  marker: <IconBrush size={24} />,
  shape: <IconSquare size={24} />,
  stamp: <IconRubberStamp size={24} />,
  lasso: <IconLasso size={24} />,
  note: <IconNote size={24} />,
  eraser: <IconEraser size={24} />,
}

/** The page in sight, asked again when scrolling rests. */
function useSeenPage(pages: ReadonlyMap<number, Placed>): Placed | undefined {
  const [seen, setSeen] = useState<Placed | undefined>()
  useEffect(() => {
    let timer = 0
    const look = (): void => {
      clearTimeout(timer)
      timer = window.setTimeout(() => setSeen(seenPage(pages.values())), 150)
    }
    look()
    document.addEventListener('scroll', look, { capture: true, passive: true })
    window.addEventListener('resize', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('scroll', look, { capture: true })
      window.removeEventListener('resize', look)
    }
  }, [pages])
  return seen
}

function BookmarkButton() {
  const say = useWords(annotationWords)
  const now = useAnnotating()
  const seen = useSeenPage(now.pages)
  const page = seen?.surface.page ?? 0
  const marked = page > 0 && bookmarksOn(now, page).length > 0
  return (
    <DockButton
      label={say('bookmarkHere')}
      icon={marked ? <IconBookmarkFilled size={24} /> : <IconBookmark size={24} />}
      pressed={marked}
      onClick={() => {
        const here = seenPage(now.pages.values())
        if (here) toggleBookmark(now, here)
      }}
    />
  )
}

/** `more`: further buttons at the end of the dock; `notice`: a line above it. */
export function ToolDock({ more, notice }: { readonly more?: ReactNode; readonly notice?: ReactNode }) {
  const say = useWords(annotationWords)
  const now = useAnnotating()
  const { tools, setTools, setOpen, setChosen, journal } = now
  // On a phone the page comes first.
  const [folded, setFolded] = useState(() => matchMedia('(max-width: 480px)').matches)
  const can = useSyncExternalStore(journal.subscribe, journal.depth)
  const choose = (tool: Tool): void => {
    setOpen(null)
    setChosen([])
    // Letters already selected are marked at once; the tool in hand stays.
    if ((tool === 'highlight' || tool === 'underline') && markSelection(now, tool)) return
    setTools({ tool: tools.tool === tool ? 'select' : tool })
  }
  return (
    <div className={styles['wrap']}>
      {notice}
      <NotesLine />
      {folded ? (
        <div className={styles['dock']}>
          <DockButton
            label={say('expand')}
            icon={icons[tools.tool === 'select' ? 'pen' : tools.tool]}
            onClick={() => setFolded(false)}
          />
        </div>
      ) : (
        <div className={styles['dock']} role="toolbar" aria-label={say('tools')}>
          <div className={styles['row']}>
            {toolNames.map((tool) => {
              if (tool === 'shape') return <ShapeMenu key={tool} />
              if (tool === 'stamp') return <StampMenu key={tool} />
              return (
                <DockButton
                  key={tool}
                  label={say(`tool.${tool}`)}
                  icon={icons[tool]}
                  pressed={tools.tool === tool}
                  onClick={() => choose(tool)}
                />
              )
            })}
            <ColourMenu />
          </div>
          <div className={styles['row']}>
            <DockButton
              label={say('undo')}
              icon={<IconArrowBackUp size={24} />}
              disabled={can.undo === 0}
              onClick={journal.undo}
            />
            <DockButton
              label={say('redo')}
              icon={<IconArrowForwardUp size={24} />}
              disabled={can.redo === 0}
              onClick={journal.redo}
            />
            <BookmarkButton />
            <LayerMenu />
            <ShareButton />
            {more}
            <DockButton
              label={say('collapse')}
              icon={<IconChevronDown size={22} />}
              onClick={() => {
                setTools({ tool: 'select' })
                setFolded(true)
              }}
            />
          </div>
        </div>
      )}
    </div>
  )
}
