/**
 * Where the test corpora lie: beside the project, never inside it. Tests that use them skip and say so where the
 * folder is absent. This is the only place that names the path.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const corpusDir =
  process.env['NGHI_TRUONG_CORPUS'] ?? fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url))

export const hasCorpus = existsSync(corpusDir)
