/**
 * A secret ballot of a whole council against a real server process: everybody casts in one burst, one trustee cheats, one is
 * dead; both judges recount. Prints what was measured.
 * What must stay true: it measures and prints, it never passes or fails by time; it fails when a ballot is lost, doubled or
 * miscounted, or a judge refuses the record.
 *   node server/src/commands/secret-hall.ts [--voters 100] [--persons 30] [--connections 100]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { plainCount, randomMarks, seededRandom } from '@nghi-truong/shared/secret-ballot/sample'
import type { Hall } from '../bench/hall.ts'
import { startWorker, useOf } from '../bench/process.ts'
import { createDriver, Refused } from '../ballot-box/driver.fixture.ts'
import {
  armed,
  castAll,
  close,
  counted,
  makeKeys,
  open,
  rehearse,
  startOpening,
  tallyOf,
} from '../ballot-box/flow.fixture.ts'
import { secondJudgement } from '../ballot-box/judges.ts'
import { compareFiles, verifyFile } from '../secret-ballot/verify-file.ts'

const { values } = parseArgs({
  options: {
    voters: { type: 'string', default: '100' },
    persons: { type: 'string', default: '30' },
    seed: { type: 'string', default: 'secret-hall' },
  },
})
const voterCount = Number(values.voters)
const personCount = Number(values.persons)

const seconds = (from: number): number => (performance.now() - from) / 1000
const say = (what: string, figure: string): void => console.log(`${what.padEnd(62)} ${figure}`)
const secondsText = (value: number): string => `${value.toFixed(1)} s`

function demand(good: boolean, what: string): void {
  if (!good) throw new Error(what)
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'secret-hall-'))
  const worker = startWorker(new URL('secret-hall-server.ts', import.meta.url))
  try {
    const { url } = await worker.ask<{ url: string }>('start', {
      dataDir: join(folder, 'data'),
      limits: { login: 1e9, address: 1e9 },
    })
    const hall = await worker.ask<Hall>('seat', { delegates: voterCount, graceSeconds: 0 })
    const driver = createDriver({ url, ...hall })
    say(
      'machine',
      `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`,
    )
    const voters = hall.delegates.map((seat) => driver.newVoter(seat))

    let from = performance.now()
    const trustees = await makeKeys(driver, hall.delegates.slice(1, 8))
    say(`keys of ${trustees.length} trustees, all devices on this machine`, secondsText(seconds(from)))
    from = performance.now()
    await rehearse(driver, voters, trustees)
    say(`rehearsal of ${voterCount}, from draft to verified`, secondsText(seconds(from)))

    const subjects = Array.from({ length: personCount }, (_, at) => ({
      id: `p${at}`,
      name: `Người thứ ${at + 1}`,
    }))
    const ballot = await armed(driver, { code: 'confidence_survey', title: 'Lấy phiếu tín nhiệm', subjects })
    from = performance.now()
    const opened = await open(driver, ballot, voters)
    say(`${voterCount} ballots handed out, roll frozen, box open`, secondsText(seconds(from)))

    const random = seededRandom(values.seed)
    from = performance.now()
    const ready = voters.map((voter) =>
      driver.encrypt(opened.election, voter, randomMarks(opened.election, random)),
    )
    const bytes = Math.round(ready.reduce((sum, one) => sum + one.text.length, 0) / ready.length)
    say(
      `a ballot of ${personCount} persons × 3 levels: size, made in`,
      `${bytes} bytes, ${((seconds(from) * 1000) / voterCount).toFixed(0)} ms`,
    )

    const idle = useOf(worker.pid)?.cpu
    from = performance.now()
    const answers = await castAll(driver, opened, ready)
    const burst = seconds(from)
    const spent = (useOf(worker.pid)?.cpu ?? 0) - (idle ?? 0)
    say(`burst of ${voterCount} ballots: all accepted after (target 10 s)`, secondsText(burst))
    say(
      'the same as processor time of the server (÷ free cores = the least it takes)',
      idle === undefined ? 'unknown' : secondsText(spent),
    )
    demand(
      answers.every((answer) => answer.outcome === 'accepted'),
      'a ballot was not accepted',
    )
    const state = await driver.see()
    demand(
      ready.every((one, at) => {
        const answer = answers[at]
        return answer !== undefined && driver.genuine(state, ballot, one.text, answer)
      }),
      'a receipt is not genuine',
    )

    const ended = performance.now()
    const closed = await close(driver, opened)
    say('close, grace 0 s: drained, sealed and tallied after', secondsText(seconds(ended)))
    demand(closed.ballots === voterCount, `${closed.ballots} ballots in the box`)

    const sealed = await driver.record(ballot, hall.chair.token)
    const sealedPath = join(folder, 'sealed.bel')
    writeFileSync(sealedPath, sealed)
    from = performance.now()
    const check = await verifyFile(sealedPath, { profile: 'council', workers: availableParallelism() })
    const checking = seconds(from)
    demand(
      check.verdict.verdict === 'accept' && check.verdict.stage === 'tallied',
      'the closed box is not in order',
    )
    say('a trustee’s own check of the whole closed box, on both cores', secondsText(checking))

    const [cheat, dead, ...honest] = trustees
    if (!cheat || !dead) throw new Error('too few trustees')
    const tally = tallyOf(sealed)
    const opening = performance.now()
    await startOpening(driver, opened, closed.head, [cheat, ...honest])
    const bent = (await driver.decryption(cheat, opened.election, tally)).replace(
      /"challenge":"(\d)/,
      (_, digit: string) => `"challenge":"${digit === '1' ? '2' : '1'}`,
    )
    const code = await driver.give(cheat, ballot, closed.head, bent).then(
      () => 'accepted',
      (error: unknown) => (error instanceof Refused ? error.code : String(error)),
    )
    demand(code === 'secretBallot.badDecryption', `the cheating trustee got ${code}`)
    for (const trustee of honest.slice(0, 4))
      await driver.give(
        trustee,
        ballot,
        closed.head,
        await driver.decryption(trustee, opened.election, tally),
      )
    const done = await counted(driver, opened)
    say('opening: one cheats, one is dead, four of seven open, result after', secondsText(seconds(opening)))
    say(
      'from the close to the result, without a trustee’s check (target 60 s)',
      secondsText(seconds(ended) - checking),
    )
    say('from the close to the result, with one trustee’s check', secondsText(seconds(ended)))
    const result = done.one('secretResult', ballot)
    const plain = plainCount(
      opened.election,
      ready.map((one) => one.marks),
    )
    demand(JSON.stringify(result?.raw) === JSON.stringify(plain), 'the count is wrong')

    from = performance.now()
    const judged = await driver.until(
      'the verdict of the server',
      (now) => (now.one('secretResult', ballot)?.verdicts.length ?? 0) > 0,
      300_000,
    )
    demand(
      judged.one('secretResult', ballot)?.verdicts.every((one) => one.verdict === 'accept') === true,
      'our verifier on the server refuses the record',
    )
    say('our verifier on the server, after the result', secondsText(seconds(from)))

    const finalPath = join(folder, 'final.bel')
    writeFileSync(finalPath, await driver.record(ballot, hall.chair.token))
    from = performance.now()
    const final = await verifyFile(finalPath, { profile: 'council', workers: availableParallelism() })
    demand(
      final.verdict.verdict === 'accept' && final.verdict.stage === 'complete',
      'our command refuses the record',
    )
    say('ballots verify --complete: accepted, after', secondsText(seconds(from)))
    demand(
      (await compareFiles(sealedPath, finalPath)).verdict === 'extends',
      'the record does not extend itself',
    )
    from = performance.now()
    const second = await secondJudgement(finalPath)
    demand(second === undefined || second.verdict === 'accept', 'belenios-tool refuses the record')
    say(
      'belenios-tool election verify',
      second ? `accepted, ${secondsText(seconds(from))}` : 'not installed: NOT RUN',
    )
    const use = useOf(worker.pid)
    say(
      'the server: processor time, peak memory',
      use ? `${use.cpu.toFixed(0)} s, ${use.peakMb?.toFixed(0)} MB` : 'unknown',
    )
  } finally {
    await worker.end('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
