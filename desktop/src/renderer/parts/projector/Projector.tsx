/**
 * The picture on the big screen of the hall: legible from fifteen metres, never a running total.
 * What must stay true: what is shown follows from the records by the shared `scene` alone; everything fits one screen
 * without scrolling.
 */
import { quorum } from '@nghi-truong/shared/domain/attendance'
import { itemsInOrder, sessionOf } from '@nghi-truong/shared/domain/find'
import { scene } from '@nghi-truong/shared/domain/projector'
import { speakingNow, speechesOf } from '@nghi-truong/shared/domain/speakers'
import { IconMicrophone } from '@tabler/icons-react'
import type { CSSProperties, ReactNode } from 'react'
import { useNow } from '../../client/clock.ts'
import { useOne, useSelect } from '../../client/view.ts'
import { day, time } from '../../ui/dates.ts'
import { Boundary } from '../../ui/kit/Boundary.tsx'
import { Emblem } from '../../ui/kit/Emblem.tsx'
import { attendanceWords } from '../../ui/words/attendance.ts'
import { projectorWords } from '../../ui/words/projector.ts'
import { useWords } from '../../ui/words/words.ts'
import { AttendanceMap } from '../attendance/AttendanceMap.tsx'
import { QuorumBar } from '../attendance/QuorumBar.tsx'
import { PaperScene } from '../paper/PaperScene.tsx'
import { paperOnScreen } from '../paper/reading.ts'
import { secretOnScreen } from '../secret-ballot/reading.ts'
import { SecretScene } from '../secret-ballot/SecretScene.tsx'
import { SpeechTimer } from '../speakers/SpeakingNow.tsx'
import { BallotScene } from './BallotScene.tsx'
import classes from './projector.module.css'

export function ProjectorPicture() {
  const session = useSelect(sessionOf)
  const shown = useSelect(scene)
  const found = useSelect(quorum)
  const say = useWords(projectorWords)
  const now = useNow(1000)
  if (!session) return null
  return (
    <main className={classes['screen']}>
      <header className={classes['head']}>
        <Emblem size="1.8em" />
        <span className={classes['headTitle']}>{session.title}</span>
        <span className={classes['headFigure']}>
          {say('present')} <strong>{found.present}</strong>/{found.total}
        </span>
        <span className={classes['headFigure']}>
          <strong>{time(new Date(now).toISOString())}</strong>
        </span>
      </header>
      <div className={classes['body']}>
        <Boundary>
          <Scene mode={shown.mode} subject={shown.ref} message={shown.message} />
        </Boundary>
      </div>
    </main>
  )
}

function Scene({
  mode,
  subject,
  message,
}: {
  readonly mode: ReturnType<typeof scene>['mode']
  readonly subject: string | null
  readonly message: string
}): ReactNode {
  switch (mode) {
    case 'welcome':
      return <Welcome />
    case 'agenda':
      return <AgendaScene />
    case 'item':
      return subject ? <ItemScene item={subject} /> : <AgendaScene />
    case 'attendance':
      return <AttendanceScene />
    case 'speakers':
      return <SpeakersScene />
    case 'ballot':
      return subject ? <BallotScene ballot={subject} /> : null
    case 'message':
      return <p className={classes['message']}>{message}</p>
    default:
      return <Welcome />
  }
}

function Welcome() {
  const say = useWords(projectorWords)
  const session = useSelect(sessionOf)
  if (!session) return null
  return (
    <div className={classes['centre']}>
      <Emblem size="16vh" />
      <p className={classes['over']}>{session.state === 'closed' ? '' : say('welcomeLine')}</p>
      <h1 className={classes['huge']}>{session.title}</h1>
      <p className={classes['under']}>
        {session.state === 'closed' ? say('closed') : [session.place, day(session.startsOn)].join(' · ')}
      </p>
    </div>
  )
}

function AgendaScene() {
  const say = useWords(projectorWords)
  const session = useSelect(sessionOf)
  const items = useSelect(itemsInOrder)
  return (
    <div className={classes['column']}>
      <h1 className={classes['big']}>{session?.state === 'recess' ? say('recess') : say('agenda')}</h1>
      <ol
        className={classes['agenda']}
        data-many={items.length > 8}
        style={{ '--nt-lines': items.length } as CSSProperties}
      >
        {items.map((item) => (
          <li key={item.id} data-state={item.state}>
            <span className={classes['number']}>{item.position + 1}</span>
            <span>{item.title}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}

function ItemScene({ item: id }: { readonly item: string }) {
  const say = useWords(projectorWords)
  const item = useOne('item', id)
  const speech = useSelect(speakingNow)
  const paper = useSelect((records) => paperOnScreen(records, id))
  const secret = useSelect((records) => secretOnScreen(records, id))
  if (secret && !speech && (secret.state !== 'published' || !paper)) return <SecretScene ballot={secret.id} />
  if (paper && !speech) return <PaperScene ballot={paper.id} />
  if (!item) return <AgendaScene />
  return (
    <div className={classes['column']}>
      <p className={classes['over']}>{say('currentItem', { number: item.position + 1 })}</p>
      <h1 className={classes['huge']} data-with-speaker={speech !== undefined}>
        {item.title}
      </h1>
      {speech ? (
        <Speaking />
      ) : item.presenter ? (
        <p className={classes['under']}>{say('presenter', { name: item.presenter })}</p>
      ) : null}
    </div>
  )
}

function Speaking() {
  const say = useWords(projectorWords)
  const speech = useSelect(speakingNow)
  const person = useOne('person', speech?.person ?? '')
  const group = useOne('group', person?.group ?? '')
  if (!speech) return null
  return (
    <div className={classes['speaking']}>
      <SpeechTimer speech={speech} size="30vh" />
      <div>
        <p className={classes['over']}>
          <IconMicrophone size="1.1em" aria-hidden /> {say('speaking')}
        </p>
        <p className={classes['big']}>{person?.name}</p>
        <p className={classes['under']}>{[person?.position, group?.name].filter(Boolean).join(' · ')}</p>
      </div>
    </div>
  )
}

function SpeakersScene() {
  const say = useWords(projectorWords)
  const item = useSelect((records) => sessionOf(records)?.currentItem ?? null)
  const waiting = useSelect((records) =>
    item ? speechesOf(records, item).filter((one) => one.state === 'waiting') : [],
  )
  return (
    <div className={classes['column']}>
      <h1 className={classes['big']}>{say('speakers')}</h1>
      <Speaking />
      <ol className={classes['agenda']}>
        {waiting.slice(0, 6).map((speech, index) => (
          <WaitingLine key={speech.id} person={speech.person} place={index + 1} />
        ))}
      </ol>
    </div>
  )
}

function WaitingLine({ person: id, place }: { readonly person: string; readonly place: number }) {
  const person = useOne('person', id)
  return (
    <li>
      <span className={classes['number']}>{place}</span>
      <span>{person?.name}</span>
    </li>
  )
}

function AttendanceScene() {
  const say = useWords(attendanceWords)
  const found = useSelect(quorum)
  return (
    <div className={classes['column']}>
      <h1 className={classes['big']}>
        {found.met ? say('quorumMet') : say('quorumMissing', { missing: found.needed - found.present })}
      </h1>
      <div className={classes['quorum']}>
        <QuorumBar quorum={found} />
      </div>
      <div className={classes['hallWide']}>
        <AttendanceMap large />
      </div>
    </div>
  )
}
