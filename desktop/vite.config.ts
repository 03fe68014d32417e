/**
 * Builds the renderer into desktop/dist/renderer, from where the meeting server serves it at `/`.
 * What must stay true: the output needs no inline script, no data: URI and nothing from outside, so that the strict
 * Content-Security-Policy of the server holds; style nonces reach the page through the one meta element.
 */
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { createHash } from 'node:crypto'
import { defineConfig, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Decoders and fonts that only some documents need. */
const seldom = /\.(?:bcmap|pfb|ttf|wasm|woff)$/

/** Writes into the service worker which files make the app, under one hash of them all. */
function shellList(): Plugin {
  return {
    name: 'shell-list',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['sw.js']
        if (worker?.type !== 'chunk') throw new Error('the service worker was not built')
        const hash = createHash('sha256').update(worker.code)
        const paths = Object.keys(bundle)
          .filter((path) => path !== 'sw.js' && !path.endsWith('.html'))
          .sort()
        for (const [path, one] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1)))
          if (path !== 'sw.js') hash.update(path).update(one.type === 'chunk' ? one.code : one.source)
        const shell = {
          version: hash.digest('hex').slice(0, 16),
          core: paths.filter((path) => !seldom.test(path)),
          rest: paths.filter((path) => seldom.test(path)),
        }
        // Inside a string literal of the worker: as JSON, without quotes of the kind that end it.
        worker.code = worker.code.replace('"__NGHI_TRUONG_SHELL__"', () => JSON.stringify(shell))
      },
    },
  }
}

export default defineConfig({
  root: here('src/renderer'),
  base: './',
  plugins: [react(), shellList()],
  build: {
    outDir: here('dist/renderer'),
    emptyOutDir: true,
    target: 'es2023',
    // A data: URI would need `font-src data:`; the policy knows 'self' only.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: {
        index: here('src/renderer/index.html'),
        sw: here('src/renderer/client/offline/service-worker.ts'),
      },
      output: {
        // The service worker keeps its name: by it the browser knows that a new one has come.
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  worker: { format: 'es' },
})
