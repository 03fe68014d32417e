/** Counts as bars: word, number and share in text, the bar beside them for the eye. */
import classes from './kit.module.css'
import { toneIcon, type Tone } from './tone.ts'

export interface Bar {
  readonly id: string
  readonly label: string
  readonly tone: Tone
  /** A number in place of the icon. */
  readonly mark?: string
  readonly count: number
  /** e.g. "58,46 %" */
  readonly shares: readonly string[]
}

export function Bars({
  bars,
  of,
  mark,
  label,
  large = false,
}: {
  readonly bars: readonly Bar[]
  /** What a full bar stands for. */
  readonly of: number
  /** Where the law's line stands on the first bar. */
  readonly mark?: { readonly at: number; readonly label: string } | null
  readonly label: string
  readonly large?: boolean
}) {
  return (
    <ul className={classes['bars']} data-large={large} aria-label={label}>
      {bars.map((bar, index) => {
        const Icon = toneIcon[bar.tone]
        return (
          <li key={bar.id} data-tone={bar.tone}>
            <div className={classes['barHead']}>
              <span className={classes['barLabel']}>
                {bar.mark ? `${bar.mark}.` : <Icon size="1.2em" aria-hidden />} {bar.label}
              </span>
              <span className={classes['barCount']}>
                <strong>{bar.count}</strong>
                {bar.shares.map((share) => (
                  <span key={share} className={classes['barShare']}>
                    {share}
                  </span>
                ))}
              </span>
            </div>
            <div className={classes['barTrack']} aria-hidden>
              <div
                className={classes['barFill']}
                style={{ width: `${of > 0 ? Math.min(100, (bar.count / of) * 100) : 0}%` }}
              />
              {index === 0 && mark && of > 0 ? (
                <div
                  className={classes['barMark']}
                  style={{ left: `${Math.min(100, (mark.at / of) * 100)}%` }}
                  title={mark.label}
                />
              ) : null}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
