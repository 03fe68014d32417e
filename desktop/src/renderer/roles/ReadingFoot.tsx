/** What stands over the lower edge of the pages: how one's notes are kept, whom one follows, the tools. */
import { useNameOf } from '../client/people.ts'
import { useYou } from '../client/view.ts'
import { useAnnotating } from '../parts/annotation/annotating.tsx'
import { ToolDock } from '../parts/annotation/ToolDock.tsx'
import { KeysLine } from '../parts/layers/KeysLine.tsx'
import { CarryLineHere } from './ReadingVersions.tsx'

export function ReadingFoot() {
  const { person } = useYou()
  const { layers } = useAnnotating()
  const nameOf = useNameOf()
  const mine = layers.find((layer) => layer.name.startsWith('private:'))
  return (
    <>
      {mine && <KeysLine layer={mine} person={person} name={nameOf(person)} />}
      <ToolDock notice={<CarryLineHere />} />
    </>
  )
}
