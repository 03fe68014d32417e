/**
 * Fills an empty installation with a demo council and session, through the same doors as everybody: commands with ids,
 * accounts, uploads.
 * What must stay true: every command's id is fixed, so that a first start that was interrupted goes on where it stopped
 * and nothing is there twice.
 */
import { createReadStream } from 'node:fs'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import { isRefusal, refusalText, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { ruleProfileSchema } from '@nghi-truong/shared/domain/rules/types'
import type { Role } from '@nghi-truong/shared/domain/audience'
import type { DocumentType } from '@nghi-truong/shared/domain/records'
import { toBase64 } from '@nghi-truong/shared/signature/trust/bundle'
import { readCrl } from '@nghi-truong/shared/signature/trust/crl'
import { nameOf } from './accounts/accounts.ts'
import type { Parts } from './compose.ts'
import { issueOfDay } from './trust/content.ts'

export interface SeedPerson {
  readonly person: string
  readonly name: string
  readonly position: string
  readonly roles: readonly Role[]
  readonly group: string | null
  readonly seat: string | null
}

export interface SeedDocument {
  readonly itemKey: string
  readonly title: string
  readonly number: string
  readonly type: DocumentType
  readonly path: string
  readonly size: number
  readonly sha256: string
}

export interface SeedTrust {
  /** DER; all of them pinned, for signers and time stamps. */
  readonly certificates: readonly Uint8Array[]
  /** DER. */
  readonly crls: readonly Uint8Array[]
}

export interface Seed {
  /** Id of the session's log. */
  readonly session: string
  readonly council: {
    readonly name: string
    readonly place: string
    readonly level: 'province' | 'commune' | 'custom'
  }
  readonly groups: readonly { readonly group: string; readonly name: string }[]
  /** Somebody must be secretariat, somebody chair, somebody admin. */
  readonly people: readonly SeedPerson[]
  readonly accounts: readonly {
    readonly username: string
    readonly person: string
    readonly password: string
  }[]
  /** Input of `session.convene`. */
  readonly convene: Readonly<Record<string, unknown>>
  readonly items: readonly {
    readonly key: string
    readonly title: string
    readonly presenter: string
    readonly minutes: number
  }[]
  readonly documents: readonly SeedDocument[]
  /** Who is trusted, in force before the documents are examined. */
  readonly trust?: SeedTrust
  /** Publish the agenda with its documents at the end. */
  readonly publish: boolean
}

export type SeedProgress = (line: string) => void

/** A refusal here is a bug of the seed. */
function must<T>(answer: T | Refusal, what: string): T {
  if (isRefusal(answer)) throw new Error(`${what}: ${refusalText(answer, 'vi')} ${JSON.stringify(answer)}`)
  return answer
}

const device = 'seed'

export async function seed(parts: Parts, what: Seed, say: SeedProgress = () => {}): Promise<void> {
  const { engine, look, system, accounts } = parts
  const found = (role: Role): string => {
    const person = what.people.find((one) => one.roles.includes(role))?.person
    if (person === undefined) throw new Error(`the seed has no ${role}`)
    return person
  }
  const [admin, secretary] = [found('admin'), found('secretariat')]

  const wish = async (log: string, person: string, id: string, type: string, input: unknown) =>
    must(await engine.command(log, { person, device }, { id: `seed-${id}`, type, input }), type)

  say(`Lập danh sách ${what.people.length} người, ${what.groups.length} tổ …`)
  const house = await look.state(houseLog)
  if (house?.empty) {
    const first = what.people.find((one) => one.person === admin)
    must(await system(houseLog, 'house.setPerson', first), 'house.setPerson')
  }
  await wish(houseLog, admin, 'council', 'house.nameCouncil', what.council)
  await Promise.all(
    what.groups.map((group) => wish(houseLog, admin, `group-${group.group}`, 'house.setGroup', group)),
  )
  await Promise.all(
    what.people.map((person) => wish(houseLog, admin, `person-${person.person}`, 'house.setPerson', person)),
  )

  say(`Tạo ${what.accounts.length} tài khoản …`)
  const old = new Set((await accounts.list()).map((one) => one.username))
  await Promise.all(
    what.accounts
      .filter(({ username }) => !old.has(nameOf(username)))
      .map(async ({ username, person, password }) => {
        const no = await accounts.create(username, person, password)
        if (no) must(no, username)
      }),
  )

  if (what.trust) await importTrust(parts, what.trust, admin, wish)

  say('Triệu tập kỳ họp …')
  const profile = ruleProfileSchema.parse(what.convene['profile'])
  await wish(what.session, secretary, 'convene', 'session.convene', { ...what.convene, profile })
  for (const { key, title, presenter, minutes } of what.items)
    await wish(what.session, secretary, `item-${key}`, 'agenda.add', { title, presenter, minutes })

  for (const [index, document] of what.documents.entries()) {
    if (index === 0) say(`Kiểm tra và đưa vào ${what.documents.length} tài liệu …`)
    await attach(parts, what, secretary, document, wish)
  }
  if (what.publish) await wish(what.session, secretary, 'publish', 'agenda.publish', {})
}

async function importTrust(
  { trust }: Parts,
  { certificates, crls }: SeedTrust,
  admin: string,
  wish: (log: string, person: string, id: string, type: string, input: unknown) => Promise<unknown>,
): Promise<void> {
  // The day of the newest list, so that a start taken up again makes the same bundle.
  const date = new Date(Math.max(0, ...crls.map((der) => readCrl(der).thisUpdate))).toISOString().slice(0, 10)
  const made = await trust.make({
    schema: 'trust-bundle/1',
    issue: issueOfDay(date),
    date,
    certificates: certificates.flatMap((der) =>
      (['signer', 'timestamp'] as const).map((role) => ({ role, anchor: true, der: toBase64(der) })),
    ),
    crls: crls.map(toBase64),
    ocsps: [],
  })
  // Begun before, and meanwhile somebody imported a newer one: that one stays.
  if (isRefusal(made) && made.refused === 'trust.older') return
  const { bundle, inForce } = must(made, 'trust bundle')
  const { sha256: file, issue } = bundle
  if (!inForce)
    await wish(houseLog, admin, `trust-${file.slice(0, 16)}`, 'house.importTrust', { file, issue })
}

async function attach(
  { look, stores, documents }: Parts,
  what: Seed,
  secretary: string,
  document: SeedDocument,
  wish: (log: string, person: string, id: string, type: string, input: unknown) => Promise<unknown>,
): Promise<void> {
  const { sha256, size, path, itemKey, title, number, type } = document
  if (!documents.factsOf(sha256)) {
    if (!(await stores.files.info(sha256))) {
      const stored = await stores.files.put(sha256, size, createReadStream(path))
      if (stored !== 'stored') throw new Error(`${path} is not what the manifest says`)
    }
    must(await documents.examine(sha256), path)
  }
  const wanted = what.items.find((item) => item.key === itemKey)?.title
  const item = (await look.state(what.session))?.every('item').find((one) => one.title === wanted)
  if (!item) throw new Error(`${path}: no item ${itemKey}`)
  // A document may stand under two items: the id names both.
  await wish(what.session, secretary, `doc-${itemKey}-${sha256.slice(0, 16)}`, 'documents.attach', {
    item: item.id,
    file: sha256,
    title,
    number,
    documentType: type,
  })
}
