/** The chair's private words for the current item. */
import { Button, Group, Textarea } from '@mantine/core'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import { useEffect, useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useSelect } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { sittingWords } from '../../ui/words/sitting.ts'
import { useWords } from '../../ui/words/words.ts'

export function ScriptCard() {
  const item = useSelect((records) => sessionOf(records)?.currentItem ?? null)
  return item ? <Script key={item} item={item} /> : null
}

function Script({ item }: { readonly item: string }) {
  const say = useWords(sittingWords)
  const kept = useSelect((records) => records.one('script', item)?.text ?? '')
  const [text, setText] = useState(kept)
  const [touched, setTouched] = useState(false)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  useEffect(() => {
    // What another of the chair's devices wrote is shown, but never over words being typed here.
    if (!touched) setText(kept)
  }, [kept, touched])
  const save = async (): Promise<void> => {
    if (await wish('agenda.writeScript', { item, text })) setTouched(false)
  }
  return (
    <Card title={say('script')} hint={say('scriptHint')}>
      <Textarea
        aria-label={say('script')}
        value={text}
        onChange={(event) => {
          setTouched(true)
          setText(event.currentTarget.value)
        }}
        autosize
        minRows={3}
        maxRows={14}
        maxLength={20_000}
      />
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <Group justify="flex-end">
        <Button
          variant="default"
          disabled={!touched || text === kept}
          loading={pending}
          onClick={() => void save()}
        >
          {touched && text !== kept ? say('scriptSave') : say('scriptSaved')}
        </Button>
      </Group>
    </Card>
  )
}
