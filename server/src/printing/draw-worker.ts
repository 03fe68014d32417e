/**
 * The thread that draws one paper and ends: laying out a long paper takes longer than a vote may wait.
 * What must stay true: it answers once, with what it drew; a failure ends the thread with that failure.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { draw } from './draw.ts'
import type { Job } from './job.ts'

parentPort?.postMessage(await draw(workerData as Job))
