/**
 * The rows of a result on the screen of the hall: a line with its bar, a block with several bars, or a table in two halves.
 * What must stay true: everything fits one screen at any number of people; the type is as large as the room allows.
 */
import type { CSSProperties } from 'react'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { toneOfOutcome, type ResultRow } from './reading.ts'
import classes from './scene.module.css'

interface RowsProps {
  readonly rows: readonly ResultRow[]
  /** What a full bar stands for. */
  readonly of: number
}

/** Beyond so many lines bars are too thin to be read from the last seat. */
const mostLines = 12
const mostBlocks = 14

const inLines = (lines: number): CSSProperties => ({ '--nt-lines': lines }) as CSSProperties

export function ResultRows(props: RowsProps) {
  const { rows } = props
  const bars = rows[0]?.counts.length ?? 1
  if (bars === 1 && rows.length <= mostLines) return <Lines {...props} />
  return rows.length * (1 + bars) <= mostBlocks ? <Blocks {...props} /> : <Tables {...props} />
}

function Outcome({ row }: { readonly row: ResultRow }) {
  const say = useWords(secretWords)
  return row.outcome === 'none' ? null : (
    <span className={classes['outcome']} data-tone={toneOfOutcome(row.outcome)}>
      {say(row.outcome)}
    </span>
  )
}

function Bar({ count, of }: { readonly count: number; readonly of: number }) {
  return (
    <span className={classes['bar']} aria-hidden>
      <span style={{ width: `${of > 0 ? Math.min(100, (count / of) * 100) : 0}%` }} />
    </span>
  )
}

function Lines({ rows, of }: RowsProps) {
  return (
    <ul className={classes['rows']} style={inLines(rows.length * 2.3)}>
      {rows.map((row) => {
        const [only] = row.counts
        return only ? (
          <li key={row.id} className={classes['line']} data-tone={toneOfOutcome(row.outcome)}>
            <strong>{row.name}</strong>
            <Bar count={only.count} of={of} />
            <strong>
              {only.count} <small>{only.share}</small>
            </strong>
            <Outcome row={row} />
          </li>
        ) : null
      })}
    </ul>
  )
}

function Blocks({ rows, of }: RowsProps) {
  const bars = rows[0]?.counts.length ?? 1
  return (
    <ul className={classes['rows']} style={inLines(rows.length * (3.2 + 1.6 * bars))}>
      {rows.map((row) => (
        <li key={row.id}>
          {row.name ? (
            <div className={classes['who']}>
              <strong>{row.name}</strong>
              <Outcome row={row} />
            </div>
          ) : null}
          <div className={classes['bars']}>
            {row.counts.map(({ option, label, tone, count, share }) => (
              <div key={option} data-tone={tone}>
                <span>{label}</span>
                <Bar count={count} of={of} />
                <strong>
                  {count} <small>{share}</small>
                </strong>
              </div>
            ))}
          </div>
        </li>
      ))}
    </ul>
  )
}

function Tables({ rows }: RowsProps) {
  const half = Math.ceil(rows.length / 2)
  return (
    <div className={classes['tables']} style={inLines((half + 1) * 1.5)}>
      {[rows.slice(0, half), rows.slice(half)].map((part, at) => (
        <Table key={at === 0 ? 'left' : 'right'} rows={part} from={at * half + 1} />
      ))}
    </div>
  )
}

function Table({
  rows,
  from,
}: {
  readonly rows: readonly ResultRow[]
  /** Number of the first. */
  readonly from: number
}) {
  const say = useWords(secretWords)
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">{say('subjectName')}</th>
          {rows[0]?.counts.map(({ option, label, tone }) => (
            <th key={option} scope="col" data-tone={tone}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={row.id}>
            <th scope="row">
              <span>
                {from + at}. {row.name}
              </span>{' '}
              <Outcome row={row} />
            </th>
            {row.counts.map(({ option, tone, count, share }) => (
              <td key={option} data-tone={tone}>
                {count} <small>{share}</small>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
