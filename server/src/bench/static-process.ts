/** A bare static server for machines without nginx. What must stay true: it does nothing but pipe a file in 1 MiB pieces. */
import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answering } from './process.ts'

answering({
  open: (path: string) =>
    new Promise((resolve) => {
      const { size } = statSync(path)
      const server = createServer((_request, response) => {
        response.writeHead(200, { 'content-length': size })
        createReadStream(path, { highWaterMark: 1024 * 1024 }).pipe(response)
      })
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
    }),
})
