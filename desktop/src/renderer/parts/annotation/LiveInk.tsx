/** The stroke under one's own hand, drawn as it grows, and the band over a scanned page. */
import { useSyncExternalStore } from 'react'
import { useAnnotating } from './annotating.tsx'
import { paint } from './colours.ts'
import { outlineOf } from './path.ts'
import { matrixOf, type Surface } from './surface.ts'

export function LiveInk({ surface }: { readonly surface: Surface }) {
  const { ink, tools } = useAnnotating()
  const drawing = useSyncExternalStore(ink.subscribe, () => {
    const now = ink.drawing()
    return now?.page === surface.page ? now : null
  })
  const band = useSyncExternalStore(ink.subscribe, () => {
    const now = ink.band()
    return now?.page === surface.page ? now : null
  })
  if (!drawing && !band) return null
  return (
    <svg
      className={band ? 'nt-under' : 'nt-over'}
      width={surface.width}
      height={surface.height}
      aria-hidden="true"
    >
      <g transform={matrixOf(surface)}>
        {drawing && (
          <path d={outlineOf(drawing.points, drawing.width / 10, false)} fill={paint[drawing.colour].ink} />
        )}
        {band && (
          <rect
            x={band.box[0]}
            y={band.box[1]}
            width={band.box[2]}
            height={band.box[3]}
            fill={paint[tools.mark].soft}
          />
        )}
      </g>
    </svg>
  )
}
