/**
 * Who may see: data on every record, asked in one place.
 * What must stay true: `sees` is the only function that answers the question, and it never looks at another record.
 */
export const roles = [
  'guest',
  'projector',
  'delegate',
  'chair',
  'secretariat',
  'committee',
  'auditor',
  'admin',
] as const
export type Role = (typeof roles)[number]

export type Principal = 'everyone' | `role:${Role}` | `group:${string}` | `person:${string}`

/** Any one of the principals suffices; an empty audience is nobody. */
export type Audience = readonly Principal[]

/** The person who looks. `roles` and `groups` are asked again whenever they may have changed. */
export interface Viewer {
  readonly person: string
  readonly roles: readonly Role[]
  readonly groups: readonly string[]
}

export const everyone: Audience = ['everyone']
export const nobody: Audience = []

/** The people who run the sitting. */
export const desk: Audience = ['role:chair', 'role:secretariat']

/** Everybody who sits in the hall by office; not guests, not the projector. */
export const members: Audience = [
  'role:delegate',
  'role:chair',
  'role:secretariat',
  'role:committee',
  'role:auditor',
]

export function sees(viewer: Viewer, audience: Audience): boolean {
  for (const principal of audience) {
    if (principal === 'everyone') return true
    const cut = principal.indexOf(':')
    const name = principal.slice(cut + 1)
    if (principal.startsWith('role:') && viewer.roles.includes(name as Role)) return true
    if (principal.startsWith('group:') && viewer.groups.includes(name)) return true
    if (principal.startsWith('person:') && viewer.person === name) return true
  }
  return false
}
