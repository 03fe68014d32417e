/**
 * Small things this device remembers: its own id, the login of this window, how the screen should look.
 * What must stay true: no text of a document, no note and no choice of a vote is kept here; a browser that forbids
 * storage loses comfort, never function.
 */
export interface Keep {
  readonly read: (key: string) => string | null
  readonly write: (key: string, value: string | null) => void
}

export function storageKeep(storage: () => Storage): Keep {
  const fallback = new Map<string, string>()
  return {
    read(key) {
      try {
        return storage().getItem(key) ?? fallback.get(key) ?? null
      } catch {
        // Storage is forbidden (private window, policy): this page's own memory has to do.
        return fallback.get(key) ?? null
      }
    },
    write(key, value) {
      if (value === null) fallback.delete(key)
      else fallback.set(key, value)
      try {
        if (value === null) storage().removeItem(key)
        else storage().setItem(key, value)
      } catch {
        // As above: the value lives as long as the page.
      }
    },
  }
}

/** Lasting, shared by all windows of this browser. */
export const deviceKeep = (): Keep => storageKeep(() => localStorage)

/** Lives as long as this window: two windows may belong to two people. */
export const windowKeep = (): Keep => storageKeep(() => sessionStorage)

/** A fresh id, URL-safe, 128 bits. `crypto.randomUUID` needs https; this works on a plain-http LAN. */
export function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const deviceKey = 'nt.device'

/** The id by which the server recognises this device again. */
export function deviceId(keep: Keep): string {
  const known = keep.read(deviceKey)
  if (known && /^[A-Za-z0-9_-]{8,64}$/.test(known)) return known
  const made = freshId()
  keep.write(deviceKey, made)
  return made
}
