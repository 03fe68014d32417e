/** The real server as a process of a measurement. What must stay true: it may be loaded ahead and told to start later. */
import { answering } from './process.ts'
import { serverHandlers } from './server-handlers.ts'

answering(serverHandlers())
