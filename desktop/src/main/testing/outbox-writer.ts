/** A process of its own that puts entries for ever and says which ones were acknowledged; the test kills it. */
import { createOutbox } from '../outbox.ts'

const [folder, key, first] = process.argv.slice(2)
if (folder === undefined || key === undefined) throw new Error('folder and key are missing')
const outbox = createOutbox({
  folder,
  keystore: { keyFor: () => Promise.resolve(new Uint8Array(Buffer.from(key, 'hex'))) },
  limit: 1_000_000,
})
for (let number = Number(first); ; number++) {
  const id = `vote-${number % 40}`
  const refused = await outbox.put({ id, text: JSON.stringify({ number, filler: 'Nguyễn '.repeat(200) }) })
  if (refused) throw new Error(refused.refused)
  process.stdout.write(`${id} ${number}\n`)
}
