/**
 * The pages and assets of the built renderer.
 * What must stay true: a page carries the nonce of its own answer and is never stored; hashed assets may be kept for
 * ever; nothing outside the folder is ever served.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import express, { Router, type RequestHandler, type Response } from 'express'
import { nonceOf } from './headers.ts'

/** The word a page may carry where the nonce belongs. */
const placeholder = '__CSP_NONCE__'

function withNonce(html: string, nonce: string): string {
  const filled = html.replaceAll(placeholder, nonce)
  return /<meta[^>]+property="csp-nonce"/.test(filled)
    ? filled
    : filled.replace(/<head[^>]*>/, (head) => `${head}<meta property="csp-nonce" nonce="${nonce}">`)
}

export function pages(folder: string): RequestHandler {
  const router = Router()

  async function page(name: string, response: Response, next: () => void): Promise<void> {
    let html: string
    try {
      html = await readFile(join(folder, name), 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return next()
      throw error
    }
    response.type('html').send(withNonce(html, nonceOf(response)))
  }

  router.get('/', (_request, response, next) => page('index.html', response, next))
  router.get(/^\/([a-z0-9-]+)\.html$/, (request, response, next) =>
    page(`${String(request.params[0])}.html`, response, next),
  )
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), {
      index: false,
      etag: false,
      lastModified: false,
      setHeaders: (response) => response.set('Cache-Control', 'public, max-age=31536000, immutable'),
      redirect: false,
    }),
  )
  router.use(
    express.static(folder, {
      index: false,
      redirect: false,
      setHeaders: (response) => response.set('Cache-Control', 'no-cache'),
    }),
  )
  return router
}
