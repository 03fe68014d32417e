/**
 * The two machines in the frame: for the desk whether both are recording, for everybody the way to the standby when it
 * has taken over.
 * What must stay true: amber is a sentence, never a colour alone, and says that the sitting goes on; nobody is sent
 * anywhere without pressing; "has taken over" is said only with its proof.
 */
import { Anchor, Button, Text } from '@mantine/core'
import { IconAlertTriangle, IconArrowRight, IconServer, IconServer2 } from '@tabler/icons-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useUnsent } from '../../client/outbox.ts'
import { useOtherMachine } from '../../client/machines.ts'
import { useConnection, useViewState } from '../../client/view.ts'
import { machinesWords } from '../../ui/words/machines.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './machines.module.css'

/** The first machine may only be starting again. */
const patienceMs = 6000

function useLamp() {
  const lamp = useViewState((state) => state.lamp)
  // Without a line nobody knows.
  return useConnection() === 'online' ? lamp : null
}

/** In the header: a sign and a word; the whole sentence by its name. */
export function LampMark() {
  const say = useWords(machinesWords)
  const lamp = useLamp()
  if (!lamp) return null
  const Icon = lamp === 'following' ? IconServer2 : IconServer
  return (
    <span className={classes['mark']} data-lamp={lamp} role="img" aria-label={say(lamp)} title={say(lamp)}>
      <Icon size="1.5rem" aria-hidden />
      <span aria-hidden className={classes['long']}>
        {say(lamp === 'following' ? 'twoWrite' : 'oneWrites')}
      </span>
      <span aria-hidden className={classes['short']}>
        {say(lamp === 'following' ? 'two' : 'one')}
      </span>
    </span>
  )
}

/** Under the header: the sentence while one machine alone is recording; each change is said once, politely. */
export function LampLine() {
  const say = useWords(machinesWords)
  const lamp = useLamp()
  return (
    <div role="status" aria-live="polite">
      {lamp === 'following' ? <span className={classes['heard']}>{say(lamp)}</span> : null}
      {lamp && lamp !== 'following' ? (
        <div className={classes['line']}>
          <IconAlertTriangle size="1.5rem" aria-hidden />
          <span>
            <strong>{say(lamp)}.</strong> {say('amber')}
          </span>
        </div>
      ) : null}
    </div>
  )
}

/** Says where to go when the server is silent for long; where no standby is known, or until then, `otherwise`. */
export function OtherMachine({
  silent,
  otherwise = null,
}: {
  readonly silent: boolean
  readonly otherwise?: ReactNode
}) {
  const say = useWords(machinesWords)
  const [long, setLong] = useState(false)
  useEffect(() => {
    if (!silent) return undefined
    const timer = setTimeout(() => setLong(true), patienceMs)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [silent])
  const elsewhere = useOtherMachine(long)
  const unsent = useUnsent()
  if (!long || !elsewhere) return otherwise
  const { serving, others } = elsewhere
  const address = (origin: string): string => `${origin}/${location.hash}`
  return (
    <div className={classes['other']} role="status" aria-live="polite">
      <IconServer size="2rem" aria-hidden />
      {serving ? (
        <div>
          <strong>{say('taken')}</strong>
          <Text>{say('goHint')}</Text>
          {unsent > 0 ? <Text fw={600}>{say('unsent', { count: unsent })}</Text> : null}
          <Button
            component="a"
            href={address(serving)}
            mt="xs"
            classNames={{ inner: classes['go'] ?? '' }}
            rightSection={<IconArrowRight size="1.5rem" aria-hidden />}
          >
            {say('go')}
          </Button>
        </div>
      ) : (
        <div>
          <strong>{say('silent')}</strong> {say('waiting')}
          <Text>
            {say('told')}{' '}
            {others.slice(0, 2).map((origin) => (
              <Anchor key={origin} underline="always" href={address(origin)} className={classes['address']}>
                {origin}
              </Anchor>
            ))}
          </Text>
        </div>
      )}
    </div>
  )
}
