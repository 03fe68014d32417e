/** The server under fault tests. What must stay true: every edit that was asked for is in before it answers. */
import { checkFitted, moveClock } from './preload.ts'
import { answering } from '../bench/process.ts'
import type { ServerStart } from '../bench/server-handlers.ts'

// Loaded after the hooks stand.
const { serverHandlers } = await import('../bench/server-handlers.ts')
const handlers = serverHandlers()
answering({
  ...handlers,
  start(options: ServerStart) {
    checkFitted()
    return handlers.start(options)
  },
  moveClock,
  pid: () => process.pid,
})
