/** The files that make the app, as the build writes them into the service worker; addresses relative to the page. */
export interface Shell {
  /** Hash over all of them and the page. */
  readonly version: string
  /** Without these the app does not open. */
  readonly core: readonly string[]
  /** Decoders and fonts that only some documents need. */
  readonly rest: readonly string[]
}
