/** The marks of one layer on one page: highlights under the letters' darkness, ink over it, stickies and stamps as buttons. */
import { IconBookmarkFilled, IconNote } from '@tabler/icons-react'
import type { Mark, PlacedMark } from '@nghi-truong/shared/protocol/rooms'
import { memo, useMemo } from 'react'
import { usePageMarks, useStrokes, type Entry, type Layer } from '../../client/notes.ts'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAnnotating } from './annotating.tsx'
import { callName, paint, personColour, signs } from './colours.ts'
import { decodePath, outlineOf } from './path.ts'
import { shapePath, type ShapeMark } from './shape.ts'
import { matrixOf, type Surface } from './surface.ts'

type TextMark = Extract<Mark, { kind: 'highlight' | 'underline' }>
type StrokeMark = Extract<Mark, { kind: 'pen' | 'marker' }>
type PinMark = Extract<Mark, { kind: 'note' | 'bookmark' }>
type StampMark = Extract<Mark, { kind: 'stamp' }>

const of = <K extends Mark['kind']>(entries: readonly Entry[], ...kinds: readonly K[]) =>
  entries.filter(([, mark]) =>
    (kinds as readonly string[]).includes(mark.kind),
  ) as unknown as readonly (readonly [string, Extract<Mark, { kind: K }>])[]

const TextShape = memo(function TextShape({ id, mark }: { readonly id: string; readonly mark: TextMark }) {
  const { soft, ink } = paint[mark.colour]
  return (
    <g data-mark={id} data-kind={mark.kind} data-author={mark.author}>
      {mark.quads.map(([x, y, w, h], n) =>
        mark.kind === 'highlight' ? (
          <rect key={n} x={x} y={y - h * 0.04} width={w} height={h * 1.08} rx={1.2} fill={soft} />
        ) : (
          <rect key={n} x={x} y={y - 1.2} width={w} height={1.7} rx={0.8} fill={ink} />
        ),
      )}
    </g>
  )
})

const StrokeShape = memo(function StrokeShape({
  id,
  mark,
}: {
  readonly id: string
  readonly mark: StrokeMark
}) {
  const marker = mark.kind === 'marker'
  const d = useMemo(() => outlineOf(decodePath(mark.path), mark.width / 10, true, !marker), [mark, marker])
  const { soft, ink } = paint[mark.colour]
  return (
    <path data-mark={id} data-kind={mark.kind} data-author={mark.author} d={d} fill={marker ? soft : ink} />
  )
})

const LineShape = memo(function LineShape({ id, mark }: { readonly id: string; readonly mark: ShapeMark }) {
  return (
    <path
      data-mark={id}
      data-kind="shape"
      data-author={mark.author}
      d={shapePath(mark.form, mark.ends, mark.width / 10)}
      fill="none"
      stroke={paint[mark.colour].ink}
      strokeWidth={mark.width / 10}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  )
})

/** What a colour means, beside the first word: nobody has to tell colours apart. */
function Sign({ mark, surface }: { readonly mark: TextMark; readonly surface: Surface }) {
  const [box] = mark.quads
  if (!box) return null
  const [x, y, w, h] = surface.boxToView(box)
  const size = Math.min(16, Math.max(8, Math.min(w, h) * 0.75))
  return (
    <text
      x={x - 1}
      y={y + size * 0.45}
      fontSize={size}
      fontWeight={700}
      textAnchor="end"
      fill={paint[mark.colour].ink}
      stroke="#fff"
      strokeWidth={2.5}
      paintOrder="stroke"
    >
      {signs[mark.colour]}
    </text>
  )
}

/** In the margin beside the marks of others stands by whom they are; a bar in his colour stands at the mark. */
function NameTag({ mark, surface }: { readonly mark: PlacedMark; readonly surface: Surface }) {
  const { nameOf } = useAnnotating()
  const box = 'quads' in mark ? mark.quads[0] : mark.box
  if (!box) return null
  const [x, y, , h] = surface.boxToView(box)
  const background = personColour(mark.author)
  return (
    <>
      <span className="nt-mark-bar" style={{ left: x - 5, top: y, height: Math.max(8, h), background }} />
      <span className="nt-mark-name" style={{ top: y, background }} title={nameOf(mark.author)}>
        {callName(nameOf(mark.author))}
      </span>
    </>
  )
}

function Pin({
  layer,
  id,
  mark,
  surface,
}: {
  readonly layer: Layer
  readonly id: string
  readonly mark: PinMark
  readonly surface: Surface
}) {
  const say = useWords(annotationWords)
  const { person, nameOf, setOpen, open, answers } = useAnnotating()
  const [x, y, w, h] = surface.boxToView(mark.box)
  const mine = mark.author === person
  const whose = { name: mine ? say('mine') : nameOf(mark.author) }
  const name = mark.kind === 'note' ? say('noteOf', whose) : say('bookmarkOf', whose)
  const count = answers.get(`${layer.name} ${id}`)?.length ?? 0
  const said = mark.text === '' ? name : `${name}: ${mark.text}`
  return (
    <button
      type="button"
      className="nt-pin"
      data-mark={id}
      data-kind={mark.kind}
      data-author={mark.author}
      data-mark-ui
      aria-label={count === 0 ? said : `${said} – ${say('answers', { count })}`}
      aria-expanded={open?.id === id}
      style={{
        left: x + w / 2,
        top: y + h / 2,
        background: paint[mark.colour].soft,
        borderColor: mine ? paint[mark.colour].ink : personColour(mark.author),
      }}
      onClick={() => setOpen({ layer: layer.name, id, page: mark.page })}
    >
      {mark.kind === 'note' ? (
        <IconNote size={20} stroke={1.8} color="#222" />
      ) : (
        <IconBookmarkFilled size={20} color={paint[mark.colour].ink} />
      )}
      {count > 0 && <span className="nt-count">{count}</span>}
    </button>
  )
}

function Stamp({
  layer,
  id,
  mark,
  surface,
}: {
  readonly layer: Layer
  readonly id: string
  readonly mark: StampMark
  readonly surface: Surface
}) {
  const say = useWords(annotationWords)
  const { person, nameOf, setOpen, open } = useAnnotating()
  const [x, y, w, h] = surface.boxToView(mark.box)
  const whose = mark.author === person ? say('mine') : nameOf(mark.author)
  const { soft, ink } = paint[mark.colour]
  const height = Math.min(w, h)
  return (
    <button
      type="button"
      className="nt-stamp"
      data-mark={id}
      data-kind="stamp"
      data-author={mark.author}
      data-mark-ui
      aria-label={say('stampOf', { stamp: say(`stamp.${mark.stamp}`), name: whose })}
      aria-expanded={open?.id === id}
      style={{
        left: x + w / 2,
        top: y + h / 2,
        height,
        fontSize: height * 0.56,
        color: ink,
        borderColor: ink,
        background: `color-mix(in srgb, ${soft} 35%, white)`,
      }}
      onClick={() => setOpen({ layer: layer.name, id, page: mark.page })}
    >
      {mark.stamp === 'agree' ? '✓' : '?'} {say(`stamp.${mark.stamp}`)}
    </button>
  )
}

export const RoomMarks = memo(function RoomMarks({
  layer,
  surface,
}: {
  readonly layer: Layer
  readonly surface: Surface
}) {
  const { person, covered } = useAnnotating()
  const here = usePageMarks(layer.room, surface.page)
  const own = layer.name.startsWith('private:')
  const entries = own ? here.filter(([id]) => !covered.has(id)) : here
  const strokes = useStrokes(layer.room).filter((one) => one.page === surface.page)
  const transform = matrixOf(surface)
  const others = entries.filter(
    (one): one is readonly [string, PlacedMark] => one[1].author !== person && one[1].kind !== 'reply',
  )
  const words = of(entries, 'highlight', 'underline')
  const markers = of(entries, 'marker')
  const pens = of(entries, 'pen')
  const shapes = of(entries, 'shape')
  return (
    <>
      {/* Even an empty layer that darkens what is beneath makes the browser compose the whole page apart in each frame. */}
      {words.length + markers.length > 0 && (
        <svg className="nt-under" width={surface.width} height={surface.height} aria-hidden="true">
          <g transform={transform}>
            {words.map(([id, mark]) => (
              <TextShape key={id} id={id} mark={mark} />
            ))}
            {markers.map(([id, mark]) => (
              <StrokeShape key={id} id={id} mark={mark} />
            ))}
          </g>
        </svg>
      )}
      {words.length + pens.length + shapes.length + strokes.length > 0 && (
        <svg className="nt-over" width={surface.width} height={surface.height} aria-hidden="true">
          <g transform={transform}>
            {pens.map(([id, mark]) => (
              <StrokeShape key={id} id={id} mark={mark} />
            ))}
            {shapes.map(([id, mark]) => (
              <LineShape key={id} id={id} mark={mark} />
            ))}
            {strokes.map((stroke) => (
              <path
                key={stroke.id}
                data-stroke={stroke.person}
                d={outlineOf(decodePath(stroke.path), stroke.width / 10, false)}
                fill={paint[stroke.colour].ink}
              />
            ))}
          </g>
          {words.map(([id, mark]) => (
            <Sign key={id} mark={mark} surface={surface} />
          ))}
        </svg>
      )}
      {others.slice(0, 60).map(([id, mark]) => (
        <NameTag key={id} mark={mark} surface={surface} />
      ))}
      {of(entries, 'stamp').map(([id, mark]) => (
        <Stamp key={id} layer={layer} id={id} mark={mark} surface={surface} />
      ))}
      {of(entries, 'note', 'bookmark').map(([id, mark]) => (
        <Pin key={id} layer={layer} id={id} mark={mark} surface={surface} />
      ))}
    </>
  )
})
