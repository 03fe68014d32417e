/**
 * Security headers of every answer (design/reliability.md 5.5).
 * What must stay true: no inline script, no foreign origin, no frame around us; style only from our files or with the
 * nonce of the page that carries it.
 */
import { randomBytes } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'
import helmet from 'helmet'
import { serviceAddress } from '@nghi-truong/shared/protocol/local-service'

/** Of the answer under way; also written into the page. */
export const nonceOf = (response: Response): string => String(response.locals['nonce'])

const policy = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      // The decoders of pdf.js are WebAssembly.
      scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
      workerSrc: ["'self'", 'blob:'],
      styleSrc: ["'self'", (_request, response) => `'nonce-${nonceOf(response as Response)}'`],
      imgSrc: ["'self'", 'blob:', 'data:'],
      fontSrc: ["'self'", 'data:'],
      // 'self' alone does not cover WebSockets in every browser of the hall.
      connectSrc: [
        "'self'",
        (request) => `ws://${request.headers.host ?? 'localhost'}`,
        (request) => `wss://${request.headers.host ?? 'localhost'}`,
        // The machine that may take over, where one is set; it answers one question (`/api/machines`).
        (_request, response) => ((response as Response).locals['others'] as readonly string[]).join(' '),
        // The government's signing service on the person's own machine (shared/protocol/local-service).
        serviceAddress,
      ],
      manifestSrc: ["'self'"],
      frameSrc: ["'self'", 'blob:'],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      objectSrc: ["'none'"],
      upgradeInsecureRequests: null,
    },
  },
  // Plain http on the local network: a promise of https would lock browsers out. TLS brings its own.
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  crossOriginEmbedderPolicy: { policy: 'require-corp' },
  originAgentCluster: true,
  xFrameOptions: { action: 'deny' },
})

export function headers(request: Request, response: Response, next: NextFunction): void {
  response.locals['nonce'] = randomBytes(16).toString('base64')
  response.set(
    'Permissions-Policy',
    'camera=(self), microphone=(), geolocation=(), usb=(), payment=(), display-capture=()',
  )
  response.set('Cache-Control', 'no-store')
  policy(request, response, next)
}

/** Bytes of a document must never run as a page of ours. */
export const documentPolicy = "sandbox; default-src 'none'"
