/** How often somebody may ask. What must stay true: reading a long document by ranges never meets these. */
export interface Limits {
  /** Requests a minute of one login. A 300-page document is some hundred ranges. */
  readonly login: number
  /** Requests a minute of one address without a login. */
  readonly address: number
}

export const standardLimits: Limits = { login: 6000, address: 1200 }
