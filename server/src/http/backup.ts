/**
 * Backups at the door: for the administrator alone.
 * What must stay true: the passphrase goes in and never comes out.
 */
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import type { Refusal } from '@nghi-truong/shared/domain/refusal'
import type { BackupState } from '@nghi-truong/shared/protocol/backup'
import type { Handlers } from './handler.ts'

export interface BackupDesk {
  state(): Promise<BackupState>
  choose(asked: { readonly folder: string; readonly passphrase: string }): Promise<Refusal | undefined>
  forget(): Promise<void>
  now(): Refusal | undefined
}

export function backupHandlers(
  backup: BackupDesk,
): Pick<Handlers, 'backup' | 'chooseBackup' | 'forgetBackup' | 'backupNow'> {
  return {
    backup: () => backup.state(),
    async chooseBackup({ body }) {
      const no = await backup.choose(body)
      return no && isRefusal(no) ? no : backup.state()
    },
    async forgetBackup() {
      await backup.forget()
      return backup.state()
    },
    async backupNow() {
      return backup.now() ?? backup.state()
    },
  }
}
