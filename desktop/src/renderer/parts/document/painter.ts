/**
 * Draws pages onto canvases, the one looked at first, and forgets those far away.
 * What must stay true: one page is drawn at a time; all canvases together stay within a budget of pixels, which only the
 * pages in sight may exceed; what does not fit is not drawn at all, so nothing is drawn again and again; a canvas shown is
 * replaced only by a finished one, so nothing ever flashes white; a page larger than one canvas may be gets a second, sharp
 * one over the part in sight; what pdf.js prepared for a page is kept only while the page is in sight.
 */
import { AnnotationMode, type PDFDocumentProxy, type PDFPageProxy, type RenderTask } from 'pdfjs-dist'
import type { Box, Rotation } from './geometry.ts'

export interface Want {
  readonly page: number
  /** CSS pixels for a point. */
  readonly scale: number
  /** The reader's turn, added to the page's own. */
  readonly turn: Rotation
  /** The part in sight, CSS pixels of the page; only for pages on screen. */
  readonly sight: Box | null
  /** Of the whole page, square CSS pixels. */
  readonly area: number
}

export interface Drawing {
  readonly canvas: HTMLCanvasElement
  /** Width of the page in points, as seen. */
  readonly points: number
  readonly scale: number
  readonly turn: Rotation
}

export interface Detail extends Drawing {
  /** Fractions of the page: left, top, width, height. */
  readonly part: Box
}

export interface PainterLimits {
  /** Device pixels for a CSS pixel. */
  readonly ratio: number
  /** Pixels of one canvas, and of all. */
  readonly canvasPixels: number
  readonly allPixels: number
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 0.005 * Math.max(a, b)

const pixels = ({ width, height }: HTMLCanvasElement): number => width * height

const release = (canvas: HTMLCanvasElement): void => {
  // Safari frees a canvas' memory only when it has no size.
  canvas.width = 0
  canvas.height = 0
}

/**
 * The finished drawing as a mere picture. A canvas that could still be drawn upon is kept twice by the browser and copied
 * to the screen in each frame that is scrolled.
 */
async function pictureOf(drawn: HTMLCanvasElement): Promise<HTMLCanvasElement> {
  const picture = document.createElement('canvas')
  const surface = picture.getContext('bitmaprenderer', { alpha: false })
  if (!surface) return drawn
  picture.width = drawn.width
  picture.height = drawn.height
  surface.transferFromImageBitmap(await createImageBitmap(drawn))
  release(drawn)
  return picture
}

const contains = (outer: Box, inner: Box): boolean =>
  outer[0] <= inner[0] + 1e-3 &&
  outer[1] <= inner[1] + 1e-3 &&
  outer[0] + outer[2] >= inner[0] + inner[2] - 1e-3 &&
  outer[1] + outer[3] >= inner[1] + inner[3] - 1e-3

interface Job {
  readonly want: Want
  readonly kind: 'page' | 'detail'
}

export class Painter {
  readonly #document: PDFDocumentProxy
  readonly #limits: PainterLimits
  readonly #drawn = new Map<number, Drawing>()
  readonly #details = new Map<number, Detail>()
  readonly #listeners = new Map<number, Set<() => void>>()
  readonly #failed = new Set<number>()
  /** Pages pdf.js still holds letters and pictures of, ready to be drawn at another size. */
  readonly #warm = new Set<number>()
  #wants: readonly Want[] = []
  #running: { job: Job; task: RenderTask | null } | null = null
  #closed = false

  constructor(document: PDFDocumentProxy, limits: PainterLimits) {
    this.#document = document
    this.#limits = limits
  }

  /** What should be drawn now, most wanted first. */
  want(wants: readonly Want[]): void {
    this.#wants = this.#fitting(wants)
    const running = this.#running
    if (running && !this.#stillWanted(running.job)) running.task?.cancel()
    this.#forget()
    this.#cool()
    this.#next()
  }

  drawing = (page: number): Drawing | undefined => this.#drawn.get(page)
  detail = (page: number): Detail | undefined => this.#details.get(page)
  failed = (page: number): boolean => this.#failed.has(page)

  subscribe(page: number, listener: () => void): () => void {
    const of = this.#listeners.get(page) ?? new Set()
    this.#listeners.set(page, of.add(listener))
    return () => of.delete(listener)
  }

  close(): void {
    this.#closed = true
    this.#running?.task?.cancel()
    for (const { canvas } of [...this.#drawn.values(), ...this.#details.values()]) release(canvas)
    this.#drawn.clear()
    this.#details.clear()
  }

  /** What is in sight, and as much of the rest as the budget holds. */
  #fitting(wants: readonly Want[]): readonly Want[] {
    const { ratio, canvasPixels, allPixels } = this.#limits
    let sum = 0
    return wants.filter(({ area, sight }, place) => {
      sum += Math.min(area * ratio * ratio, canvasPixels)
      return place === 0 || sight !== null || sum <= allPixels
    })
  }

  #tell(page: number): void {
    for (const listener of this.#listeners.get(page) ?? []) listener()
  }

  #stillWanted({ want, kind }: Job): boolean {
    const now = this.#wants.find((one) => one.page === want.page)
    if (!now || now.turn !== want.turn || !near(now.scale, want.scale)) return false
    return kind === 'page' || (now.sight !== null && want.sight !== null && contains(want.sight, now.sight))
  }

  /** Pixels for a point that one canvas can bear. */
  #bearable(page: PDFPageProxy, want: Want): number {
    const [left = 0, bottom = 0, right = 0, top = 0] = page.view
    const area = Math.max(1, (right - left) * (top - bottom))
    return Math.min(want.scale * this.#limits.ratio, Math.sqrt(this.#limits.canvasPixels / area))
  }

  #pageDone(want: Want): boolean {
    const { page, scale, turn } = want
    if (this.#failed.has(page)) return true
    const drawn = this.#drawn.get(page)
    return drawn !== undefined && drawn.turn === turn && near(drawn.scale, scale)
  }

  #detailDone(want: Want): boolean {
    const { page, scale, turn, sight } = want
    const drawn = this.#drawn.get(page)
    if (!sight || !drawn || this.#failed.has(page)) return true
    const sharp = drawn.canvas.width / (drawn.points * scale)
    if (sharp >= this.#limits.ratio * 0.98) return true
    const detail = this.#details.get(page)
    return (
      detail !== undefined &&
      detail.turn === turn &&
      near(detail.scale, scale) &&
      contains(detail.part, fractions(want, drawn, 0))
    )
  }

  #next(): void {
    if (this.#closed || this.#running) return
    const job = this.#choose()
    if (!job) return
    this.#running = { job, task: null }
    this.#draw(job)
      .catch((cause: unknown) => {
        if (cause instanceof Error && cause.name === 'RenderingCancelledException') return
        if (this.#closed) return
        // A page that cannot be drawn says so in its place; the others go on.
        this.#failed.add(job.want.page)
        this.#tell(job.want.page)
      })
      .then(
        () => {
          this.#running = null
          this.#next()
        },
        () => undefined,
      )
  }

  #choose(): Job | null {
    for (const want of this.#wants) {
      if (!this.#pageDone(want)) return { want, kind: 'page' }
      if (!this.#detailDone(want)) return { want, kind: 'detail' }
    }
    return null
  }

  async #draw(job: Job): Promise<void> {
    const { want, kind } = job
    const page = await this.#document.getPage(want.page)
    if (this.#closed || !this.#stillWanted(job)) return
    const rotation = (page.rotate + want.turn) % 360
    const full = kind === 'page' ? this.#bearable(page, want) : want.scale * this.#limits.ratio
    const viewport = page.getViewport({ scale: full, rotation })
    const part: Box = kind === 'page' ? [0, 0, 1, 1] : fractions(want, this.#drawn.get(want.page), 0.25)
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(viewport.width * part[2]))
    canvas.height = Math.max(1, Math.round(viewport.height * part[3]))
    this.#warm.add(want.page)
    const task = page.render({
      canvas,
      viewport,
      annotationMode: AnnotationMode.ENABLE,
      transform: [1, 0, 0, 1, -viewport.width * part[0], -viewport.height * part[1]],
    })
    if (this.#running) this.#running.task = task
    await task.promise
    this.#cool()
    const picture = await pictureOf(canvas)
    if (this.#closed) return release(picture)
    const drawing = { canvas: picture, points: viewport.width / full, scale: want.scale, turn: want.turn }
    if (kind === 'page') {
      this.#drop(this.#details, want.page)
      this.#replace(this.#drawn, want.page, drawing)
    } else this.#replace(this.#details, want.page, { ...drawing, part })
    this.#forget()
    this.#tell(want.page)
  }

  #replace<D extends Drawing>(held: Map<number, D>, page: number, next: D): void {
    const old = held.get(page)
    held.set(page, next)
    // After the listeners have put the new one in its place.
    if (old) setTimeout(() => release(old.canvas), 50)
  }

  #drop(held: Map<number, Drawing>, page: number): void {
    const old = held.get(page)
    if (!old) return
    held.delete(page)
    release(old.canvas)
  }

  /** Lets go of what is no longer wanted once the budget is spent, the farthest first. */
  #forget(): void {
    for (const page of this.#details.keys())
      if (!this.#wants.some((one) => one.page === page && one.sight)) this.#drop(this.#details, page)
    let sum = [...this.#drawn.values()].reduce((all, one) => all + pixels(one.canvas), 0)
    const here = this.#wants[0]?.page ?? 1
    const wanted = new Set(this.#wants.map((one) => one.page))
    const passed = [...this.#drawn.keys()].filter((page) => !wanted.has(page))
    for (const page of passed.sort((a, b) => Math.abs(b - here) - Math.abs(a - here))) {
      if (sum <= this.#limits.allPixels) break
      const old = this.#drawn.get(page)
      if (!old) continue
      sum -= pixels(old.canvas)
      this.#drop(this.#drawn, page)
      this.#tell(page)
    }
  }

  /** Lets pdf.js forget what it prepared for pages that are not in sight: of a scan that is the whole unpacked picture. */
  #cool(): void {
    for (const page of this.#warm) {
      if (this.#wants.some((one) => one.page === page && one.sight)) continue
      this.#warm.delete(page)
      this.#clean(page)
    }
  }

  #clean(page: number): void {
    this.#document.getPage(page).then(
      (proxy) => proxy.cleanup(),
      () => undefined,
    )
  }
}

/** The part in sight and `margin` of it around, as fractions of the page. */
function fractions({ sight, scale }: Want, drawn: Drawing | undefined, margin: number): Box {
  if (!sight || !drawn) return [0, 0, 1, 1]
  const width = drawn.points * scale
  const height = (width * drawn.canvas.height) / drawn.canvas.width
  const left = Math.max(0, (sight[0] - sight[2] * margin) / width)
  const top = Math.max(0, (sight[1] - sight[3] * margin) / height)
  const right = Math.min(1, (sight[0] + sight[2] * (1 + margin)) / width)
  const bottom = Math.min(1, (sight[1] + sight[3] * (1 + margin)) / height)
  return [left, top, Math.max(0.001, right - left), Math.max(0.001, bottom - top)]
}
