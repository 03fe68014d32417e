/**
 * Which TLS a start of the server gets.
 * What must stay true: a folder that was served with TLS is never served without by accident; a real installation begins
 * with it, the demo on one machine without.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { authorityFile } from '../backup/content.ts'
import { fromFiles, NameOutside, ownAuthority, type Tls } from '../tls/tls.ts'
import type { StartArguments } from './arguments.ts'

type Chosen = Pick<StartArguments, 'dataDir' | 'empty' | 'hosts' | 'tls' | 'certificate'>

/** Whether the hall's own authority is to be used. */
export function wantsTls({ dataDir, empty, tls }: Chosen): boolean {
  if (tls !== null) return tls
  return existsSync(join(dataDir, authorityFile)) || (empty && !existsSync(join(dataDir, 'core.db')))
}

/** @returns a sentence when it cannot be */
export async function tlsOf(chosen: Chosen): Promise<Tls | null | string> {
  const { certificate, dataDir, hosts } = chosen
  try {
    if (certificate) {
      const tls = fromFiles(certificate.cert, certificate.key)
      await tls.identity()
      return tls
    }
    if (!wantsTls(chosen)) return null
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return await ownAuthority({ dataDir, names: hosts, now: Date.now })
  } catch (error) {
    if (error instanceof NameOutside)
      return `Chứng thư của máy chủ được lập khi chưa có tên miền ${error.domain}. Xin dùng chứng thư riêng cho tên đó (--cert, --key), hoặc bỏ --name.`
    if (certificate && error instanceof Error && 'code' in error)
      return `Không đọc được chứng thư hoặc khóa: ${error.message}`
    throw error
  }
}
