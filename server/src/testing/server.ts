/**
 * A server for tests: real parts, in memory or in a given folder, quick passwords, quiet.
 * What must stay true: nothing is faked but the cost of a password hash and, unless asked otherwise, the look into PDFs.
 */
import { demoSeed, type DemoSeedOptions } from '../demo-seed.ts'
import { startServer, type Running, type StartOptions } from '../main.ts'
import { seed } from '../seed.ts'
import { plainDocuments } from './plain-documents.ts'

export const quick = { memoryCost: 256, timeCost: 2, parallelism: 1 }

export const startTestServer = (options: StartOptions = {}): Promise<Running> =>
  startServer({ logLevel: 'silent', passwordCost: quick, examiner: plainDocuments, ...options })

/** With the demo council: 65 delegates, eight items, no documents unless given. */
export async function startDemoServer(
  options: StartOptions = {},
  what: DemoSeedOptions = {},
): Promise<Running> {
  const server = await startTestServer(options)
  await seed(server, demoSeed(what))
  return server
}
