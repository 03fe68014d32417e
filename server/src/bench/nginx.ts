/**
 * The limit of handing out files: nginx with sendfile, one worker, its own configuration and folder.
 * What must stay true: where nginx is not installed the caller is told, and nothing stands in for it unsaid.
 */
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export interface StaticServer {
  readonly name: string
  readonly port: number
  /** The process that does the work. */
  readonly pid: number
  end(): Promise<void>
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address === null || typeof address === 'string'
          ? reject(new Error('no port'))
          : resolve(address.port),
      )
    })
  })
}

/** @returns undefined where nginx is not installed */
export async function startNginx(folder: string, root: string): Promise<StaticServer | undefined> {
  if (spawnSync('nginx', ['-v']).status !== 0) return undefined
  const port = await freePort()
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join(' ')
  const config = join(folder, 'nginx.conf')
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  writeFileSync(
    config,
    `${user} daemon off; worker_processes 1; pid ${join(folder, 'nginx.pid')}; error_log ${join(folder, 'error.log')};
events { worker_connections 2048; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_timeout 20; ${paths}
  server { listen 127.0.0.1:${port}; root ${root}; } }
`,
  )
  const child = spawn('nginx', ['-c', config, '-e', join(folder, 'error.log')], { stdio: 'ignore' })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const until = performance.now() + 5000
  for (;;) {
    try {
      await (await fetch(`http://127.0.0.1:${port}/`)).arrayBuffer()
      break
    } catch (error) {
      if (performance.now() > until) throw new Error('nginx does not answer', { cause: error })
      await wait(30)
    }
  }
  const master = child.pid ?? 0
  const [worker] = readFileSync(`/proc/${master}/task/${master}/children`, 'utf8').trim().split(' ')
  return {
    name: 'nginx sendfile',
    port,
    pid: Number(worker),
    async end() {
      child.kill('SIGTERM')
      await gone
    },
  }
}
