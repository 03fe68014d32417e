/**
 * The picture of a signature or a seal, made ready for a PDF on this device.
 * What must stay true: the picture keeps its proportions and its transparency; what is no picture is a refusal.
 */
import type { Picture } from '@nghi-truong/shared/signature/sign/prepare'

/** Pixels on the longer side: 36 mm at more than 600 dots an inch. */
const longest = 1000

async function packed(plane: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([plane]).stream().pipeThrough(new CompressionStream('deflate'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

async function planesOf(canvas: HTMLCanvasElement): Promise<Picture> {
  const { width, height } = canvas
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray(0)
  const rgb = new Uint8Array(width * height * 3)
  const opacity = new Uint8Array(width * height)
  for (let at = 0; at < width * height; at++) {
    for (let part = 0; part < 3; part++) rgb[at * 3 + part] = pixels[at * 4 + part] ?? 0
    opacity[at] = pixels[at * 4 + 3] ?? 0
  }
  return { width, height, rgb: await packed(rgb), opacity: await packed(opacity) }
}

function canvasOf(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D | null] {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width))
  canvas.height = Math.max(1, Math.round(height))
  return [canvas, canvas.getContext('2d')]
}

export async function pictureOfFile(file: Blob): Promise<Picture | 'picture.form'> {
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(file)
  } catch {
    return 'picture.form'
  }
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height))
  const [canvas, draw] = canvasOf(bitmap.width * scale, bitmap.height * scale)
  draw?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return planesOf(canvas)
}

/** Lines in upright black, 10 points in a box of that size: an agency on an attachment, where no seal is shown. */
export function pictureOfLines(
  lines: readonly string[],
  box: { readonly width: number; readonly height: number },
): Promise<Picture> {
  const scale = 6
  const [canvas, draw] = canvasOf(box.width * scale, box.height * scale)
  if (draw) {
    draw.fillStyle = '#000000'
    draw.textBaseline = 'top'
    draw.font = `${10 * scale}px "Times New Roman", Tinos, serif`
    for (const [row, line] of lines.entries())
      draw.fillText(line, 0, (1 + row * 12) * scale, box.width * scale)
  }
  return planesOf(canvas)
}

/** The signer's name in blue, where no picture was chosen. */
export function pictureOfName(name: string): Promise<Picture> {
  const [canvas, draw] = canvasOf(792, 372)
  if (draw) {
    draw.fillStyle = '#0f299e'
    draw.textAlign = 'center'
    draw.textBaseline = 'middle'
    let size = 110
    do {
      size -= 6
      draw.font = `italic 500 ${size}px "Be Vietnam Pro", serif`
    } while (size > 24 && draw.measureText(name).width > 752)
    draw.fillText(name, 396, 186)
  }
  return planesOf(canvas)
}
