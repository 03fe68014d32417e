/**
 * The tools at the lower edge, within reach of the thumb.
 * What must stay true: each tool has its name; where marks go is always in sight; the dock folds away for reading.
 */
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronDown,
  IconEraser,
  IconHighlight,
  IconNote,
  IconPencil,
  IconPointer,
  IconUnderline,
} from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useUndo } from '../../client/notes.ts'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAnnotating } from './annotating.tsx'
import { ColourMenu } from './ColourMenu.tsx'
import { DockButton } from './DockButton.tsx'
import styles from './dock.module.css'
import { LayerMenu } from './LayerMenu.tsx'
import { NotesLine } from './NotesLine.tsx'
import { markSelection } from './gestures.ts'
import { ShareButton } from './ShareButton.tsx'
import { tools as toolNames, type Tool } from './tool-state.ts'

const icons: Readonly<Record<Tool, ReactNode>> = {
  select: <IconPointer size={24} />,
  highlight: <IconHighlight size={24} />,
  underline: <IconUnderline size={24} />,
  pen: <IconPencil size={24} />,
  note: <IconNote size={24} />,
  eraser: <IconEraser size={24} />,
}

export function ToolDock() {
  const say = useWords(annotationWords)
  const now = useAnnotating()
  const { tools, setTools, target, setOpen } = now
  // On a phone the page comes first.
  const [folded, setFolded] = useState(() => matchMedia('(max-width: 480px)').matches)
  const can = useUndo(target?.room)
  const choose = (tool: Tool): void => {
    setOpen(null)
    // Letters already selected are marked at once; the tool in hand stays.
    if ((tool === 'highlight' || tool === 'underline') && markSelection(now, tool)) return
    setTools({ tool: tools.tool === tool ? 'select' : tool })
  }
  return (
    <div className={styles['wrap']}>
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
            {toolNames.map((tool) => (
              <DockButton
                key={tool}
                label={say(`tool.${tool}`)}
                icon={icons[tool]}
                pressed={tools.tool === tool}
                onClick={() => choose(tool)}
              />
            ))}
            <ColourMenu />
          </div>
          <div className={styles['row']}>
            <DockButton
              label={say('undo')}
              icon={<IconArrowBackUp size={24} />}
              disabled={!can.undo}
              onClick={() => target?.room.marks.undo()}
            />
            <DockButton
              label={say('redo')}
              icon={<IconArrowForwardUp size={24} />}
              disabled={!can.redo}
              onClick={() => target?.room.marks.redo()}
            />
            <LayerMenu />
            <ShareButton />
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
