/**
 * The demo of a first start: documents made, council named, session convened, agenda published.
 * What must stay true: a first start that was interrupted is taken up again; a house somebody has begun is never touched.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateDemoDocuments } from '../demo/documents.ts'
import { readAnchors } from '../demo/pki-store.ts'
import { demoSeed } from '../demo-seed.ts'
import type { Running } from '../main.ts'
import { seed } from '../seed.ts'

export type Say = (line: string) => void

const marker = (folder: string): string => join(folder, 'demo-unfinished')

/** Whether this folder wants the demo: nobody is there yet, or it was begun and not finished. */
export const wantsDemo = async (server: Running, folder: string): Promise<boolean> =>
  existsSync(marker(folder)) || (await server.setup.needed())

export async function fillDemo(server: Running, folder: string, small: boolean, say: Say): Promise<void> {
  writeFileSync(marker(folder), '', { flush: true })
  const documentsFolder = join(folder, 'demo')
  say('Soạn và ký số tài liệu trình diễn …')
  const manifest = await generateDemoDocuments(documentsFolder, {
    scale: small ? 'small' : 'full',
    onProgress: ({ done, total, title }) => {
      if (title !== '') say(`  [${done + 1}/${total}] ${title}`)
    },
  })
  const anchors = await readAnchors(documentsFolder)
  await seed(server, demoSeed({ folder: documentsFolder, documents: manifest.documents, anchors }), say)
  rmSync(marker(folder))
}
