/** The server of a played hall, in a process of its own. What must stay true: the parts are those of `npm start`. */
import { answering } from '../bench/process.ts'
import { serverHandlers } from '../bench/server-handlers.ts'

answering(serverHandlers())
