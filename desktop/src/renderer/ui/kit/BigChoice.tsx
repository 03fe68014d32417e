/**
 * The great buttons of a vote: one of several, seen across a desk and spoken whole.
 * What must stay true: pressing is choosing; the chosen one is marked by a tick and a word, not by colour alone.
 */
import { Loader } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import classes from './kit.module.css'
import { toneIcon, type Tone } from './tone.ts'

export interface ChoiceOption {
  readonly id: string
  readonly label: string
  readonly tone: Tone
  /** A number in place of the icon: where no option is for or against. */
  readonly mark?: string
}

export function BigChoice({
  label,
  options,
  chosen,
  pending,
  disabled = false,
  chosenWord,
  onChoose,
}: {
  readonly label: string
  readonly options: readonly ChoiceOption[]
  readonly chosen: string | null
  /** The option on its way to the server. */
  readonly pending?: string | null
  readonly disabled?: boolean
  /** "đã chọn" */
  readonly chosenWord: string
  readonly onChoose: (id: string) => void
}) {
  return (
    <div role="group" aria-label={label} className={classes['choices']} data-many={options.length > 3}>
      {options.map((option) => {
        const Icon = toneIcon[option.tone === 'none' ? 'other' : option.tone]
        const isChosen = chosen === option.id
        return (
          <button
            key={option.id}
            type="button"
            className={classes['choice']}
            data-tone={option.tone}
            data-chosen={isChosen}
            aria-pressed={isChosen}
            disabled={disabled}
            onClick={() => onChoose(option.id)}
          >
            <span className={classes['choiceIcon']} aria-hidden>
              {pending === option.id ? (
                <Loader size="1.6rem" color="currentColor" />
              ) : option.mark ? (
                <span className={classes['choiceNumber']}>{option.mark}</span>
              ) : (
                <Icon size="2rem" />
              )}
            </span>
            <span>{option.label}</span>
            {isChosen ? (
              <span className={classes['choiceMark']} aria-hidden>
                <IconCheck size="1.1rem" /> {chosenWord}
              </span>
            ) : null}
          </button>
        )
      })}
    </div>
  )
}
