/**
 * Journey 12, its first step: ballots of every shape made by the device's worker in a real browser, judged by our verifier
 * in Node and by belenios-tool. Times are printed, never asserted.
 */
import { randomBytes } from 'node:crypto'
import { toolVerifies, toolVersion } from '@nghi-truong/server/src/secret-ballot/belenios-tool.ts'
import { ballotReader } from '@nghi-truong/shared/secret-ballot/ballot'
import { writeCredentials } from '@nghi-truong/shared/secret-ballot/credentials'
import {
  confidenceQuestions,
  randomMarks,
  sampleQuestions,
  sampleSetup,
  sampleTimestamp,
} from '@nghi-truong/shared/secret-ballot/sample'
import { isFault } from '@nghi-truong/shared/secret-ballot/shapes'
import { ballotPairs, tallier } from '@nghi-truong/shared/secret-ballot/tally'
import { groups, verifyArchive } from '@nghi-truong/shared/secret-ballot/verify-archive'
import {
  appendBallot,
  appendEndBallots,
  appendSetup,
  appendTally,
  archiveBytes,
} from '@nghi-truong/shared/secret-ballot/write'
import { expect, test } from '@playwright/test'
import { bundleWorkshop, bytes, openWorkshop, runJob } from '../fixtures/workshop.ts'

const shapes = [
  ['có / không / không biểu quyết', sampleQuestions.yesNo, 4],
  ['10 ứng cử viên, có phiếu trắng', sampleQuestions.candidatesBlank, 4],
  ['40 người × 3 mức', confidenceQuestions(40), 3],
] as const

const groupOf = groups()
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

test('the browser makes ballots that both verifiers accept', async ({ page }) => {
  test.setTimeout(180_000)
  await openWorkshop(page, await bundleWorkshop())
  const tool = toolVersion()
  if (tool === undefined) console.log('belenios-tool is not installed: its verdict was not asked')
  for (const [shape, questions, voters] of shapes) {
    const { election, party } = sampleSetup({
      label: `browser ${shape}`,
      group: groupOf('BELENIOS-2048'),
      questions,
      voters: 0,
    })
    const secrets = Array.from({ length: voters }, () => random(32))
    const credentials: string[] = []
    for (const secret of secrets) {
      const { output } = await runJob(page, 'credential', {
        deviceSecret: bytes(secret),
        uuid: election.uuid,
      })
      credentials.push(output as string)
    }
    const warm = await runJob(page, 'warm', { election: election.text })
    const setup = appendSetup(election.text, party.trustees, writeCredentials(credentials))
    const members = [...setup.members]
    let { chain } = setup
    const sums = tallier(election)
    const times: number[] = []
    let heldUp = 0
    for (const secret of secrets) {
      const ran = await runJob(page, 'fillIn', {
        election: election.text,
        deviceSecret: bytes(secret),
        marks: randomMarks(election, random),
      })
      const { text } = ran.output as { text: string }
      times.push(ran.ms)
      heldUp = Math.max(heldUp, ran.heldUp)
      const ballot = ballotReader(election)(text)
      if (isFault(ballot)) throw new Error(ballot.why)
      sums.add(ballotPairs(ballot), 1n)
      const appended = appendBallot(chain, text)
      members.push(...appended.members)
      chain = appended.chain
    }
    for (const append of [() => appendEndBallots(chain), () => appendTally(chain, sums.tally(), voters)]) {
      const appended = append()
      members.push(...appended.members)
      chain = appended.chain
    }
    const archive = archiveBytes(sampleTimestamp, members)
    const verdict = verifyArchive(archive, { profile: 'council', groupOf })
    expect(verdict.findings).toEqual([])
    expect(verdict).toMatchObject({ verdict: 'accept', stage: 'tallied', summary: { counted: voters } })
    console.log(
      `${shape}: one ballot ${times.map((ms) => Math.round(ms)).join(', ')} ms in the worker, tables ${Math.round(
        warm.ms,
      )} ms, the page held up at most ${Math.round(heldUp)} ms`,
    )
    if (tool !== undefined) {
      const { code, errors } = toolVerifies(archive)
      expect(code, errors).toBe(0)
    }
  }
})
