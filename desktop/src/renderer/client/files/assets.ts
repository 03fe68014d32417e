/**
 * The decoders and fonts that drawing a PDF may need, from our own server, by name.
 * What must stay true: nothing is fetched from outside; only names known at build time can be asked for.
 */
const found = import.meta.glob<string>(
  [
    '../../../../../node_modules/pdfjs-dist/cmaps/*.bcmap',
    '../../../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
    '../../../../../node_modules/pdfjs-dist/wasm/{jbig2,openjpeg,qcms_bg}.wasm',
  ],
  { query: '?url', import: 'default', eager: true },
)

const byName: ReadonlyMap<string, string> = new Map(
  Object.entries(found).map(([path, url]) => [path.slice(path.lastIndexOf('/') + 1), url]),
)

/** @throws when there is no such file, or it could not be had now */
export async function pdfAsset(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const url = byName.get(name)
  if (url === undefined) throw new Error(`no asset named ${name}`)
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`asset ${name}: status ${answer.status}`)
  return new Uint8Array(await answer.arrayBuffer())
}
