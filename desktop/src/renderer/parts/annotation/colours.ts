/**
 * Colours by meaning, and a colour for each person.
 * What must stay true: a colour always comes with its word; the same person has the same colour on every device.
 */
import type { Mark } from '@nghi-truong/shared/protocol/rooms'

export type Colour = Mark['colour']

/** Under letters, over letters (ink). */
export const paint: Readonly<Record<Colour, { readonly soft: string; readonly ink: string }>> = {
  yellow: { soft: '#ffe14d', ink: '#b98700' },
  green: { soft: '#9be58c', ink: '#1f8a34' },
  blue: { soft: '#9fd0ff', ink: '#1763c6' },
  pink: { soft: '#ffb1dc', ink: '#c2268a' },
  red: { soft: '#ffb0a3', ink: '#cf2a1b' },
  black: { soft: '#cfd4da', ink: '#1d2329' },
}

/** A sign for each meaning, for eyes that do not tell colours apart. */
export const signs: Readonly<Record<Colour, string>> = {
  yellow: '!',
  green: '✓',
  blue: '#',
  pink: '?',
  red: '✗',
  black: '',
}

/** In the order they are offered. */
export const markColours: readonly Colour[] = ['yellow', 'green', 'blue', 'pink', 'red']
export const penColours: readonly Colour[] = ['blue', 'red', 'green', 'pink', 'black']

const people = [
  '#0b7285',
  '#862e9c',
  '#2b8a3e',
  '#c92a2a',
  '#1864ab',
  '#a05a00',
  '#5f3dc4',
  '#087f5b',
  '#9c36b5',
  '#5c4813',
]

/** FNV-1a: spreads names well enough over ten colours. */
export function personColour(person: string): string {
  let hash = 0x811c9dc5
  for (let n = 0; n < person.length; n++) hash = Math.imul(hash ^ person.charCodeAt(n), 0x01000193)
  return people[(hash >>> 0) % people.length] ?? '#0b7285'
}

/** The last word of a Vietnamese name is what one is called by. */
export function callName(name: string): string {
  const words = name.trim().split(/\s+/u)
  return words.at(-1) ?? name
}
