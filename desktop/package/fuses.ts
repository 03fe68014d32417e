/**
 * Electron's fuses: which bits of the binary are on, and which must be (reliability, 5.8, item 12).
 * What must stay true: what is written into electron-builder.yml is read back from the packaged binary, not believed.
 *
 * Wire in the binary: sentinel | version, 1 | count, 1 | one character per fuse: '0' off, '1' on, 'r' removed.
 */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** In the order of the wire, version 1. */
export const fuseNames = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const
export type FuseName = (typeof fuseNames)[number]

export const wanted: Readonly<Record<FuseName, boolean>> = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  // No own snapshot is shipped.
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
}

/** The wire as Electron's own builds carry it, for the placeholder. */
export const defaultWire = (): Buffer =>
  Buffer.concat([Buffer.from(sentinel), Buffer.from([1, fuseNames.length]), Buffer.from('10110001')])

/** @throws when the binary has no wire, or more than one */
export function readFuses(binary: Buffer): Readonly<Record<string, string>> {
  const at = binary.indexOf(sentinel)
  if (at < 0) throw new Error('no fuse wire in the binary')
  if (binary.indexOf(sentinel, at + 1) >= 0) throw new Error('more than one fuse wire in the binary')
  const start = at + sentinel.length
  if (binary[start] !== 1) throw new Error(`fuse wire of version ${binary[start]}`)
  const states = binary.subarray(start + 2, start + 2 + (binary[start + 1] ?? 0)).toString('latin1')
  return Object.fromEntries(
    states.split('').map((state, index) => [fuseNames[index] ?? `fuse${index}`, state]),
  )
}

/** The fuses that are not as wanted. */
export const wrongFuses = (binary: Buffer): readonly string[] => {
  const found = readFuses(binary)
  return fuseNames
    .filter((name) => found[name] !== (wanted[name] ? '1' : '0'))
    .map((name) => `${name} is ${found[name] ?? 'missing'}, must be ${wanted[name] ? 'on' : 'off'}`)
}
