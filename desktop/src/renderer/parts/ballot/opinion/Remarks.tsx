/** What people wrote beside their answers, once announced. */
import { Text } from '@mantine/core'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { useNameOf } from '../../../client/people.ts'
import { useEvery } from '../../../client/view.ts'
import { opinionWords } from '../../../ui/words/opinion.ts'
import { useWords } from '../../../ui/words/words.ts'

export function Remarks({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(opinionWords)
  const nameOf = useNameOf()
  const remarks = useEvery('remark').filter((one) => one.ballot === ballot.id && one.text !== '')
  if (ballot.state !== 'published' || remarks.length === 0) return null
  return (
    <section aria-label={say('remarks')}>
      <Text fw={600}>{say('remarks')}</Text>
      <ul>
        {remarks.map((one) => (
          <li key={one.id}>
            <strong>{nameOf(one.person)}:</strong> <span style={{ whiteSpace: 'pre-wrap' }}>{one.text}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
