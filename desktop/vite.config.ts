/**
 * Builds the renderer into desktop/dist/renderer, from where the meeting server serves it at `/`.
 * What must stay true: the output needs no inline script, no data: URI and nothing from outside, so that the strict
 * Content-Security-Policy of the server holds; style nonces reach the page through the one meta element.
 */
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('src/renderer'),
  base: './',
  plugins: [react()],
  build: {
    outDir: here('dist/renderer'),
    emptyOutDir: true,
    target: 'es2023',
    // A data: URI would need `font-src data:`; the policy knows 'self' only.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  worker: { format: 'es' },
})
