/**
 * A server with the demo council in an open sitting and a PKI of its own, for the tests of signing by HTTP.
 * What must stay true: everything is real, the look into files too; each hall has its own folder and is restarted on it.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnswerOf } from '@nghi-truong/shared/protocol/routes'
import { personalPlan, type Place } from '@nghi-truong/shared/signature/sign/place'
import type { Signer } from '@nghi-truong/shared/signature/sign/sign'
import type { Examiner } from '../../compose.ts'
import { anchorsOf, makeDemoPki, type DemoPki } from '../../demo/pki.ts'
import { demoSeed } from '../../demo-seed.ts'
import { createIntake } from '../../documents/intake.ts'
import type { Running, StartOptions } from '../../main.ts'
import { seed } from '../../seed.ts'
import { signPdf } from '../../signature/sign.ts'
import { call, signIn, wish, type Called } from '../../testing/call.ts'
import { startTestServer } from '../../testing/server.ts'

const examiner: Examiner = (files, findings, trust) => createIntake({ files, findings, now: Date.now, trust })

export const base = '/api/sessions/ky-hop-3/signing'
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
export const corner: Place = { page: 0, x: 330, y: 90, width: 132, height: 62 }

type Refusable<T> = Called<T & { code?: string }>

/** Who is there now; another server and other logins after a restart. */
export interface Present {
  readonly server: Running
  readonly clerk: string
  readonly chair: string
  readonly delegate: string
}

export interface SigningHall {
  now(): Present
  readonly pki: DemoPki
  readonly dir: string
  readonly item: string
  restart(more?: Partial<StartOptions>): Promise<Present>
  issue(
    token: string | undefined,
    paper?: unknown,
    session?: string,
  ): Promise<Refusable<AnswerOf<'signingIssue'>>>
  fetchPaper(token: string, sha256: string): Promise<Called>
  take(
    token: string | undefined,
    sha256: string,
    body: Uint8Array,
  ): Promise<Refusable<AnswerOf<'signingTake'>>>
  /** Issued and fetched, by the secretary unless said otherwise. @throws when it was refused */
  out(token?: string, paper?: unknown): Promise<{ issued: AnswerOf<'signingIssue'>; bytes: Uint8Array }>
  signed(bytes: Uint8Array, signer: Signer, place?: Place): Promise<Uint8Array>
  close(): Promise<void>
}

export async function signingHall(): Promise<SigningHall> {
  const dir = mkdtempSync(join(tmpdir(), 'signing-http-'))
  const start = (more: Partial<StartOptions> = {}) => startTestServer({ dataDir: dir, examiner, ...more })
  const enter = async (server: Running): Promise<Present> => ({
    server,
    clerk: await signIn(server, 'thuky1'),
    chair: await signIn(server, 'chutoa'),
    delegate: await signIn(server, 'db020'),
  })
  const pki = await makeDemoPki(new Date())
  const first = await start()
  const anchors = { certificates: anchorsOf(pki), crls: [pki.rootCrl, pki.subCaCrl] }
  await seed(first, demoSeed({ folder: dir, documents: [], anchors }))
  let present = await enter(first)
  const state = await first.look.state('ky-hop-3')
  for (const { id: person } of state?.every('attendance').slice(0, 60) ?? [])
    await wish(first, present.clerk, 'attendance.mark', { person, state: 'present' })
  const opened = await wish(first, present.chair, 'session.open')
  if (opened.status !== 200) throw new Error(JSON.stringify(opened.body))
  let fields = 0

  const hall: SigningHall = {
    now: () => present,
    pki,
    dir,
    item: state?.every('item')[0]?.id ?? '',
    async restart(more) {
      await present.server.close()
      present = await enter(await start(more))
      return present
    },
    issue: (token, paper = { kind: 'minutes' }, session = 'ky-hop-3') =>
      call(present.server, 'POST', `/api/sessions/${session}/signing`, { token, body: { paper } }),
    fetchPaper: (token, sha256) => call(present.server, 'GET', `${base}/${sha256}`, { token }),
    take: (token, sha256, body) => call(present.server, 'PUT', `${base}/${sha256}`, { token, body }),
    async out(token = present.clerk, paper) {
      const { status, body } = await hall.issue(token, paper)
      if (status !== 200) throw new Error(JSON.stringify(body))
      const { bytes } = await hall.fetchPaper(token, body.sha256)
      if (hashOf(bytes) !== body.sha256) throw new Error('other bytes than were issued')
      return { issued: body, bytes: new Uint8Array(bytes) }
    },
    async signed(bytes, signer, place = corner) {
      const plan = personalPlan(place, { field: `Ky${++fields}`, time: Date.now() })
      const made = await signPdf(bytes, plan, signer)
      if (typeof made === 'string') throw new Error(made)
      return made
    },
    async close() {
      await present.server.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  return hall
}
