/**
 * How a refusal leaves the house: its status, its code and the sentence in the caller's language.
 * What must stay true: every answer that is not 2xx or a redirect of bytes (206, 304, 416) is a refusal of the closed list.
 */
import type { Request, Response } from 'express'
import { refusalText, refuse, type Language, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { refusalStatus } from '@nghi-truong/shared/protocol/routes'

export const languageOf = (request: Request): Language =>
  request.acceptsLanguages('vi', 'en') === 'en' ? 'en' : 'vi'

export function sendRefusal(request: Request, response: Response, refusal: Refusal): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const status = refusalStatus(refusal.refused)
  if (status === 503 || status === 429) response.set('Retry-After', String(refusal.params?.['seconds'] ?? 1))
  if (status === 401) response.set('WWW-Authenticate', 'Bearer')
  response.status(status).json({
    code: refusal.refused,
    message: refusalText(refusal, languageOf(request)),
    ...(refusal.params ? { params: refusal.params } : {}),
  })
}

export const notFound = refuse('request.notFound')
