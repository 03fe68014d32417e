/**
 * An electronic secret ballot on the screen of the hall: handed out, turnout, the codes in the closed box, keys, result.
 * What must stay true: no figure of an option before the announcement; codes without names; everything fits one screen.
 */
import type { SecretBallot, SecretResult } from '@nghi-truong/shared/domain/secret-records'
import { presentDelegates } from '@nghi-truong/shared/domain/find'
import { IconFlask, IconKey, IconMailbox } from '@tabler/icons-react'
import type { CSSProperties } from 'react'
import { useOne, useSelect } from '../../client/view.ts'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { short, useBaseLine, useFigures, useRows } from './reading.ts'
import { ResultRows } from './SceneRows.tsx'
import { useSecondsTo } from './seconds.ts'
import classes from './scene.module.css'

export function SecretScene({ ballot: id }: { readonly ballot: string }) {
  const ballot = useOne('secretBallot', id)
  const result = useOne('secretResult', id)
  if (!ballot) return null
  if (ballot.state === 'published' && result) return <Announced ballot={ballot} result={result} />
  return ballot.state === 'closed' ? <Closed ballot={ballot} /> : <UnderWay ballot={ballot} />
}

function Trial() {
  const say = useWords(secretWords)
  return (
    <span className={classes['trial']}>
      <IconFlask size="1em" aria-hidden /> {say('trial')}
    </span>
  )
}

const stageWord = {
  draft: 'screenIssuing',
  armed: 'screenIssuing',
  issuing: 'screenIssuing',
  freezing: 'screenIssuing',
  open: 'screenOpen',
  paused: 'screenPaused',
  closing: 'screenClosing',
  closed: 'screenClosed',
  opening: 'screenOpening',
  counted: 'screenCounted',
  published: 'screenResult',
  void: 'stateVoid',
  paper: 'statePaper',
} as const

function Head({ ballot }: { readonly ballot: SecretBallot }) {
  const say = useWords(secretWords)
  const Icon = ballot.state === 'opening' ? IconKey : IconMailbox
  return (
    <>
      <p className={classes['over']}>
        <Icon size="1.2em" aria-hidden /> {say(stageWord[ballot.state])} <Trial />
      </p>
      <h1 className={classes['title']}>{ballot.title}</h1>
    </>
  )
}

function UnderWay({ ballot }: { readonly ballot: SecretBallot }) {
  const say = useWords(secretWords)
  const box = useOne('secretBox', ballot.id)
  const keys = useOne('secretKeys', 'secretKeys')
  const present = useSelect((records) => presentDelegates(records).length)
  const closes = useSecondsTo(ballot.closesAt)
  const issuing = ['armed', 'issuing', 'freezing'].includes(ballot.state)
  const opening = ballot.state === 'opening'
  const [figure, of, word] = issuing
    ? ([box?.issued ?? 0, present, 'screenIssued'] as const)
    : opening
      ? ([box?.opened ?? 0, keys?.threshold ?? 0, 'screenKeys'] as const)
      : ([box?.cast ?? 0, box?.issued ?? 0, 'screenCast'] as const)
  return (
    <div className={classes['column']}>
      <Head ballot={ballot} />
      <div className={classes['turnout']}>
        <p className={classes['figure']}>
          {figure}
          <small>/{of}</small>
        </p>
        <p className={classes['under']}>{say(word)}</p>
      </div>
      <div className={classes['track']} aria-hidden>
        <div
          className={classes['fill']}
          style={{ width: `${of > 0 ? Math.min(100, (figure / of) * 100) : 0}%` }}
        />
      </div>
      {closes > 0 ? <p className={classes['under']}>{say('closingIn', { seconds: closes })}</p> : null}
      <Marks ballot={ballot} />
    </div>
  )
}

/** What devices compare: the seal of the question and the last entry. */
function Marks({ ballot }: { readonly ballot: SecretBallot }) {
  const say = useWords(secretWords)
  const head = useOne('secretBox', ballot.id)?.head
  return ballot.fingerprint ? (
    <p className={classes['marks']}>
      {say('seal')} <code>{short(ballot.fingerprint)}</code> · {say('head')} <code>{short(head)}</code>
    </p>
  ) : null
}

function Closed({ ballot }: { readonly ballot: SecretBallot }) {
  const say = useWords(secretWords)
  const codes = useOne('secretCodes', ballot.id)?.codes ?? []
  const left = useSecondsTo(ballot.closed?.complaintsUntil)
  return (
    <div className={classes['column']}>
      <Head ballot={ballot} />
      <p className={classes['under']}>
        {say('screenCodes', { count: codes.length })}
        {left > 0 ? ` · ${say('complaintsLeft', { seconds: left })}` : ''}
      </p>
      <div className={classes['space']}>
        <ul
          className={classes['codes']}
          style={
            { '--nt-lines': Math.ceil(codes.length / (codes.length > 40 ? 6 : 4)) * 1.5 } as CSSProperties
          }
          data-many={codes.length > 40}
        >
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </div>
      <Marks ballot={ballot} />
    </div>
  )
}

function Announced({ ballot, result }: { readonly ballot: SecretBallot; readonly result: SecretResult }) {
  const say = useWords(secretWords)
  const rows = useRows(ballot, result)
  const base = useBaseLine(ballot, result)
  const figures = useFigures(ballot, result)
  return (
    <div className={classes['announced']} data-many={rows.length > 12}>
      <Head ballot={ballot} />
      <p className={classes['under']}>
        {figures}
        {` · ${base}`}
        {result.needed === null ? '' : ` · ${say('needed', { needed: result.needed })}`}
      </p>
      <div className={classes['space']}>
        <ResultRows rows={rows} of={result.base} />
      </div>
      <Marks ballot={ballot} />
    </div>
  )
}
