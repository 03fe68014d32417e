/**
 * What strace saw of a server: writes and fsyncs of its database, receipts that left by its sockets, in their order.
 * What must stay true: a write counts as made when its call returned; an fsync covers only what was made before it was
 * called; a receipt counts as given when its write was called.
 */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

export type Step =
  | { readonly kind: 'write'; readonly file: string; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly file: string; readonly size: number }
  /** Everything of the file before step number `since` is on the disk. */
  | { readonly kind: 'sync'; readonly file: string; readonly since: number }
  | { readonly kind: 'receipt'; readonly seq: number; readonly hash: string }

export const straceArguments = (output: string): string[] => [
  '-f',
  '-y',
  '-xx',
  '-s',
  '70000',
  '-e',
  'trace=pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync,ftruncate',
  '-e',
  'signal=none',
  '-o',
  output,
]

const bytesOf = (escaped: string): Buffer => Buffer.from(escaped.replaceAll('\\x', ''), 'hex')

const call = /^(\w+)\((\d+)<([^>]*)>(.*)$/s
const quoted = /"((?:\\x[0-9a-f]{2})*)"/g
const receipt = /"seq":(\d+),"hash":"([0-9a-f]{64})"/g

interface Begun {
  readonly text: string
  /** Number of steps when it was called. */
  readonly since: number
}

/** Reads the trace; only files whose name ends in one of `names` matter. */
export async function readTrace(path: string, names: readonly string[]): Promise<Step[]> {
  const steps: Step[] = []
  const begun = new Map<string, Begun>()

  function receipts(text: string): void {
    const data = Buffer.concat([...text.matchAll(quoted)].map((found) => bytesOf(found[1] ?? ''))).toString(
      'latin1',
    )
    for (const [, seq, hash] of data.matchAll(receipt))
      steps.push({ kind: 'receipt', seq: Number(seq), hash: hash ?? '' })
  }

  function returned({ text, since }: Begun): void {
    const [, name, , escaped = '', rest = ''] = call.exec(text) ?? []
    const target = bytesOf(escaped).toString()
    const file = names.find((one) => target.endsWith(`/${one}`))
    if (file === undefined || / = -1 /.test(rest.slice(-80))) return
    if (name === 'pwrite64') {
      const [, data = '', offset] = /"((?:\\x[0-9a-f]{2})*)"(?:\.\.\.)?, \d+, (\d+)/.exec(rest) ?? []
      steps.push({ kind: 'write', file, offset: Number(offset), data: bytesOf(data) })
    } else if (name === 'ftruncate')
      steps.push({ kind: 'truncate', file, size: Number(/, (\d+)\)/.exec(rest)?.[1]) })
    else if (name === 'fsync' || name === 'fdatasync') steps.push({ kind: 'sync', file, since })
  }

  const isAnswer = (text: string): boolean =>
    /^(write|writev|sendto|sendmsg)\(\d+<\\x73\\x6f\\x63|^(write|writev|sendto|sendmsg)\(\d+<\\x54\\x43\\x50/.test(
      text,
    )

  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const cut = line.indexOf(' ')
    const [thread, text] = [line.slice(0, cut), line.slice(cut).trimStart()]
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/s.exec(text)
    if (resumed) {
      const first = begun.get(thread)
      begun.delete(thread)
      if (first) returned({ text: first.text + (resumed[1] ?? ''), since: first.since })
      continue
    }
    // `socket` or `TCP` in front of the inode or address.
    if (isAnswer(text)) receipts(text)
    else if (text.endsWith('<unfinished ...>'))
      begun.set(thread, { text: text.slice(0, -'<unfinished ...>'.length), since: steps.length })
    else if (call.test(text)) returned({ text, since: steps.length })
  }
  return steps
}
