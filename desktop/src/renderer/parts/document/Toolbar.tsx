/**
 * The bar above the pages: where one is, how large, and the doors to contents, finding and views.
 * What must stay true: every control is at least 44 px and has a name; on a narrow screen nothing is lost, it moves into
 * the menu.
 */
import { ActionIcon, Menu, TextInput, Tooltip } from '@mantine/core'
import {
  IconArrowAutofitHeight,
  IconArrowAutofitWidth,
  IconChevronDown,
  IconChevronUp,
  IconCheck,
  IconDotsVertical,
  IconList,
  IconLayoutGrid,
  IconRotateClockwise,
  IconSearch,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
} from '@tabler/icons-react'
import { memo, useEffect, useState, type ReactNode } from 'react'
import { documentWords } from '../../ui/words/document.ts'
import { useWords } from '../../ui/words/words.ts'
import { nextZoom, type Zoom } from './layout.ts'
import { pageMeant } from './outline.ts'
import { tones, type Place } from './place.ts'
import { rightAngle } from './geometry.ts'
import styles from './reader.module.css'

export interface ToolButtonProps {
  readonly label: string
  readonly icon: ReactNode
  readonly onClick: () => void
  readonly pressed?: boolean
  readonly disabled?: boolean
  readonly className?: string | undefined
}

export function ToolButton({ label, icon, onClick, pressed, disabled, className }: ToolButtonProps) {
  return (
    <Tooltip
      label={label}
      disabled={pressed ?? false}
      openDelay={500}
      events={{ hover: true, focus: false, touch: false }}
    >
      <ActionIcon
        size={48}
        radius="md"
        variant={pressed ? 'light' : 'subtle'}
        {...(pressed ? {} : { color: 'gray' })}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        disabled={disabled ?? false}
        className={className ?? ''}
        onClick={onClick}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}

export interface ToolbarProps {
  readonly page: number
  readonly pages: number
  readonly labels: readonly string[] | null
  readonly scale: number
  readonly place: Place
  readonly panel: string | null
  /** Doors to further panels, e.g. the list of marks. */
  readonly more: ReactNode
  readonly onPanel: (panel: string | null) => void
  readonly onPage: (page: number) => void
  readonly onZoom: (zoom: Zoom) => void
  readonly onChange: (change: Partial<Place>) => void
}

export const Toolbar = memo(function Toolbar(props: ToolbarProps) {
  const { page, pages, labels, scale, place, panel, more, onPanel, onPage, onZoom, onChange } = props
  const say = useWords(documentWords)
  const percent = Math.round((scale * 72 * 100) / 96)
  return (
    <div className={styles['bar']} role="toolbar" aria-label={say('view')}>
      <Doors panel={panel} onPanel={onPanel} />
      <div className={styles['spacer']} />
      <ToolButton
        label={say('previousPage')}
        icon={<IconChevronUp size={24} />}
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
        className={styles['wideOnly']}
      />
      <PageBox page={page} pages={pages} labels={labels} onPage={onPage} />
      <ToolButton
        label={say('nextPage')}
        icon={<IconChevronDown size={24} />}
        disabled={page >= pages}
        onClick={() => onPage(page + 1)}
        className={styles['wideOnly']}
      />
      <div className={styles['spacer']} />
      <ToolButton
        label={say('zoomOut')}
        icon={<IconZoomOut size={24} />}
        onClick={() => onZoom(nextZoom(scale, -1))}
        className={`${styles['notPhone']} ${styles['roomy']}`}
      />
      <ZoomMenu percent={percent} onZoom={onZoom} />
      <ToolButton
        label={say('zoomIn')}
        icon={<IconZoomIn size={24} />}
        onClick={() => onZoom(nextZoom(scale, 1))}
        className={`${styles['notPhone']} ${styles['roomy']}`}
      />
      {more}
      <ViewMenu place={place} scale={scale} onPanel={onPanel} onZoom={onZoom} onChange={onChange} />
    </div>
  )
})

const Doors = memo(function Doors({ panel, onPanel }: Pick<ToolbarProps, 'panel' | 'onPanel'>) {
  const say = useWords(documentWords)
  const toggle = (name: string) => () => onPanel(panel === name ? null : name)
  return (
    <>
      <ToolButton
        label={say('outline')}
        icon={<IconList size={24} />}
        pressed={panel === 'outline'}
        onClick={toggle('outline')}
      />
      <ToolButton
        label={say('thumbnails')}
        icon={<IconLayoutGrid size={24} />}
        pressed={panel === 'thumbnails'}
        onClick={toggle('thumbnails')}
        className={styles['notPhone']}
      />
      <ToolButton
        label={say('find')}
        icon={<IconSearch size={24} />}
        pressed={panel === 'find'}
        onClick={toggle('find')}
      />
    </>
  )
})

const ZoomMenu = memo(function ZoomMenu({
  percent,
  onZoom,
}: {
  readonly percent: number
  readonly onZoom: (zoom: Zoom) => void
}) {
  const say = useWords(documentWords)
  return (
    <Menu shadow="md" width={230}>
      <Menu.Target>
        <button
          type="button"
          className={`${styles['zoomText']} ${styles['wideOnly']}`}
          aria-label={say('zoom', { percent })}
        >
          {percent}%
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <FitItems onZoom={onZoom} />
        {[50, 75, 125, 150, 200, 300, 400].map((one) => (
          <Menu.Item key={one} h={44} onClick={() => onZoom((one / 100) * (96 / 72))}>
            {one}%
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
})

function FitItems({ onZoom }: { readonly onZoom: (zoom: Zoom) => void }) {
  const say = useWords(documentWords)
  return (
    <>
      <Menu.Item h={44} leftSection={<IconArrowAutofitWidth size={20} />} onClick={() => onZoom('width')}>
        {say('fitWidth')}
      </Menu.Item>
      <Menu.Item h={44} leftSection={<IconArrowAutofitHeight size={20} />} onClick={() => onZoom('page')}>
        {say('fitPage')}
      </Menu.Item>
      <Menu.Item h={44} leftSection={<IconZoomReset size={20} />} onClick={() => onZoom(96 / 72)}>
        {say('actualSize')}
      </Menu.Item>
    </>
  )
}

const ViewMenu = memo(function ViewMenu({
  place,
  scale,
  onPanel,
  onZoom,
  onChange,
}: Pick<ToolbarProps, 'place' | 'scale' | 'onPanel' | 'onZoom' | 'onChange'>) {
  const say = useWords(documentWords)
  return (
    <Menu
      shadow="md"
      width={270}
      position="bottom-end"
      closeOnItemClick
      checkIcon={<IconCheck size={20} aria-hidden />}
    >
      <Menu.Target>
        <ActionIcon size={48} radius="md" variant="subtle" color="gray" aria-label={say('view')}>
          <IconDotsVertical size={24} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <FitItems onZoom={onZoom} />
        <Menu.Item
          h={44}
          leftSection={<IconZoomIn size={20} />}
          closeMenuOnClick={false}
          onClick={() => onZoom(nextZoom(scale, 1))}
        >
          {say('zoomIn')}
        </Menu.Item>
        <Menu.Item
          h={44}
          leftSection={<IconZoomOut size={20} />}
          closeMenuOnClick={false}
          onClick={() => onZoom(nextZoom(scale, -1))}
        >
          {say('zoomOut')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.CheckboxItem
          h={44}
          closeMenuOnClick
          checked={place.twoPages}
          onChange={(twoPages) => onChange({ twoPages })}
        >
          {say('twoPages')}
        </Menu.CheckboxItem>
        <Menu.Item
          h={44}
          leftSection={<IconRotateClockwise size={20} />}
          onClick={() => onChange({ turn: rightAngle(place.turn + 90) })}
        >
          {say('rotate')}
        </Menu.Item>
        <Menu.Item h={44} leftSection={<IconLayoutGrid size={20} />} onClick={() => onPanel('thumbnails')}>
          {say('thumbnails')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{say('tone')}</Menu.Label>
        <div role="group" aria-label={say('tone')}>
          {tones.map((tone) => (
            <Menu.RadioItem
              key={tone}
              h={44}
              value={tone}
              checked={place.tone === tone}
              onChange={() => onChange({ tone })}
            >
              {say(`tone.${tone}`)}
            </Menu.RadioItem>
          ))}
        </div>
      </Menu.Dropdown>
    </Menu>
  )
})

function PageBox({
  page,
  pages,
  labels,
  onPage,
}: Pick<ToolbarProps, 'page' | 'pages' | 'labels' | 'onPage'>) {
  const say = useWords(documentWords)
  const shown = labels?.[page - 1] ?? String(page)
  const [typed, setTyped] = useState<string | null>(null)
  useEffect(() => setTyped(null), [page])
  const go = (): void => {
    const meant = typed === null ? null : pageMeant(typed, pages, labels)
    setTyped(null)
    if (meant !== null) onPage(meant)
  }
  return (
    <div className={styles['pageBox']}>
      <TextInput
        className={styles['pageInput'] ?? ''}
        aria-label={say('page')}
        value={typed ?? shown}
        inputMode={labels ? 'text' : 'numeric'}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={go}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            go()
            event.currentTarget.blur()
          }
          if (event.key === 'Escape') setTyped(null)
        }}
      />
      <span>{labels ? `(${page} ${say('ofPages', { pages })})` : say('ofPages', { pages })}</span>
    </div>
  )
}
