/**
 * Runs the independent second judge, Debian 12's `belenios-tool`, as a separate program. What must stay true: nothing
 * here is needed to count; where the tool is missing callers say that it was not run.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type ToolRun = {
  readonly code: number
  readonly output: string
  readonly errors: string
  readonly seconds: number
}

const empty: ToolRun = { code: -1, output: '', errors: 'not installed', seconds: 0 }

/** CPU seconds (user and system) are those of the tool alone, measured by the shell that starts it. */
export function runTool(arguments_: readonly string[], directory: string, input = ''): ToolRun {
  const run = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="CPU %U %S"; time belenios-tool "$@"', 'bash', ...arguments_],
    {
      cwd: directory,
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    },
  )
  if (run.status === null || run.status === 127) return empty
  const [, user, system] = /CPU ([0-9.]+) ([0-9.]+)/.exec(run.stderr) ?? []
  return {
    code: run.status,
    output: run.stdout,
    errors: run.stderr.replace(/CPU [0-9.]+ [0-9.]+\n?/, ''),
    seconds: Number(user ?? 0) + Number(system ?? 0),
  }
}

/** The tool's version line, or undefined where it is not installed. */
export function toolVersion(): string | undefined {
  const run = runTool(['--version'], tmpdir())
  return run.code === 0 ? run.output.trim() : undefined
}

/** Exit code 0 of `election verify` on these bytes, with what the tool said. */
export function toolVerifies(bytes: Uint8Array): ToolRun {
  const directory = mkdtempSync(join(tmpdir(), 'ballots-'))
  try {
    writeFileSync(join(directory, 'record.bel'), bytes)
    return runTool(['election', 'verify', '--dir', directory], directory)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

export type ToolElection = {
  readonly directory: string
  readonly uuid: string
  /** Private credential strings, in the order of generation. */
  readonly credentials: readonly string[]
  run(arguments_: readonly string[], input?: string): string
  /** The archive as it is now. */
  archive(): Uint8Array
  /** Casts by the tool. `marks`: a vector per question. */
  cast(voter: number, marks: readonly (readonly number[])[]): void
  add(type: string, input: string): void
  /** Closes, tallies, decrypts with these members (owner numbers counted with Singles first) and adds the result. */
  finish(decryptors: readonly number[]): void
  remove(): void
}

export type ToolOptions = {
  readonly template: unknown
  readonly members: number
  readonly threshold: number
  readonly singles?: number
  /** A line per voter: address, or "address,login,weight". */
  readonly voters: readonly string[]
}

/** A whole election made by the tool, up to its Setup event. Throws with the tool's words where a step fails. */
export function toolElection(options: ToolOptions): ToolElection {
  const directory = mkdtempSync(join(tmpdir(), 'tool-election-'))
  const group = ['--group', 'BELENIOS-2048']
  const run = (arguments_: readonly string[], input = ''): string => {
    const done = runTool(arguments_, directory, input)
    if (done.code !== 0) throw new Error(`belenios-tool ${arguments_.join(' ')}: ${done.errors}`)
    return done.output
  }
  const write = (name: string, content: string): void => writeFileSync(join(directory, name), content)
  const read = (name: string): string => readFileSync(join(directory, name), 'utf8')
  const files = (ending: string): string[] =>
    readdirSync(directory)
      .filter((name) => name.endsWith(ending))
      .toSorted()

  const uuid = run(['setup', 'generate-token']).trim()
  write('voters.txt', options.voters.map((voter) => `${voter}\n`).join(''))
  run(['setup', 'generate-credentials', '--uuid', uuid, ...group, '--file', 'voters.txt'])
  renameSync(join(directory, files('.pubcreds')[0] ?? ''), join(directory, 'public_creds.json'))
  const credentials = read(files('.privcreds')[0] ?? '')
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')

  const step = (...more: string[]): string[] => ['setup', 'generate-trustee-key-threshold', ...group, ...more]
  const singles = options.singles ?? 0
  for (let i = 0; i < singles; i++) run(['setup', 'generate-trustee-key', ...group])
  write('public_keys.jsons', files('.pubkey').map(read).join(''))
  if (options.members > 0) {
    for (let i = 0; i < options.members; i++) run(step('--step', '1'))
    write('certs.jsons', files('.cert').map(read).join(''))
    const certs = ['--certs', 'certs.jsons']
    run(step(...certs, '--step', '2'))
    const keys = files('.key')
    const polynomials = keys.map((key) =>
      run(step(...certs, '--key', key, '--step', '3', '--threshold', String(options.threshold))),
    )
    write('polynomials.jsons', polynomials.join(''))
    run(step(...certs, '--step', '4', '--polynomials', 'polynomials.jsons'))
    const outputs = keys.map((key) =>
      run(step(...certs, '--key', key, '--step', '5'), read(key.replace(/key$/, 'vinput'))),
    )
    write(
      'threshold.json',
      run(step(...certs, '--step', '6', '--polynomials', 'polynomials.jsons'), outputs.join('')),
    )
  }
  run(['setup', 'make-trustees'])
  write('q.json', JSON.stringify(options.template))
  run(['setup', 'make-election', '--uuid', uuid, ...group, '--template', 'q.json'])
  run(['archive', 'init'])

  const add = (type: string, input: string): void => {
    run(['archive', 'add-event', `--type=${type}`], input)
  }
  return {
    directory,
    uuid,
    credentials,
    run,
    add,
    archive: () => readFileSync(join(directory, `${uuid}.bel`)),
    cast(voter, marks) {
      write('cred', credentials[voter] ?? '')
      write('choices.json', JSON.stringify(marks))
      add('Ballot', run(['election', 'generate-ballot', '--privcred', 'cred', '--ballot', 'choices.json']))
    },
    finish(decryptors) {
      add('EndBallots', '')
      add('EncryptedTally', run(['election', 'compute-encrypted-tally']))
      const privateKeys = files('.privkey')
      const shares = files('.key')
      for (const owner of decryptors) {
        const key = shares[owner - 1 - singles] ?? ''
        const command =
          owner <= singles
            ? ['decrypt', '--privkey', privateKeys[owner - 1] ?? '', '--trustee-id', String(owner)]
            : ['decrypt-threshold', '--key', key, '--decryption-key', key.replace(/key$/, 'dkey')]
        if (owner > singles) command.push('--trustee-id', String(owner))
        add('PartialDecryption', run(['election', ...command]))
      }
      add('Result', run(['election', 'compute-result']))
    },
    remove: () => rmSync(directory, { recursive: true }),
  }
}
