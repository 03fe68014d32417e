/** What grows under one's own hand: a stroke, a shape, the loop of the lasso, the band over a scanned page. */
import { useSyncExternalStore } from 'react'
import { useAnnotating } from './annotating.tsx'
import { paint } from './colours.ts'
import type { Ink, Under } from './ink.ts'
import { outlineOf } from './path.ts'
import { shapePath } from './shape.ts'
import { matrixOf, type Surface } from './surface.ts'

function useUnder<K extends keyof Under>(ink: Ink, what: K, page: number): Under[K] | null {
  return useSyncExternalStore(ink.subscribe, () => {
    const now = ink.now()[what]
    return now?.page === page ? now : null
  })
}

export function LiveInk({ surface }: { readonly surface: Surface }) {
  const { ink, tools } = useAnnotating()
  const { page } = surface
  const drawing = useUnder(ink, 'drawing', page)
  const band = useUnder(ink, 'band', page)
  const shaping = useUnder(ink, 'shaping', page)
  const loop = useUnder(ink, 'choosing', page)?.loop
  if (!drawing && !band && !shaping && !loop) return null
  const under = band !== null || drawing?.kind === 'marker'
  const px = 1 / surface.geometry.scale
  return (
    <svg
      className={under ? 'nt-under' : 'nt-over'}
      width={surface.width}
      height={surface.height}
      aria-hidden="true"
    >
      <g transform={matrixOf(surface)}>
        {drawing && (
          <path
            d={outlineOf(drawing.points, drawing.width / 10, false, drawing.kind === 'pen')}
            fill={drawing.kind === 'pen' ? paint[drawing.colour].ink : paint[drawing.colour].soft}
          />
        )}
        {shaping && (
          <path
            d={shapePath(shaping.form, shaping.ends, shaping.width / 10)}
            fill="none"
            stroke={paint[shaping.colour].ink}
            strokeWidth={shaping.width / 10}
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        )}
        {loop && (
          <polygon
            points={loop.map(([x, y]) => `${x},${y}`).join(' ')}
            fill="#1763c622"
            stroke="#1763c6"
            strokeWidth={2 * px}
            strokeDasharray={`${7 * px} ${5 * px}`}
          />
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
