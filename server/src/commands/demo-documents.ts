/** `npm run demo:documents -- OUTDIR [--small]`: makes the demo's documents and its PKI in a folder of one's choice. */
import { resolve } from 'node:path'
import { generateDemoDocuments } from '../demo/documents.ts'

const [outDir, ...rest] = process.argv.slice(2).filter((argument) => argument !== '--small')
if (outDir === undefined || outDir.startsWith('-') || rest.length > 0) {
  console.error('Cách dùng: npm run demo:documents -- THƯ_MỤC [--small]')
  process.exit(2)
}
const stop = new AbortController()
process.once('SIGINT', () => stop.abort(new Error('đã dừng theo yêu cầu')))
const dir = resolve(outDir)
try {
  const manifest = await generateDemoDocuments(dir, {
    scale: process.argv.includes('--small') ? 'small' : 'full',
    signal: stop.signal,
    onProgress: ({ done, total, title }) => {
      if (title !== '') console.log(`[${done + 1}/${total}] ${title}`)
    },
  })
  for (const { file, pages, size, intended } of manifest.documents) {
    console.log(
      `${file.padEnd(32)} ${String(pages).padStart(4)} trang ${(size / 1e6).toFixed(2).padStart(7)} MB  ${intended}`,
    )
  }
  console.log(`${manifest.documents.length} tài liệu trong ${dir}`)
} catch (error) {
  if (!stop.signal.aborted) throw error
  console.error((error as Error).message)
  process.exitCode = 1
}
