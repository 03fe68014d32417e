/**
 * The demo council of server/src/demo as a seed.
 * What must stay true: plain data only; the demo's passwords are never those of a real house.
 */
import { join } from 'node:path'
import { commune } from '@nghi-truong/shared/domain/rules/commune'
import { province } from '@nghi-truong/shared/domain/rules/province'
import type { DemoDocument } from './demo/documents.ts'
import {
  demoAccounts,
  demoCouncil,
  demoGroups,
  demoItems,
  demoPassword,
  demoPeople,
  demoSession,
} from './demo/session.ts'
import type { Seed, SeedTrust } from './seed.ts'

export const demoSessionId = 'ky-hop-3'

export interface DemoSeedOptions {
  /** Folder that holds the documents of the manifest. */
  readonly folder?: string
  readonly documents?: readonly DemoDocument[]
  readonly publish?: boolean
  /** Certificates and lists of the demo's own authority. */
  readonly anchors?: SeedTrust
}

const profiles: Readonly<Record<string, unknown>> = { province, commune }

export function demoSeed({
  folder = '.',
  documents = [],
  publish = true,
  anchors,
}: DemoSeedOptions = {}): Seed {
  return {
    session: demoSessionId,
    council: demoCouncil,
    groups: demoGroups,
    people: demoPeople,
    accounts: demoAccounts.map(({ username, person }) => ({
      username,
      person,
      password: demoPassword(username),
    })),
    convene: { ...demoSession, profile: profiles[demoSession.profile] },
    items: demoItems,
    documents: documents.map((one) => ({ ...one, path: join(folder, one.file) })),
    publish,
    ...(anchors && { trust: anchors }),
  }
}
