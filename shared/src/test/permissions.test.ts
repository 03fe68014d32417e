/**
 * Prints who may do what to docs/permissions.md, and holds the page against what is written there.
 * UPDATE=1 rewrites the page.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { roles } from '../domain/audience.ts'
import { houseCommands, sessionCommands } from '../domain/catalog.ts'
import { allowed } from '../domain/decide.ts'
import type { Who } from '../domain/feature.ts'

const page = new URL('../../../docs/permissions.md', import.meta.url)
const columns = [...roles, 'system'] as const satisfies readonly Who[]

function table(commands: Record<string, { readonly may: readonly Who[] }>): string {
  const head = `| verb | ${columns.join(' | ')} |\n|---|${columns.map(() => '---|').join('')}`
  const rows = Object.entries(commands).map(([verb, { may }]) => {
    const cells = columns.map((who) => (allowed(may, { person: 'x', roles: [who], groups: [] }) ? '✔' : ''))
    return `| \`${verb}\` | ${cells.join(' | ')} |`
  })
  return [head, ...rows].join('\n')
}

const text = `# Who may do what

Printed from the \`may\` field beside each verb by \`shared/src/test/permissions.test.ts\`; do not edit. Roles add up. A verb
may ask more than the role: only one's own speech may be withdrawn, only one's own vote cast. \`system\` is the server's own
clock and recovery; no person has it. What may be *seen* is the audience of each record, what may be *written in notes* is
\`roomRight\` in \`shared/src/domain/annotations.ts\`.

## In a session

${table(sessionCommands)}

## In the house

${table(houseCommands)}
`

describe('permissions', () => {
  it('are as docs/permissions.md says', () => {
    if (process.env['UPDATE']) writeFileSync(page, text)
    expect(readFileSync(page, 'utf8')).toBe(text)
  })
  it('give an administrator nothing in a session', () => {
    for (const [verb, { may }] of Object.entries(sessionCommands))
      if (verb !== 'session.convene') expect(may as readonly Who[], verb).not.toContain('admin')
  })
  it('leave opening and closing of votes to the chair', () => {
    for (const verb of ['ballot.open', 'ballot.publish', 'ballot.void', 'ballot.pause'] as const)
      expect(sessionCommands[verb].may).toEqual(['chair'])
  })
  it('let nobody but delegates vote', () => expect(sessionCommands['ballot.cast'].may).toEqual(['delegate']))
  it('let no guest, projector or auditor do anything', () => {
    for (const [verb, { may }] of Object.entries({ ...sessionCommands, ...houseCommands }))
      for (const who of ['guest', 'projector', 'auditor', 'anyone'] as const)
        expect(may as readonly Who[], verb).not.toContain(who)
  })
})
