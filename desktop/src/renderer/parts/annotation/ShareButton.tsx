/**
 * Copies one's private marks of this document into the layer of one's group.
 * What must stay true: it says to whom and how many before anything is shared, and asks; the private marks stay.
 */
import { Button, Modal, Select, Stack, Text } from '@mantine/core'
import { IconUsersPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useMarks, type Layer } from '../../client/notes.ts'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAnnotating } from './annotating.tsx'
import { toShare } from './share.ts'
import { DockButton } from './DockButton.tsx'

export function ShareButton() {
  const say = useWords(annotationWords)
  const { layers, layerName } = useAnnotating()
  const mine = layers.find((layer) => layer.name.startsWith('private:'))
  const groups = layers.filter((layer) => layer.name.startsWith('group:') && layer.right === 'write')
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const group = groups.find((one) => one.name === chosen) ?? groups[0]
  if (!mine || !group) return null
  return (
    <>
      <DockButton label={say('share')} icon={<IconUsersPlus size={24} />} onClick={() => setOpen(true)} />
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={say('shareTitle', { group: layerName(group.name) })}
        closeButtonProps={{ 'aria-label': say('close') }}
      >
        <Stack>
          {groups.length > 1 && (
            <Select
              size="md"
              aria-label={say('share')}
              allowDeselect={false}
              data={groups.map((one) => ({ value: one.name, label: layerName(one.name) }))}
              value={group.name}
              onChange={setChosen}
            />
          )}
          <Sharing key={group.name} mine={mine} group={group} onClose={() => setOpen(false)} />
        </Stack>
      </Modal>
    </>
  )
}

function Sharing({
  mine,
  group,
  onClose,
}: {
  readonly mine: Layer
  readonly group: Layer
  readonly onClose: () => void
}) {
  const say = useWords(annotationWords)
  const { person, layerName } = useAnnotating()
  const own = useMarks(mine.room)
  const there = useMarks(group.room)
  const [done, setDone] = useState(0)
  const entries = toShare(own, there, person)
  const name = layerName(group.name)
  const sentence = (): string => {
    if (done > 0) return say('shareDone', { count: done, group: name })
    if (own.size === 0) return say('shareNone')
    if (entries.length === 0) return say('shareNothing', { group: name })
    return say('shareText', { count: entries.length, group: name })
  }
  const ready = done === 0 && entries.length > 0
  return (
    <>
      <Text role="status">{sentence()}</Text>
      <Stack gap="xs">
        {ready && (
          <Button
            onClick={() => {
              group.room.marks.put(entries)
              setDone(entries.length)
            }}
          >
            {say('shareDo')}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {say(ready ? 'cancel' : 'close')}
        </Button>
      </Stack>
    </>
  )
}
