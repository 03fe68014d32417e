/**
 * Which tool, colour, width and layer a person marks with, remembered on this device for each document.
 * What must stay true: writing where others see it is chosen deliberately: a new document begins in the private layer.
 */
import { z } from 'zod'

export const tools = [
  'select',
  'highlight',
  'underline',
  'pen',
  'marker',
  'shape',
  'note',
  'stamp',
  'lasso',
  'eraser',
] as const
export type Tool = (typeof tools)[number]
/** Tools that draw lines in full colour; the others lay colour under the letters. */
export const inkTools: ReadonlySet<Tool> = new Set<Tool>(['pen', 'shape'])

/** Tenths of a point. */
export const penWidths = [12, 22, 45] as const
/** Of the marker, for each width of the pen. */
export const markerWidths = { 12: 90, 22: 140, 45: 220 } as const

export const forms = ['rectangle', 'ellipse', 'arrow', 'line'] as const
export const stamps = ['agree', 'ask'] as const

const colour = z.enum(['yellow', 'green', 'blue', 'pink', 'red', 'black'])

const shape = z.object({
  tool: z.enum(tools),
  mark: colour,
  pen: colour,
  width: z.union([z.literal(12), z.literal(22), z.literal(45)]),
  form: z.enum(forms).default('rectangle'),
  stamp: z.enum(stamps).default('agree'),
  /** Name of the layer written to; empty: the private one. */
  layer: z.string().max(90),
  /** Names of layers not shown. */
  hidden: z.array(z.string().max(90)).max(20),
})
export type ToolState = z.infer<typeof shape>

export const startTools: ToolState = {
  tool: 'select',
  mark: 'yellow',
  pen: 'blue',
  width: 22,
  form: 'rectangle',
  stamp: 'agree',
  layer: '',
  hidden: [],
}

export interface ToolKeep {
  readonly read: (key: string) => string | null
  readonly write: (key: string, value: string) => void
}

export const toolKey = (person: string, file: string): string => `nt.tool.${person}.${file.slice(0, 32)}`

export function readTools(keep: ToolKeep, key: string): ToolState {
  try {
    const read = shape.safeParse(JSON.parse(keep.read(key) ?? 'null'))
    return read.success ? read.data : startTools
  } catch {
    // Not JSON: somebody else's value under our key.
    return startTools
  }
}
