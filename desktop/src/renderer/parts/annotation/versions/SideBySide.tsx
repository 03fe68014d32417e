/**
 * One changed page, old and new side by side, with what differs framed.
 * What must stay true: what was taken out and what was put in differ by sign and line, not by colour alone; of scans the
 * pictures are compared.
 */
import { Button, CloseButton, Modal } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import type { Difference } from '@nghi-truong/shared/reading/changes'
import { readPage, type Extracted } from '@nghi-truong/shared/reading/extracted'
import { useEffect, useRef, useState } from 'react'
import { versionWords } from '../../../ui/words/versions.ts'
import { useWords } from '../../../ui/words/words.ts'
import type { ToPixels } from '../draw.ts'
import { compare } from './compare.ts'
import type { Picture } from './compare.worker.ts'
import { pictureOf } from './extract.ts'
import type { Comparison } from './pairs.ts'
import type { Region } from './pixels.ts'
import styles from './side.module.css'
import type { Versions } from './versions.tsx'

/** Of a page, in pixels. */
const width = 1000

type Fraction = readonly [left: number, top: number, width: number, height: number]

interface Side {
  readonly canvas: HTMLCanvasElement
  readonly frames: readonly Fraction[]
  readonly moved: readonly Fraction[]
}

function framesOf(
  page: Extracted | undefined,
  differences: readonly Difference[],
  kind: Difference['kind'],
  to: ToPixels,
  size: { readonly width: number; readonly height: number },
): readonly Fraction[] {
  if (!page) return []
  const sheet = readPage(page)
  return differences
    .filter((one) => one.kind === kind)
    .flatMap(({ start, end }) => sheet.quads(start, end))
    .map(([x, y, w, h]): Fraction => {
      const [ax, ay] = [to[0] * x + to[2] * y + to[4], to[1] * x + to[3] * y + to[5]]
      const [bx, by] = [to[0] * (x + w) + to[2] * (y + h) + to[4], to[1] * (x + w) + to[3] * (y + h) + to[5]]
      return [
        Math.min(ax, bx) / size.width,
        Math.min(ay, by) / size.height,
        Math.abs(bx - ax) / size.width,
        Math.abs(by - ay) / size.height,
      ]
    })
}

const pictureFor = (canvas: HTMLCanvasElement, height: number): Picture => {
  const sheet = document.createElement('canvas')
  sheet.width = canvas.width
  sheet.height = height
  const pen = sheet.getContext('2d')
  if (!pen) return { width: 0, height: 0, rgba: new Uint8ClampedArray() }
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, sheet.width, sheet.height)
  pen.drawImage(canvas, 0, 0)
  const { data } = pen.getImageData(0, 0, sheet.width, sheet.height)
  return { width: sheet.width, height: sheet.height, rgba: data }
}

const scaled = (regions: readonly Region[], height: number, own: number): readonly Fraction[] =>
  regions.map(([x, y, w, h]) => [x, (y * height) / own, w, (h * height) / own])

interface Both {
  readonly left: Side | null
  readonly right: Side | null
}

function useSides(
  { library, current }: Versions,
  comparison: Comparison,
  at: number,
): Both | 'drawing' | 'failed' {
  const [state, setState] = useState<Both | 'drawing' | 'failed'>('drawing')
  const { old, older, newer, changes } = comparison
  const change = changes[at]
  useEffect(() => {
    if (!change) return undefined
    const ending = new AbortController()
    setState('drawing')
    const draw = async (
      record: DocumentRecord,
      page: number | undefined,
      text: readonly Extracted[],
      differences: readonly Difference[],
    ): Promise<Side | null> => {
      if (page === undefined) return null
      const proxy = await (await library.pdf(record)).getPage(page)
      const canvas = await pictureOf(proxy, width)
      const flat = proxy.getViewport({ scale: 1 })
      const to = proxy.getViewport({ scale: width / flat.width }).transform as unknown as ToPixels
      const frames = framesOf(text[page - 1], differences, 'new', to, canvas)
      return { canvas, frames, moved: framesOf(text[page - 1], differences, 'moved', to, canvas) }
    }
    const run = async (): Promise<void> => {
      let left = await draw(old, change.old, older, change.before)
      let right = await draw(current, change.fresh, newer, change.after)
      if (change.visual && left && right) {
        const height = Math.max(left.canvas.height, right.canvas.height)
        const [one, two] = [pictureFor(left.canvas, height), pictureFor(right.canvas, height)]
        const regions = await compare({ what: 'regions', one, two }, ending.signal)
        left = { ...left, frames: scaled(regions, height, left.canvas.height) }
        right = { ...right, frames: scaled(regions, height, right.canvas.height) }
      }
      if (!ending.signal.aborted) setState({ left, right })
    }
    run().catch(() => {
      if (!ending.signal.aborted) setState('failed')
    })
    return () => ending.abort(new Error('left'))
  }, [library, current, old, older, newer, change])
  return state
}

export function SideBySide({
  comparison,
  versions,
  at,
  onAt,
  onClose,
}: {
  readonly comparison: Comparison
  readonly versions: Versions
  readonly at: number
  readonly onAt: (at: number) => void
  readonly onClose: () => void
}) {
  const say = useWords(versionWords)
  const { changes, old } = comparison
  const change = changes[at]
  const state = useSides(versions, comparison, at)
  if (!change) return null
  return (
    <Modal
      opened
      fullScreen
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      attributes={{ content: { 'aria-label': say('sideBySide') } }}
    >
      <div className={styles['frame']}>
        <header className={styles['head']}>
          <Button
            size="md"
            variant="default"
            aria-label={say('previous')}
            disabled={at === 0}
            onClick={() => onAt(at - 1)}
          >
            <IconChevronLeft size={22} />
          </Button>
          <span role="status">{say('changeOf', { n: at + 1, count: changes.length })}</span>
          <Button
            size="md"
            variant="default"
            aria-label={say('next')}
            disabled={at === changes.length - 1}
            onClick={() => onAt(at + 1)}
          >
            <IconChevronRight size={22} />
          </Button>
          <span className={styles['legend']}>
            {change.visual ? (
              <>
                <i data-kind="changed">≠</i> {say('legendVisual')}
              </>
            ) : (
              <>
                <i data-kind="gone">−</i> {say('legendGone')} <i data-kind="new">+</i> {say('legendNew')}{' '}
                <i data-kind="moved">↕</i> {say('legendMoved')}
              </>
            )}
          </span>
          <CloseButton size={48} iconSize={24} aria-label={say('close')} onClick={onClose} />
        </header>
        {state === 'failed' && <p role="alert">{say('compareFailed')}</p>}
        <div className={styles['sides']} data-sides={typeof state === 'string' ? state : 'drawn'}>
          <Pane
            title={
              change.old === undefined
                ? say('sideNone', { version: old.version })
                : say('side', { version: old.version, page: change.old })
            }
            side={typeof state === 'string' ? null : state.left}
            kind={change.visual ? 'changed' : 'gone'}
          />
          <Pane
            title={
              change.fresh === undefined
                ? say('sideNone', { version: versions.current.version })
                : say('side', { version: versions.current.version, page: change.fresh })
            }
            side={typeof state === 'string' ? null : state.right}
            kind={change.visual ? 'changed' : 'new'}
          />
        </div>
      </div>
    </Modal>
  )
}

const percent = (value: number): string => `${(100 * value).toFixed(2)}%`

function Pane({
  title,
  side,
  kind,
}: {
  readonly title: string
  readonly side: Side | null
  readonly kind: 'gone' | 'new' | 'changed'
}) {
  const sheet = useRef<HTMLDivElement>(null)
  const canvas = side?.canvas
  useEffect(() => {
    const element = sheet.current
    if (!element || !canvas) return undefined
    canvas.setAttribute('role', 'img')
    canvas.setAttribute('aria-label', title)
    element.prepend(canvas)
    element.querySelector('[data-frame]')?.scrollIntoView({ block: 'center' })
    return () => canvas.remove()
  }, [canvas, title])
  const frame = (box: Fraction, what: string, n: number) => (
    <i
      key={`${what} ${n}`}
      data-frame={what}
      style={{ left: percent(box[0]), top: percent(box[1]), width: percent(box[2]), height: percent(box[3]) }}
    />
  )
  return (
    <section className={styles['pane']} aria-label={title} tabIndex={0}>
      <h2>{title}</h2>
      <div ref={sheet} className={styles['sheet']}>
        {side?.frames.map((box, n) => frame(box, kind, n))}
        {side?.moved.map((box, n) => frame(box, 'moved', n))}
      </div>
    </section>
  )
}
