/** What stands over the lower edge of the pages: how one's notes are kept, whom one follows, the tools. */
import { IconMailForward } from '@tabler/icons-react'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { useState } from 'react'
import { useClient } from '../client/client.tsx'
import { useMarks, type Layer } from '../client/notes.ts'
import { useNameOf } from '../client/people.ts'
import { useOne, useYou } from '../client/view.ts'
import { useAnnotating } from '../parts/annotation/annotating.tsx'
import { DockButton } from '../parts/annotation/DockButton.tsx'
import { ToolDock } from '../parts/annotation/ToolDock.tsx'
import { useReaderFace } from '../parts/document/Reader.tsx'
import { CutLine } from '../parts/layers/CutLine.tsx'
import { FollowBar } from '../parts/layers/FollowBar.tsx'
import { HereLine } from '../parts/layers/HereLine.tsx'
import { KeysLine } from '../parts/layers/KeysLine.tsx'
import { SendSuggestion } from '../parts/suggestions/SendSuggestion.tsx'
import { suggestionWords } from '../ui/words/suggestions.ts'
import { useWords } from '../ui/words/words.ts'
import { CarryLineHere } from './ReadingVersions.tsx'

export function ReadingFoot({ document }: { readonly document: DocumentRecord }) {
  const { person } = useYou()
  const { layers } = useAnnotating()
  const { keep } = useClient()
  const nameOf = useNameOf()
  const reader = useReaderFace()
  const presenter = useOne('presenter', 'presenter')?.person ?? null
  const mine = layers.find((layer) => layer.name.startsWith('private:'))
  const stage = layers.find((layer) => layer.name === 'presenter')
  return (
    <>
      {layers
        .filter((layer) => layer.name.startsWith('group:'))
        .map((layer) => (
          <HereLine key={layer.name} layer={layer} person={person} nameOf={nameOf} />
        ))}
      <CutLine person={person} file={document.facts.sha256} keep={keep} />
      {mine && <KeysLine layer={mine} person={person} name={nameOf(person)} />}
      {stage && (
        <FollowBar layer={stage} presenter={presenter} person={person} nameOf={nameOf} reader={reader} />
      )}
      <ToolDock
        notice={<CarryLineHere />}
        more={mine && <Suggest document={document} page={reader.page} mine={mine} />}
      />
    </>
  )
}

function Suggest({
  document,
  page,
  mine,
}: {
  readonly document: DocumentRecord
  readonly page: number
  readonly mine: Layer
}) {
  const say = useWords(suggestionWords)
  const { person, roles } = useYou()
  const marks = useMarks(mine.room)
  const [open, setOpen] = useState(false)
  // Guests and the hall's screen have nothing to suggest.
  if (!roles.some((role) => ['delegate', 'chair', 'committee', 'secretariat'].includes(role))) return null
  return (
    <>
      <DockButton label={say('send')} icon={<IconMailForward size={24} />} onClick={() => setOpen(true)} />
      {open && (
        <SendSuggestion
          document={document}
          page={page}
          person={person}
          marks={marks}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
