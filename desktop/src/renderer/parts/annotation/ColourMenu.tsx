/** Colours by their meaning, and the width of the pen. */
import { Menu, SegmentedControl } from '@mantine/core'
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
    <Menu position="top" width={270} shadow="md">
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
          <Menu.Item
            key={one}
            h={46}
            role="menuitemradio"
            aria-checked={one === colour}
            leftSection={
              <span className={styles['swatch']} style={{ width: 30, height: 30 }}>
                <i style={{ background: shade(one), color: pen ? '#fff' : '#14181c' }}>{signs[one]}</i>
              </span>
            }
            rightSection={one === colour ? '✓' : null}
            onClick={() => setTools(pen ? { pen: one } : { mark: one })}
          >
            {say(`colour.${one}`)}
          </Menu.Item>
        ))}
        {wide && (
          <SegmentedControl
            fullWidth
            size="md"
            mt={6}
            aria-label={say('width')}
            value={String(tools.width)}
            onChange={(width) => setTools({ width: penWidths.find((one) => String(one) === width) ?? 22 })}
            data={penWidths.map((width) => ({ value: String(width), label: say(`width.${width}`) }))}
          />
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
