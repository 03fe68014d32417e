/**
 * The hall by groups: one mark for each delegate, with its state in shape and colour.
 * What must stay true: the same person keeps the same place; a state is told by its sign, and in words on the mark.
 */
import type { CSSProperties } from 'react'
import classes from './kit.module.css'
import { toneIcon, type Tone } from './tone.ts'

export interface Seat {
  readonly person: string
  readonly name: string
  readonly tone: Tone
  /** A number in place of the sign. */
  readonly mark?: string
  /** "Tán thành", "Có mặt", … */
  readonly state: string
}

export interface SeatGroup {
  readonly id: string
  readonly name: string
  readonly seats: readonly Seat[]
}

export function SeatMap({
  groups,
  label,
  large = false,
  rows = 2,
}: {
  readonly groups: readonly SeatGroup[]
  readonly label: string
  readonly large?: boolean
  /** Of seats in every group. */
  readonly rows?: 1 | 2
}) {
  // As wide as the largest group: a seat is the same size everywhere.
  const columns = Math.ceil(Math.max(1, ...groups.map((group) => group.seats.length)) / rows)
  return (
    <div className={classes['seatMap']} data-large={large} role="group" aria-label={label}>
      {groups.map((group) => (
        <div key={group.id} className={classes['seatGroup']}>
          <div className={classes['seatGroupName']}>{group.name}</div>
          <ul className={classes['seats']} style={{ '--nt-columns': columns } as CSSProperties}>
            {group.seats.map((seat) => {
              return (
                <li
                  key={seat.person}
                  className={classes['seat']}
                  data-tone={seat.tone}
                  title={`${seat.name}: ${seat.state}`}
                >
                  <Sign tone={seat.tone} size="62%" {...(seat.mark ? { mark: seat.mark } : {})} />
                  <span className="nt-visually-hidden">{`${seat.name}: ${seat.state}`}</span>
                </li>
              )
            })}
          </ul>
        </div>
      ))}
    </div>
  )
}

function Sign({ tone, size, mark }: { readonly tone: Tone; readonly size: string; readonly mark?: string }) {
  const Icon = toneIcon[tone]
  if (mark === undefined) return <Icon size={size} stroke={3} aria-hidden />
  // Drawn, not written: it grows with the seat, on a phone and on a wall.
  return (
    <svg viewBox="0 0 24 24" width="80%" height="80%" aria-hidden>
      <text x="12" y="18" textAnchor="middle" fontSize="18" fontWeight="700" fill="currentColor">
        {mark}
      </text>
    </svg>
  )
}

export function SeatLegend({
  entries,
  large = false,
}: {
  readonly entries: readonly { readonly tone: Tone; readonly mark?: string; readonly label: string }[]
  readonly large?: boolean
}) {
  return (
    <ul className={classes['legend']} data-large={large}>
      {entries.map((entry) => {
        return (
          <li key={entry.label} data-tone={entry.tone}>
            <span className={classes['legendMark']} data-tone={entry.tone} aria-hidden>
              <Sign tone={entry.tone} size="70%" {...(entry.mark ? { mark: entry.mark } : {})} />
            </span>
            {entry.label}
          </li>
        )
      })}
    </ul>
  )
}
