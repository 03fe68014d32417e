/**
 * The four whole faces of Tinos (same metrics as Times New Roman, every Vietnamese letter) and their place on disk.
 * Whole files, never web fonts split by script: a document must show ế, ữ, ặ, ỡ from one face.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

export type Face = 'regular' | 'bold' | 'italic' | 'boldItalic'

const files: Record<Face, string> = {
  regular: '400Regular/Tinos_400Regular.ttf',
  bold: '700Bold/Tinos_700Bold.ttf',
  italic: '400Regular_Italic/Tinos_400Regular_Italic.ttf',
  boldItalic: '700Bold_Italic/Tinos_700Bold_Italic.ttf',
}

/** Absolute path of a face. Throws when the font package is not installed. */
export function facePath(face: Face): string {
  return createRequire(import.meta.url).resolve(`@expo-google-fonts/tinos/${files[face]}`)
}

export function faceBytes(face: Face): Uint8Array {
  return readFileSync(facePath(face))
}
