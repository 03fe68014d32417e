/**
 * A page of the paper with the frame where the signature goes; the frame is moved by hand, pen or arrow keys.
 * What must stay true: the frame's place is told in points of the page, as it will be signed; the page itself is only
 * looked at.
 */
import { ActionIcon, Group, Loader, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { signingWords } from '../../ui/words/signing.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './signing.module.css'

/** A drawn page; sizes in points. */
export interface PagePicture {
  readonly canvas: HTMLCanvasElement
  readonly width: number
  readonly height: number
}

export interface PagePictures {
  readonly pages: number
  readonly page: (index: number) => Promise<PagePicture>
  readonly close: () => void
}

/** Brought by the role: this part knows no PDF. */
export type OpenPages = (bytes: Uint8Array<ArrayBuffer>) => Promise<PagePictures | null>

export type Rect = readonly [number, number, number, number]

export function PagePreview({
  pictures,
  page,
  onPage,
  rect,
  tone,
  image,
  onMove,
}: {
  readonly pictures: PagePictures
  readonly page: number
  readonly onPage: (page: number) => void
  /** Lower left and upper right corner in points. */
  readonly rect: Rect
  readonly tone: 'blue' | 'red'
  /** Address of the picture that will be drawn there; null: none chosen. */
  readonly image: string | null
  readonly onMove: (dx: number, dy: number) => void
}) {
  const say = useWords(signingWords)
  const sheet = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<{ picture: PagePicture; page: number } | null>(null)
  const grip = useRef<{ x: number; y: number } | null>(null)
  useEffect(() => {
    let gone = false
    pictures.page(page).then(
      (picture) => {
        if (!gone) setShown({ picture, page })
      },
      // A page that cannot be drawn leaves the frame on white: signing does not depend on it.
      () => undefined,
    )
    return () => {
      gone = true
    }
  }, [pictures, page])
  const picture = shown?.page === page ? shown.picture : null
  useEffect(() => {
    if (picture) sheet.current?.replaceChildren(picture.canvas)
  }, [picture])
  const width = picture?.width ?? 595
  const height = picture?.height ?? 842
  const [x0, y0, x1, y1] = rect
  const percent = (part: number, whole: number): string => `${(part / whole) * 100}%`
  const pointsIn = (pixels: number): number => (pixels * width) / (sheet.current?.clientWidth || 1)

  const drag = (event: PointerEvent): void => {
    const from = grip.current
    if (!from) return
    onMove(pointsIn(event.clientX - from.x), -pointsIn(event.clientY - from.y))
    grip.current = { x: event.clientX, y: event.clientY }
  }
  const press = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? 20 : 4
    const moves: Record<string, readonly [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    onMove(...move)
  }
  return (
    <div>
      <div className={classes['page']} style={{ aspectRatio: `${width} / ${height}` }}>
        <div ref={sheet} className={classes['sheet']} aria-hidden />
        {!picture && <Loader className={classes['loading'] ?? ''} />}
        <button
          type="button"
          className={classes['box']}
          data-tone={tone}
          data-empty={image === null}
          aria-label={say('box')}
          aria-describedby="signing-preview-hint"
          style={{
            left: percent(x0, width),
            top: percent(height - y1, height),
            width: percent(x1 - x0, width),
            height: percent(y1 - y0, height),
          }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId)
            grip.current = { x: event.clientX, y: event.clientY }
          }}
          onPointerMove={drag}
          onPointerUp={() => (grip.current = null)}
          onPointerCancel={() => (grip.current = null)}
          onKeyDown={press}
        >
          {image !== null && <img src={image} alt="" className={classes['picture']} draggable={false} />}
        </button>
      </div>
      <Group justify="center" mt="xs" gap="sm">
        <ActionIcon
          variant="default"
          size="3rem"
          aria-label={say('before')}
          disabled={page === 0}
          onClick={() => onPage(page - 1)}
        >
          <IconChevronLeft aria-hidden />
        </ActionIcon>
        <Text aria-live="polite">{say('preview', { page: page + 1, pages: pictures.pages })}</Text>
        <ActionIcon
          variant="default"
          size="3rem"
          aria-label={say('after')}
          disabled={page + 1 >= pictures.pages}
          onClick={() => onPage(page + 1)}
        >
          <IconChevronRight aria-hidden />
        </ActionIcon>
      </Group>
      <Text size="sm" c="dimmed" ta="center" id="signing-preview-hint">
        {say('previewHint')}
      </Text>
    </div>
  )
}
