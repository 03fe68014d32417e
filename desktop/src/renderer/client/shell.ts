/**
 * What the shell keeps for this device, behind the same faces the browser's own storage has: documents on the encrypted
 * shelf, votes in the fsynced outbox, the signing key in the operating system's keystore.
 * What must stay true: a shell that cannot keep secrets says so, and then nothing is kept rather than kept in the clear.
 */
import type { NghiTruongBridge, ShellRefusal, SignPurpose } from '../../bridge.ts'
import type { DeviceKeys } from './device-key.ts'
import type { DeviceCopy } from './files/device-copy.ts'
import type { OutboxStore, Posted } from './outbox.ts'
import { vaultPrefix } from './secret-ballot/shell-vault.ts'

/** The shell could not do it; the caller falls back as it would where the browser forbids storage. */
export class ShellRefused extends Error {
  override readonly name = 'ShellRefused'
}

const isRefused = (answer: unknown): answer is ShellRefusal =>
  typeof answer === 'object' && answer !== null && 'refused' in answer

function given<T>(answer: T | ShellRefusal): T {
  if (isRefused(answer)) throw new ShellRefused(answer.refused)
  return answer
}

const done = (answer: ShellRefusal | null): void => {
  if (answer) throw new ShellRefused(answer.refused)
}

export function shellCopy({ shelf }: Pick<NghiTruongBridge, 'shelf'>): DeviceCopy {
  return {
    async piece(sha256, index) {
      const answer = await shelf.piece(sha256, index)
      // A piece that is not there or was damaged is fetched again.
      return isRefused(answer) ? null : answer
    },
    keep: async (sha256, index, bytes) => done(await shelf.keep(sha256, index, bytes)),
    held: async (sha256) => given(await shelf.held(sha256)),
    note: async (sha256) => given(await shelf.notes()).find((one) => one.sha256 === sha256) ?? null,
    writeNote: async (note) => done(await shelf.writeNote(note)),
    notes: async () => given(await shelf.notes()),
    drop: async (sha256) => done(await shelf.drop(sha256)),
    used: async () => given(await shelf.used()),
  }
}

export function shellOutbox({ outbox }: Pick<NghiTruongBridge, 'outbox'>): OutboxStore {
  return {
    all: async () =>
      given(await outbox.all())
        .filter(({ id }) => !id.startsWith(vaultPrefix))
        .map((entry) => JSON.parse(entry.text) as Posted),
    put: async (posted) => done(await outbox.put({ id: posted.id, text: JSON.stringify(posted) })),
    remove: async (id) => done(await outbox.remove(id)),
  }
}

const purposes: readonly SignPurpose[] = [
  'nghi-truong-cast/v1',
  'nghi-truong-device/v1',
  'nghi-truong-credential/v1',
]

const isPurpose = (text: string): text is SignPurpose => purposes.includes(text as SignPurpose)

/** One key for the device, whoever sits at it: the shell is installed for one delegate. */
export function shellKeys({ device }: Pick<NghiTruongBridge, 'device'>): DeviceKeys {
  return async () => {
    const answer = await device.key()
    if (isRefused(answer)) return null
    return {
      key: answer.publicKey,
      async sign(text) {
        // The first line of what is signed says what it is for; the shell signs nothing else.
        const cut = text.indexOf('\n')
        const purpose = text.slice(0, cut)
        if (!isPurpose(purpose)) throw new ShellRefused('purpose')
        return given(await device.sign(purpose, text.slice(cut + 1))).signature
      },
    }
  }
}

/** The shell around this page, where it keeps secrets; null in a browser, and in a shell without a keystore. */
export async function keepingShell(): Promise<NghiTruongBridge | null> {
  const shell = window.nghiTruong
  return shell && (await shell.info()).keystore ? shell : null
}
