/**
 * The thread that makes one marked copy and ends.
 * What must stay true: it answers once, with the bytes of the copy; a failure ends the thread with that failure.
 */
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { CopyJob } from './copy-job.ts'
import { markedCopy } from './marked-copy.ts'

const { path, sha256, stamp } = workerData as CopyJob
const bytes = await markedCopy(readFileSync(path), sha256, stamp)
parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer])
