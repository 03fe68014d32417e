/**
 * Where the server is made to die (failpoints) and what is broken in it on purpose (plants): changes of its source text,
 * made while it is loaded, so that the shipped code carries no hook at all.
 * What must stay true: each `find` stands exactly once in its file (a test and every run check that); a plant breaks one
 * promise and nothing else.
 */

export interface Edit {
  /** Below the project root. */
  readonly file: string
  readonly find: string
  readonly put: string
}

const engine = 'server/src/engine/engine.ts'
const sessionLog = 'server/src/engine/session-log.ts'
const sqlLog = 'server/src/store/sql-log.ts'
const driver = 'server/src/store/driver.ts'
const app = 'server/src/http/app.ts'
const disk = 'server/src/store/disk.ts'
const ballot = 'shared/src/domain/ballot.ts'
const ballotEvents = 'shared/src/domain/ballot-events.ts'
const backupJob = 'server/src/backup/job.ts'
const ship = 'server/src/standby/ship.ts'
const follow = 'server/src/standby/follow.ts'
const box = 'server/src/ballot-box/box.ts'

const has = (list: string, type: string): string => `${list}.some((one) => one.header.type === '${type}')`
const steps = (type: string): string => `draft.steps.some((one) => one.entry.header.type === '${type}')`

const before = (file: string, find: string, put: string): Edit => ({ file, find, put: `${put}; ${find}` })
const after = (file: string, find: string, put: string): Edit => ({ file, find, put: `${find}; ${put}` })

const committed = '    head = draft.head\n'
const rowsIn = '          [log, answers],\n        )'

/** Reached: the process kills itself, at the n-th time. K12 and K13 need trustees. */
export const failpoints: Readonly<Record<string, { readonly step: string; readonly edit: Edit }>> = {
  K1: {
    step: 'request parsed, before verification',
    edit: after(engine, 'async command(name, asker, wish) {', `hdndFail('K1', wish.type === 'ballot.cast')`),
  },
  K2: {
    step: 'verified, before BEGIN',
    edit: before(
      sessionLog,
      'await store.append(name, head.seq, {',
      `hdndFail('K2', ${steps('ballot.cast')})`,
    ),
  },
  K3: {
    step: 'inside the transaction, entries written, receipts not',
    edit: {
      file: sqlLog,
      find: 'await connection.run(\n          `INSERT INTO receipt',
      put: `hdndFail('K3', ${has('entries', 'ballot.cast')}); await connection.run(\n          \`INSERT INTO receipt`,
    },
  },
  K4: {
    step: 'entries and receipts written, before COMMIT',
    edit: after(sqlLog, rowsIn, `hdndFail('K4', ${has('entries', 'ballot.cast')})`),
  },
  K5: {
    step: 'COMMIT returned, before the answer',
    edit: before(sessionLog, committed, `hdndFail('K5', ${steps('ballot.cast')})`),
  },
  K6: {
    step: 'standby has it, before the answer',
    edit: after(
      ship,
      "if (state !== 'following' || isOwn(batch)) return\n      await awaited(n)",
      `hdndFail('K6', ${has('batch.entries', 'ballot.cast')})`,
    ),
  },
  K7: {
    step: 'answer half sent',
    edit: {
      file: app,
      find: '    response.json(result)',
      put: `    if (!hdndHalf('K7', name === 'command', response, result)) response.json(result)`,
    },
  },
  K8: {
    step: 'closing committed, timer running',
    edit: before(sessionLog, committed, `hdndFail('K8', ${steps('ballot.closing')}, 900)`),
  },
  K9: {
    step: 'inside the transaction that closes',
    edit: after(sqlLog, rowsIn, `hdndFail('K9', ${has('entries', 'ballot.closed')})`),
  },
  K10: {
    step: 'closed, before anybody is told',
    edit: before(sessionLog, committed, `hdndFail('K10', ${steps('ballot.closed')})`),
  },
  K11: {
    step: 'during a WAL checkpoint',
    edit: before(
      driver,
      "const reader = await driver.open(path, 'read')",
      `hdndCheckpoint('K11', path, () => driver.open(path, 'write'))`,
    ),
  },
  K14: {
    step: 'result announced, before any screen has it',
    edit: before(sessionLog, committed, `hdndFail('K14', ${steps('ballot.published')})`),
  },
  K15: {
    step: 'file renamed, before anything names it',
    edit: after(disk, 'await move(name, sha256)', `hdndFail('K15', true)`),
  },
  K16: {
    step: 'backup on the stick, not yet read back',
    edit: before(backupJob, 'reached(message.step)', `hdndFail('K16', message.step === 'verifying')`),
  },
  K17: {
    step: 'schema written, before the first row',
    edit: after(driver, 'await writer.exec(options.schema)', `hdndFail('K17', path.endsWith('core.db'))`),
  },
  K18: {
    step: 'promotion of the standby, new epoch in the first log only',
    edit: after(
      engine,
      "await system(name, 'server.promote', { epoch, why: parts.newEpoch })",
      `hdndFail('K18', true)`,
    ),
  },
}

/** Stands in for a small volume: the database may grow by so many pages. */
const fullDatabase: Edit = {
  file: driver,
  find: 'if (options.maxPages !== undefined)',
  put: `await hdndFull(path, writer); if (options.maxPages !== undefined)`,
}

/** On a machine with other work the standby may be late, and what was acknowledged then is promised to nobody. */
export const patience: Edit = {
  file: ship,
  find: 'export const patienceMs = 150',
  put: 'export const patienceMs = 20_000',
}

export const failEdit = (name: string): Edit | undefined =>
  name === 'FULL' ? fullDatabase : failpoints[name]?.edit

export interface Plant {
  readonly what: string
  readonly edits: readonly Edit[]
  /** The test that must turn red. */
  readonly caughtBy: string
  /** A failpoint to run it with. */
  readonly failpoint?: string
}

const one = (file: string, find: string, put: string): readonly Edit[] => [{ file, find, put }]

export const plants: Readonly<Record<string, Plant>> = {
  'sync-normal': {
    what: 'core.db opened with synchronous=NORMAL, and the check reads back what was asked for',
    edits: one('server/src/store/open.ts', "sync: 'FULL'", "sync: 'NORMAL'"),
    caughtBy: 'power',
  },
  'sync-unset': {
    what: 'synchronous=NORMAL slips in behind the settings',
    edits: one(driver, "['synchronous', sync, sync", "['synchronous', 'NORMAL', sync"),
    caughtBy: 'kills',
  },
  'answer-first': {
    what: 'receipts answered before COMMIT',
    edits: [
      before(sessionLog, 'await store.append(name, head.seq, {', 'for (const { yes } of answers) yes()'),
    ],
    caughtBy: 'matrix',
    failpoint: 'K4',
  },
  'no-idempotency': {
    what: 'a command id that is known is decided again',
    edits: one(
      sessionLog,
      'known.has(one.wish.id) ? await store.receipt(name, one.wish.id) : undefined',
      'undefined as StoredReceipt | undefined',
    ),
    caughtBy: 'repeats',
  },
  'receipts-regenerated': {
    what: 'a repeated command gets a receipt of now instead of the stored one',
    edits: one(sessionLog, 'one.answer(receiptOf(stored))', 'one.answer({ seq: head.seq, hash: head.hash })'),
    caughtBy: 'repeats',
  },
  'receipt-later': {
    what: 'receipts written in a transaction of their own, after the entries',
    edits: one(
      sqlLog,
      'await connection.run(\n          `INSERT INTO receipt',
      "await connection.exec('COMMIT; BEGIN IMMEDIATE'); hdndFail('K3', true); await connection.run(\n          `INSERT INTO receipt",
    ),
    caughtBy: 'matrix',
    failpoint: 'K3',
  },
  'late-votes': {
    what: 'close not ordered: a vote after the close is still taken',
    edits: one(
      ballot,
      "if (found.state !== 'open' && found.state !== 'closing') return refuse('ballot.closed')",
      "if (found.state === 'void') return refuse('ballot.closed')",
    ),
    caughtBy: 'repeats',
  },
  'older-wins': {
    what: 'an older choice that arrives late replaces a newer one',
    edits: one(ballot, 'before.clientSeq >= clientSeq', 'before.clientSeq === clientSeq'),
    caughtBy: 'repeats',
  },
  'counted-twice': {
    what: 'each change of mind is kept as a further vote',
    edits: one(ballotEvents, 'const key = `${ballot}:${person}`', 'const key = `${ballot}:${person}:${seq}`'),
    caughtBy: 'repeats',
  },
  'no-recovery': {
    what: 'after a restart a closing vote is left as it was',
    edits: one(
      engine,
      'of recoveries(log.state)) await tick',
      'of [] as ReturnType<typeof recoveries>) await tick',
    ),
    caughtBy: 'matrix',
    failpoint: 'K8',
  },
  'outside-queue': {
    what: 'transactions on the one connection do not wait for each other',
    edits: one(
      driver,
      'const mine = last.then(() => transaction(writer, work))',
      'const mine = transaction(writer, work)',
    ),
    caughtBy: 'logins',
  },
  'full-is-fine': {
    what: 'a full disk is answered like a commit',
    edits: one(
      sessionLog,
      'for (const { one } of answers) one.answer(no)',
      'for (const { yes } of answers) yes()',
    ),
    caughtBy: 'full',
  },
  'standby-acks-early': {
    what: 'the standby says "I have it" when the entry arrives, before its fsync (and its disk is slow)',
    edits: [
      before(
        follow,
        'turn = turn\n',
        `if (message['t'] === 'entries') void line?.send({ t: 'has', n: message['n'] })`,
      ),
      after(
        follow,
        'const batch = message as unknown as Batch',
        // Longer than a loaded machine needs to notice that the other one fell.
        'await new Promise((resolve) => setTimeout(resolve, 300))',
      ),
    ],
    caughtBy: 'matrix',
    failpoint: 'K6',
  },
  'boxes-not-awaited': {
    what: 'the receipt of a secret ballot leaves before the standby has the ballot (and its disk is slow)',
    edits: [
      ...one(ship, "if (state === 'following') await awaited(n)", ''),
      before(
        follow,
        'if (bytes) await boxes.put(',
        'await new Promise((resolve) => setTimeout(resolve, 100))',
      ),
    ],
    caughtBy: 'boxes',
  },
  'box-receipts-regenerated': {
    what: 'a secret ballot that is sent again gets a receipt of now instead of the stored one',
    edits: one(
      box,
      'if (known) return known\n',
      "const again = known && receiptOf(tracker, inRecord.get(tracker) ?? '')\n" +
        "      if (again?.what === 'accepted') return { outcome: 'accepted', receipt: again.receipt }\n",
    ),
    caughtBy: 'boxes',
  },
  'no-fencing': {
    what: 'a machine that hears of a higher epoch goes on recording',
    edits: one(ship, 'epoch <= how.epoch ||', 'epoch > 0 ||'),
    caughtBy: 'matrix',
    failpoint: 'K18',
  },
  'backup-unverified': {
    what: 'a backup counts as soon as it is written, before it was read back',
    edits: one(backupJob, 'temporary: `${temporaryMark}${name}`', 'temporary: name'),
    caughtBy: 'matrix',
    failpoint: 'K16',
  },
  'wall-clock': {
    what: 'votes that end by time follow the wall clock',
    edits: one(
      'server/src/engine/crypto.ts',
      'const timer = setTimeout(job, Math.min(Math.max(0, ms), longest))',
      'const end = Date.now() + ms; const timer = setInterval(() => { if (Date.now() >= end) { clearInterval(timer); job() } }, 20)',
    ),
    caughtBy: 'clock',
  },
}

/** @throws when an edit does not fit: then it would test nothing */
export function applied(source: string, { file, find, put }: Edit): string {
  const parts = source.split(find)
  if (parts.length !== 2)
    throw new Error(`${file}: "${find}" stands there ${parts.length - 1} times, not once`)
  return parts.join(put)
}
