/** The signature's badge, brought to the parts that show documents without knowing signatures. */
import { Chip } from '../ui/kit/Chip.tsx'
import type { RenderSignature } from '../parts/agenda/DocumentRow.tsx'

export const renderSignature: RenderSignature = (facts) =>
  facts.signature.colour === 'none' ? null : (
    <Chip
      tone={facts.signature.colour === 'green' ? 'yes' : facts.signature.colour === 'red' ? 'no' : 'abstain'}
    >
      {facts.signature.code}
    </Chip>
  )
