/** Whose marks, of what kind, of what meaning. */
import { NativeSelect, SegmentedControl } from '@mantine/core'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { markColours, signs } from './colours.ts'
import styles from './dock.module.css'
import type { Filter } from './list.ts'

const kinds = [
  'highlight',
  'underline',
  'note',
  'bookmark',
  'stamp',
  'pen',
  'marker',
  'shape',
] as const satisfies readonly Filter['kind'][]

export function MarkFilters({
  filter,
  onChange,
}: {
  readonly filter: Filter
  readonly onChange: (filter: Filter) => void
}) {
  const say = useWords(annotationWords)
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label={say('filter')}
        value={filter.who}
        onChange={(who) => onChange({ ...filter, who })}
        data={(['all', 'mine', 'others'] as const).map((who) => ({
          value: who,
          label: say(`filter.${who}`),
        }))}
      />
      <div className={styles['kinds']}>
        <NativeSelect
          size="md"
          aria-label={say('filterKind')}
          value={filter.kind ?? ''}
          onChange={(event) => {
            const kind = kinds.find((one) => one === event.currentTarget.value)
            onChange({ ...filter, kind })
          }}
          data={[
            { value: '', label: say('anyKind') },
            ...kinds.map((kind) => ({ value: kind, label: say(`kind.${kind}`) })),
          ]}
        />
        <NativeSelect
          size="md"
          aria-label={say('filterColour')}
          value={filter.colour ?? ''}
          onChange={(event) => {
            const colour = markColours.find((one) => one === event.currentTarget.value)
            onChange({ ...filter, colour })
          }}
          data={[
            { value: '', label: say('anyColour') },
            ...markColours.map((colour) => ({
              value: colour,
              label: `${signs[colour]} ${say(`colour.${colour}`)}`,
            })),
          ]}
        />
      </div>
    </>
  )
}
