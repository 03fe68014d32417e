/** What must stay true: all of the cleared ballots goes from the device, nothing of any other, and never the notebook. */
import { expect, it } from 'vitest'
import { forgetBallots, forgetKeys } from './forgetting.ts'
import { deviceSecret, memoryVault, vaultLedger } from './vault.ts'

it('forgets the ballots and, with the last of them, the device’s secret; the notebook stays', async () => {
  const vault = memoryVault()
  const forgotten: string[] = []
  const casting = { forget: async (uuid: string) => void forgotten.push(uuid) }
  await deviceSecret(vault, 'an')
  await vaultLedger(vault, 'an').promise('one', 'head')
  for (const uuid of ['one', 'two'])
    for (const key of [`taken/an/${uuid}`, `heads/${uuid}`, `verified/${uuid}`]) await vault.write(key, [])
  await vault.write('taken/binh/one', 'his own')
  await forgetBallots({ vault, casting }, 'an', ['one'])
  expect(forgotten).toEqual(['one'])
  expect(await vault.keys('')).toEqual([
    'heads/two',
    'ledger/an/one',
    'secret/an',
    'taken/an/two',
    'taken/binh/one',
    'verified/two',
  ])
  await forgetBallots({ vault, casting }, 'an', ['one', 'two'])
  expect(await vault.keys('')).toEqual(['ledger/an/one', 'taken/binh/one'])
})

it('forgets every key of that member in that session', async () => {
  const vault = memoryVault()
  for (const key of ['trustee/s/an/1', 'trustee/s/an/2', 'trustee/s/binh/1', 'trustee/t/an/1'])
    await vault.write(key, 'sealed')
  await forgetKeys(vault, 's', 'an')
  expect(await vault.keys('trustee/')).toEqual(['trustee/s/binh/1', 'trustee/t/an/1'])
})
