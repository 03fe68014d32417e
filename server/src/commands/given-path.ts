/**
 * Where a file named on the command line lies. npm runs scripts in the project's folder, so a relative name may be meant
 * from where the person stood (`INIT_CWD`, set by npm).
 * What must stay true: what is there as named is taken as named; nothing is guessed beyond that one folder.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

export function givenPath(path: string, stood: string | undefined = process.env['INIT_CWD']): string {
  const here = resolve(path)
  return stood === undefined || existsSync(here) ? here : resolve(stood, path)
}
