/** How a step on this device may fail: the server said no, was not reached, or the device itself could not. */
import type { Refusal } from '@nghi-truong/shared/domain/refusal'

export interface Trouble {
  readonly refusal: Refusal | null
  readonly unreachable: boolean
  readonly failed: boolean
}

export const calm: Trouble = { refusal: null, unreachable: false, failed: false }
export const failed: Trouble = { ...calm, failed: true }

export const troubleOf = (said: Refusal | 'unreachable'): Trouble =>
  said === 'unreachable' ? { ...calm, unreachable: true } : { ...calm, refusal: said }
