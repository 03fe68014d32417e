/** The meanings a colour may carry. Each is shown with an icon or a word as well. */
import {
  IconAlertTriangle,
  IconCheck,
  IconCircleDashed,
  IconInfoCircle,
  IconMinus,
  IconX,
} from '@tabler/icons-react'

export type Tone = 'yes' | 'no' | 'abstain' | 'other' | 'none'

export const toneColour = (tone: Tone): string => `var(--nt-${tone})`
export const toneSoft = (tone: Tone): string => `var(--nt-${tone}-soft)`

export const toneIcon = {
  yes: IconCheck,
  no: IconX,
  abstain: IconMinus,
  other: IconInfoCircle,
  none: IconCircleDashed,
} as const

export const WarnIcon = IconAlertTriangle
