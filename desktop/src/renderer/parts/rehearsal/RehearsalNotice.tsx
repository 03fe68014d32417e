/** The delegate's calm line while a rehearsal runs: his device answers by itself, nothing is to be done. */
import { IconCircleCheck, IconDeviceTabletQuestion } from '@tabler/icons-react'
import { useAnswered } from '../../client/rehearsal.ts'
import { useOne } from '../../client/view.ts'
import { rehearsalWords } from '../../ui/words/rehearsal.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './rehearsal.module.css'

export function RehearsalNotice() {
  const say = useWords(rehearsalWords)
  const rehearsal = useOne('rehearsal', 'rehearsal')
  const answered = useAnswered()
  const running = rehearsal?.state === 'running'
  const done = running && answered === rehearsal.round
  return (
    <div role="status" aria-live="polite">
      {running ? (
        <div className={classes['notice']} data-done={done}>
          {done ? (
            <IconCircleCheck size="1.5rem" aria-hidden />
          ) : (
            <IconDeviceTabletQuestion size="1.5rem" aria-hidden />
          )}
          <span>{say(done ? 'noticeDone' : 'notice')}</span>
        </div>
      ) : null}
    </div>
  )
}
