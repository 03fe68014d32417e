/**
 * The talk under a mark: who said what and when; an answer is written below.
 * What must stay true: answers stand in the order of their time with their author's name; only one's own can be deleted;
 * where one may only read, nothing can be written.
 */
import { ActionIcon, Button, Textarea } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Layer } from '../../client/notes.ts'
import { dateTime } from '../../ui/dates.ts'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAnnotating } from './annotating.tsx'
import { personColour } from './colours.ts'

export function Thread({
  layer,
  id,
  page,
}: {
  readonly layer: Layer
  readonly id: string
  readonly page: number
}) {
  const say = useWords(annotationWords)
  const { answers, person, nameOf, add, change } = useAnnotating()
  const [typed, setTyped] = useState('')
  const said = answers.get(`${layer.name} ${id}`) ?? []
  const write = layer.right === 'write'
  const text = typed.normalize('NFC').trim()
  if (!write && said.length === 0) return null
  return (
    <>
      {said.length > 0 && (
        <ol className="nt-thread" aria-label={say('thread')}>
          {said.map(({ id: own, mark }) => (
            <li key={own} style={{ borderColor: personColour(mark.author) }} data-answer={own}>
              <span>
                <strong>{mark.author === person ? say('mine') : nameOf(mark.author)}</strong>{' '}
                <small>{dateTime(mark.at)}</small>
              </span>
              {mark.author === person && write && (
                <ActionIcon
                  size={36}
                  variant="subtle"
                  color="gray"
                  aria-label={say('answerDelete')}
                  onClick={() => change([layer.room], () => layer.room.marks.remove([own]))}
                >
                  <IconTrash size={18} />
                </ActionIcon>
              )}
              <p>{mark.kind === 'reply' ? mark.text : ''}</p>
            </li>
          ))}
        </ol>
      )}
      {write && (
        <form
          style={{ display: 'grid', gap: 6, marginTop: 10 }}
          onSubmit={(event) => {
            event.preventDefault()
            if (text === '') return
            add([{ kind: 'reply', to: id, page, colour: 'black', text }], layer)
            setTyped('')
          }}
        >
          <Textarea
            autosize
            minRows={1}
            maxRows={5}
            maxLength={4000}
            size="md"
            aria-label={say('answerText')}
            placeholder={say(layer.name.startsWith('private:') ? 'answerMore' : 'answerText')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {text !== '' && (
            <Button type="submit" variant="light">
              {say('answerSend')}
            </Button>
          )}
        </form>
      )}
    </>
  )
}
