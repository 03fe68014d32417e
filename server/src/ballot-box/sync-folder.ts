/** Makes the names in a folder durable. */
import { open } from 'node:fs/promises'

export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; there the rename itself is journaled.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
