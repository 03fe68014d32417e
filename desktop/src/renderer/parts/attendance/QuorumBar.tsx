/** Who is here, against what the law asks: always in sight of the desk, with its article. */
import { Text } from '@mantine/core'
import { quorum, type Quorum } from '@nghi-truong/shared/domain/attendance'
import { basisIn } from '@nghi-truong/shared/domain/rules/sources'
import { useSelect } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { attendanceWords } from '../../ui/words/attendance.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import classes from './attendance.module.css'

export function QuorumCard() {
  const found = useSelect(quorum)
  const language = useLanguage()
  const say = useWords(attendanceWords)
  return (
    <Card
      title={say('quorum')}
      actions={
        <Chip tone={found.met ? 'yes' : 'abstain'}>
          {found.met ? say('quorumMet') : say('quorumMissing', { missing: found.needed - found.present })}
        </Chip>
      }
    >
      <QuorumBar quorum={found} />
      <Text size="sm" c="dimmed">
        {say('needed', { needed: found.needed })} ·{' '}
        {say('basis', { basis: basisIn(language, found.legalBasis) })}
      </Text>
    </Card>
  )
}

export function QuorumBar({ quorum: found }: { readonly quorum: Quorum }) {
  const say = useWords(attendanceWords)
  const share = (count: number): string => `${found.total > 0 ? (count / found.total) * 100 : 0}%`
  return (
    <div>
      <p className={classes['figures']}>{say('presentOf', { present: found.present, total: found.total })}</p>
      <div className={classes['track']} data-met={found.met} aria-hidden>
        <div className={classes['fill']} style={{ width: share(found.present) }} />
        <div className={classes['line']} style={{ left: share(found.needed) }} />
      </div>
    </div>
  )
}
