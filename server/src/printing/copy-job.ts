/** What the copying thread is asked. */
export interface CopyStamp {
  readonly title: string
  /** Name and office of who asked. */
  readonly reader: string
  /** UTC. */
  readonly at: string
}

export interface CopyJob {
  readonly path: string
  readonly sha256: string
  readonly stamp: CopyStamp
}
