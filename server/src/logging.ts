/**
 * Logs of the server, by pino.
 * What must stay true: no secret and nothing anybody said gets in: no header that carries a credential, no query (tickets
 * travel there), no body.
 */
import { pino, type DestinationStream, type Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import type { RequestHandler } from 'express'
import type { Config } from './config.ts'

export const createLogger = (level: Config['logLevel'], to?: DestinationStream): Logger =>
  pino(
    { level, base: null, redact: { paths: ['*.password', '*.token', '*.ticket', '*.code'], censor: '…' } },
    to,
  )

export const requestLog = (logger: Logger): RequestHandler =>
  pinoHttp({
    logger,
    quietReqLogger: true,
    // The door of the ballot box is never written about: its address names a ballot.
    autoLogging: { ignore: (request) => request.url?.startsWith('/ballot-box/') ?? false },
    customLogLevel: (_request, response, error) =>
      error ? 'error' : response.statusCode >= 500 ? 'warn' : 'debug',
    serializers: {
      req: (request: { method: string; url: string }) => ({
        method: request.method,
        path: request.url.split('?')[0],
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
  })
