/** The forms of shapes and the words of stamps, chosen beside their tools. */
import { Menu } from '@mantine/core'
import {
  IconArrowUpRight,
  IconCheck,
  IconCircle,
  IconLine,
  IconQuestionMark,
  IconRubberStamp,
  IconSquare,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAnnotating } from './annotating.tsx'
import { DockButton } from './DockButton.tsx'
import styles from './dock.module.css'
import { forms, stamps, type ToolState } from './tool-state.ts'

const formIcons: Readonly<Record<ToolState['form'], ReactNode>> = {
  rectangle: <IconSquare size={24} />,
  ellipse: <IconCircle size={24} />,
  arrow: <IconArrowUpRight size={24} />,
  line: <IconLine size={24} />,
}
const stampIcons: Readonly<Record<ToolState['stamp'], ReactNode>> = {
  agree: <IconCheck size={24} />,
  ask: <IconQuestionMark size={24} />,
}

export function ShapeMenu() {
  const say = useWords(annotationWords)
  const { tools, setTools, setOpen } = useAnnotating()
  return (
    <Menu position="top" width={230} shadow="md" checkIcon={<IconCheck size={20} aria-hidden />}>
      <Menu.Target>
        <DockButton
          label={`${say('tool.shape')}: ${say(`form.${tools.form}`)}`}
          icon={formIcons[tools.form]}
          pressed={tools.tool === 'shape'}
          onClick={() => setOpen(null)}
        />
      </Menu.Target>
      <Menu.Dropdown>
        {forms.map((form) => (
          <Menu.RadioItem
            key={form}
            h={48}
            closeMenuOnClick
            value={form}
            checked={tools.tool === 'shape' && form === tools.form}
            onChange={() => setTools({ tool: 'shape', form })}
          >
            <span className={styles['choice']}>
              {formIcons[form]}
              {say(`form.${form}`)}
            </span>
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

export function StampMenu() {
  const say = useWords(annotationWords)
  const { tools, setTools, setOpen } = useAnnotating()
  return (
    <Menu position="top" width={230} shadow="md" checkIcon={<IconCheck size={20} aria-hidden />}>
      <Menu.Target>
        <DockButton
          label={say('tool.stamp')}
          icon={<IconRubberStamp size={24} />}
          pressed={tools.tool === 'stamp'}
          onClick={() => setOpen(null)}
        />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say('stampHint')}</Menu.Label>
        {stamps.map((stamp) => (
          <Menu.RadioItem
            key={stamp}
            h={48}
            closeMenuOnClick
            value={stamp}
            checked={tools.tool === 'stamp' && stamp === tools.stamp}
            onChange={() => setTools({ tool: 'stamp', stamp })}
          >
            <span className={styles['choice']}>
              {stampIcons[stamp]}
              {say(`stamp.${stamp}`)}
            </span>
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
