/** The few parts of fontkit (which ships no types) that the demo generator uses: outlines of glyphs. */
declare module 'fontkit' {
  export type PathCommand = {
    command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath'
    args: number[]
  }
  export type Glyph = {
    id: number
    advanceWidth: number
    codePoints: number[]
    path: { commands: PathCommand[] }
  }
  export type GlyphRun = { glyphs: Glyph[]; positions: { xAdvance: number }[]; advanceWidth: number }
  export type Font = {
    unitsPerEm: number
    ascent: number
    descent: number
    layout(text: string): GlyphRun
    hasGlyphForCodePoint(codePoint: number): boolean
  }
  export function create(bytes: Uint8Array): Font
}
