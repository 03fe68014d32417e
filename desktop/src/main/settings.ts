/**
 * What this installation is told: which meeting server, whether plain http is allowed.
 * What must stay true: the page can choose a server and never lower the protection: `plainHttp` comes from the
 * installation's own file or from the environment of a development start only. A broken file counts as none.
 *
 * File `<user data>/server.json`: `{origin, ca?, servername?, plainHttp?, tokenModules?, house?}`.
 */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { House } from './other-machine.ts'
import { readAuthority, readOrigin, type Server } from './address.ts'
import { isMissing, writeWhole } from './write-file.ts'

export interface Settings {
  readonly server: Server | null
  readonly plainHttp: boolean
  /** PKCS#11 libraries besides the known ones, by path: the installation's own, never the page's. */
  readonly tokenModules?: readonly string[]
  /** Learnt from the server: who signs for it, and where its standby is. */
  readonly house?: House | null
}

const file = z.strictObject({
  origin: z.string().exactOptional(),
  ca: z.string().exactOptional(),
  servername: z.string().max(253).exactOptional(),
  plainHttp: z.boolean().exactOptional(),
  tokenModules: z.array(z.string().max(400)).max(8).exactOptional(),
  house: z
    .strictObject({
      key: z.string().max(64),
      epoch: z.int().min(1),
      others: z.array(z.string().max(300)).max(8),
    })
    .exactOptional(),
})

export interface Start {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly packaged: boolean
}

/**
 * `--server=<address>` (with `--authority=<PEM>`), `NGHI_TRUONG_SERVER` and `NGHI_TRUONG_PLAIN_HTTP=1` are heard in a development start only. A server
 * of this very machine may then be spoken to without TLS: nothing leaves the machine.
 */
export async function loadSettings(path: string, { argv, env, packaged }: Start): Promise<Settings> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return '{}'
    throw cause
  })
  const read = file.safeParse(parse(text))
  const kept = read.success ? read.data : {}
  const argument = argv.find((one) => one.startsWith('--server='))?.slice('--server='.length)
  const told = packaged ? undefined : (argument ?? env['NGHI_TRUONG_SERVER'])
  const plainHttp =
    kept.plainHttp === true ||
    (!packaged && env['NGHI_TRUONG_PLAIN_HTTP'] === '1') ||
    (told !== undefined && isThisMachine(told))
  const ca = argv.find((one) => one.startsWith('--authority='))?.slice('--authority='.length)
  const server =
    told === undefined
      ? toServer(kept, plainHttp)
      : toServer({ origin: told, ...(ca !== undefined && { ca }) }, plainHttp)
  return {
    server,
    plainHttp,
    ...(kept.tokenModules && { tokenModules: kept.tokenModules }),
    // Of the server in this file, not of one given at the start.
    ...(told === undefined && kept.house && { house: kept.house }),
  }
}

const isThisMachine = (address: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(URL.parse(address)?.hostname ?? '')

function toServer(kept: z.infer<typeof file>, plainHttp: boolean): Server | null {
  if (kept.origin === undefined) return null
  const origin = readOrigin(kept.origin, plainHttp)
  if (typeof origin !== 'string') return null
  // An authority that cannot be read must not fall back to trusting everybody's.
  if (kept.ca !== undefined && readAuthority(kept.ca) === null) return null
  return {
    origin,
    ...(kept.ca === undefined ? {} : { ca: kept.ca }),
    ...(kept.servername === undefined ? {} : { servername: kept.servername }),
  }
}

export async function saveServer(
  path: string,
  { server, plainHttp, tokenModules, house }: Settings,
): Promise<void> {
  const kept = {
    ...server,
    ...(plainHttp ? { plainHttp } : {}),
    ...(tokenModules ? { tokenModules } : {}),
    ...(house ? { house } : {}),
  }
  await writeWhole(path, Buffer.from(`${JSON.stringify(kept, null, 2)}\n`), { lasting: true })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Cut short or edited badly: as if it were not there, so that the person chooses again.
    return null
  }
}
