/**
 * To whom the next mark is visible, and which layers are shown.
 * What must stay true: what others will see is said in words before anything is written there; a shared layer looks
 * different from the private one.
 */
import { Menu } from '@mantine/core'
import { IconCheck, IconLock, IconPresentation, IconUsers } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAnnotating } from './annotating.tsx'
import styles from './dock.module.css'

const iconOf = (layer: string): ReactNode => {
  if (layer.startsWith('private:')) return <IconLock size={20} />
  return layer === 'presenter' ? <IconPresentation size={20} /> : <IconUsers size={20} />
}

export function LayerMenu() {
  const say = useWords(annotationWords)
  const { layers, target, tools, setTools, layerName } = useAnnotating()
  const hint = (layer: string, writable: boolean): string => {
    if (layer.startsWith('private:')) return say('layer.privateHint')
    if (layer !== 'presenter') return say('layer.groupHint')
    return say(writable ? 'layer.presenterHint' : 'layer.presenterRead')
  }
  const name = target ? layerName(target.name) : say('layer.private')
  return (
    <Menu position="top-end" width={310} shadow="md" checkIcon={<IconCheck size={20} aria-hidden />}>
      <Menu.Target>
        <button
          type="button"
          className={styles['layer']}
          aria-label={say('layerButton', { layer: name })}
          data-shared={target ? !target.name.startsWith('private:') : false}
        >
          {iconOf(target?.name ?? 'private:')}
          <span>{name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say('layer')}</Menu.Label>
        {layers.map((layer) => (
          <Menu.RadioItem
            key={layer.name}
            closeMenuOnClick
            value={layer.name}
            checked={layer === target}
            disabled={layer.right !== 'write'}
            className={styles['layerItem'] ?? ''}
            onChange={() => setTools({ layer: layer.name })}
          >
            <span className={styles['choice']}>
              {iconOf(layer.name)}
              <span>
                <strong>{layerName(layer.name)}</strong>
                <br />
                <small>{hint(layer.name, layer.right === 'write')}</small>
              </span>
            </span>
          </Menu.RadioItem>
        ))}
        <Menu.Divider />
        <Menu.Label>{say('show')}</Menu.Label>
        {layers.map((layer) => (
          <Menu.CheckboxItem
            key={layer.name}
            mih={48}
            checked={!tools.hidden.includes(layer.name)}
            onChange={(shown) => {
              const others = tools.hidden.filter((one) => one !== layer.name)
              setTools({ hidden: shown ? others : [...others, layer.name] })
            }}
          >
            {layerName(layer.name)}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
