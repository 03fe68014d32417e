/**
 * Where the hands of the others in one's group are, on one page; and showing one's own to them.
 * What must stay true: only in a group's layer that is shown; a hand that is lifted or leaves the page is not shown.
 */
import { IconPointerFilled } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { usePresent, type Layer } from '../../client/notes.ts'
import { useAnnotating } from './annotating.tsx'
import { callName, personColour } from './colours.ts'
import type { Surface } from './surface.ts'

export function Cursors({ surface }: { readonly surface: Surface }) {
  const { shown } = useAnnotating()
  return shown
    .filter((layer) => layer.name.startsWith('group:'))
    .map((layer) => <Hands key={layer.name} layer={layer} surface={surface} />)
}

function Hands({ layer, surface }: { readonly layer: Layer; readonly surface: Surface }) {
  const { nameOf, person } = useAnnotating()
  const here = usePresent(layer.room).filter(
    (one) => one.cursor?.page === surface.page && one.person !== person,
  )
  const root = useRef<HTMLDivElement>(null)
  const latest = useRef(surface)
  latest.current = surface
  useEffect(() => {
    const page = root.current?.closest<HTMLElement>('[data-page]')
    if (!page) return undefined
    const { presence } = layer.room
    const move = (event: PointerEvent): void => {
      const box = page.getBoundingClientRect()
      const [x, y] = latest.current.toPage([event.clientX - box.left, event.clientY - box.top])
      presence.point({ page: latest.current.page, x: Math.round(x), y: Math.round(y) })
    }
    const leave = (): void => presence.point(null)
    page.addEventListener('pointermove', move, { passive: true })
    page.addEventListener('pointerleave', leave)
    return () => {
      page.removeEventListener('pointermove', move)
      page.removeEventListener('pointerleave', leave)
      leave()
    }
  }, [layer.room])
  return (
    <div ref={root} aria-hidden="true">
      {here.slice(0, 12).map((one) => {
        const [left, top] = surface.toView([one.cursor?.x ?? 0, one.cursor?.y ?? 0])
        const colour = personColour(one.person)
        return (
          <span
            key={one.client}
            className="nt-hand"
            data-hand={one.person}
            style={{ left, top, color: colour }}
          >
            <IconPointerFilled size={18} />
            <span style={{ background: colour }}>{callName(nameOf(one.person))}</span>
          </span>
        )
      })}
    </div>
  )
}
