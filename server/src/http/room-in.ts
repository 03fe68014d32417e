/** Waits for a slow reader of an answer. What must stay true: it also ends when the reader is gone. */
import type { Response } from 'express'

export function roomIn(response: Response): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    if (response.destroyed) {
      resolve()
      return
    }
    response.once('drain', done)
    response.once('close', done)
  })
}
