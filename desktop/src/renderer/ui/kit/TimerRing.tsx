/**
 * Time left as a ring and figures: calm, amber in the last seconds, red when over.
 * What must stay true: the figures say the same as the ring; below zero they count up with a minus and the word is said.
 */
import { minutesSeconds } from '../dates.ts'
import classes from './kit.module.css'

export type TimerTone = 'calm' | 'amber' | 'over'

export const timerTone = (leftSeconds: number, amberSeconds: number): TimerTone =>
  leftSeconds < 0 ? 'over' : leftSeconds <= amberSeconds ? 'amber' : 'calm'

const radius = 44
const around = 2 * Math.PI * radius

export function TimerRing({
  leftSeconds,
  totalSeconds,
  amberSeconds = 30,
  label,
  word,
  size = '7rem',
}: {
  readonly leftSeconds: number
  readonly totalSeconds: number
  readonly amberSeconds?: number
  readonly label: string
  /** Said under the figures: "còn lại", "quá giờ", "tạm dừng". */
  readonly word: string
  readonly size?: string
}) {
  const tone = timerTone(leftSeconds, amberSeconds)
  const share = totalSeconds > 0 ? Math.min(1, Math.max(0, leftSeconds / totalSeconds)) : 0
  return (
    <div
      className={classes['timer']}
      data-tone={tone}
      style={{ width: size, height: size, fontSize: `calc(${size} * 0.22)` }}
      role="timer"
      aria-label={`${label}: ${minutesSeconds(leftSeconds)} ${word}`}
    >
      <svg viewBox="0 0 100 100" aria-hidden>
        <circle cx="50" cy="50" r={radius} className={classes['timerTrack']} />
        <circle
          cx="50"
          cy="50"
          r={radius}
          className={classes['timerLeft']}
          strokeDasharray={around}
          strokeDashoffset={around * (1 - (tone === 'over' ? 1 : share))}
        />
      </svg>
      <span className={classes['timerFigures']} aria-hidden>
        {minutesSeconds(leftSeconds)}
      </span>
      <span className={classes['timerWord']} aria-hidden>
        {word}
      </span>
    </div>
  )
}
