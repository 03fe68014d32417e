/** One dear job in a thread of its own. What must stay true: it answers once, or ends with an error. */
import { parentPort, workerData } from 'node:worker_threads'
import { doHeavy, type HeavyJob } from './heavy.ts'

parentPort?.postMessage(doHeavy(workerData as HeavyJob))
