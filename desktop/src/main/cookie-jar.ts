/**
 * The login cookie of the meeting server, so that the hall's picture on a second display shares the login of the window
 * that opened it, as two tabs of a browser do.
 * What must stay true: in memory only; HttpOnly cookies for the whole server only; the page never sees one; another server
 * starts with an empty jar.
 */
export interface CookieJar {
  /** Value of the `Cookie` header, null when there is nothing to say. */
  header(): string | null
  /** Values of `Set-Cookie`. */
  take(lines: readonly string[]): void
}

const most = 8

export function createCookieJar(now: () => number): CookieJar {
  const held = new Map<string, { readonly value: string; readonly until: number }>()
  return {
    header() {
      const live = [...held].filter(([, { until }]) => until > now())
      return live.length === 0 ? null : live.map(([name, { value }]) => `${name}=${value}`).join('; ')
    },
    take(lines) {
      for (const line of lines) {
        const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
        const found =
          /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64})=([\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{0,1024})$/.exec(
            pair,
          )
        const attributes = new Map(
          rest.map((part) => {
            const [name = '', ...value] = part.split('=')
            return [name.toLowerCase(), value.join('=')] as const
          }),
        )
        const [, name, value] = found ?? []
        if (name === undefined || value === undefined) continue
        if (!attributes.has('httponly') || attributes.get('path') !== '/' || attributes.has('domain'))
          continue
        const age = attributes.get('max-age')
        const expires = attributes.get('expires')
        const until =
          age !== undefined
            ? now() + Number(age) * 1000
            : expires !== undefined
              ? Date.parse(expires)
              : Infinity
        if (value === '' || !(until > now())) held.delete(name)
        else if (held.has(name) || held.size < most) held.set(name, { value, until })
      }
    },
  }
}
