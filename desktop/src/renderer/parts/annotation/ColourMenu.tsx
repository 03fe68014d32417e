/** Colours by their meaning, and the width of the pen. */
import { Menu } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAnnotating } from './annotating.tsx'
import { markColours, paint, penColours, signs, type Colour } from './colours.ts'
import styles from './dock.module.css'
import { inkTools, penWidths } from './tool-state.ts'

export function ColourMenu() {
  const say = useWords(annotationWords)
  const { tools, setTools, colour } = useAnnotating()
  const pen = inkTools.has(tools.tool)
  const wide = pen || tools.tool === 'marker'
  const shade = (one: Colour): string => (pen ? paint[one].ink : paint[one].soft)
  return (
    <Menu position="top" width={270} shadow="md" checkIcon={<IconCheck size={20} aria-hidden />}>
      <Menu.Target>
        <button
          type="button"
          className={styles['swatch']}
          aria-label={say('colour', { meaning: say(`colour.${colour}`) })}
          onPointerDown={(event) => event.preventDefault()}
        >
          <i style={{ background: shade(colour), color: pen ? '#fff' : '#14181c' }}>{signs[colour]}</i>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say('colours')}</Menu.Label>
        {(pen ? penColours : markColours).map((one) => (
          <Menu.RadioItem
            key={one}
            h={46}
            closeMenuOnClick
            value={one}
            checked={one === colour}
            onChange={() => setTools(pen ? { pen: one } : { mark: one })}
          >
            <span className={styles['choice']}>
              <span className={styles['swatch']} style={{ width: 30, height: 30 }}>
                <i style={{ background: shade(one), color: pen ? '#fff' : '#14181c' }}>{signs[one]}</i>
              </span>
              {say(`colour.${one}`)}
            </span>
          </Menu.RadioItem>
        ))}
        {wide && (
          <div role="group" aria-label={say('width')}>
            <Menu.Divider />
            <Menu.Label>{say('width')}</Menu.Label>
            {penWidths.map((width) => (
              <Menu.RadioItem
                key={width}
                h={46}
                value={String(width)}
                checked={tools.width === width}
                onChange={() => setTools({ width })}
              >
                {say(`width.${width}`)}
              </Menu.RadioItem>
            ))}
          </div>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
