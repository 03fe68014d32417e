/**
 * A device without the keys of the person's private notes: three ways on, the last one without return.
 * What must stay true: what cannot be had back is said before anything is begun anew, and has to be ticked.
 */
import { Button, Checkbox, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconDeviceTablet, IconFileText, IconMoodSad } from '@tabler/icons-react'
import { useState } from 'react'
import type { Keyring, KeyringOutcome } from '../../client/notes.ts'
import { layersWords } from '../../ui/words/layers.ts'
import { useWords } from '../../ui/words/words.ts'
import { Failed } from './Failed.tsx'
import styles from './layers.module.css'
import { MeetOld } from './Meeting.tsx'

type Way = 'choose' | 'device' | 'code' | 'nothing'

export function UnlockDialog({
  ring,
  person,
  onClose,
}: {
  readonly ring: Keyring
  readonly person: string
  readonly onClose: () => void
}) {
  const say = useWords(layersWords)
  const [way, setWay] = useState<Way>('choose')
  const back = (): void => setWay('choose')
  const ways = [
    { way: 'device', icon: <IconDeviceTablet size={30} />, title: 'byDevice', hint: 'byDeviceHint' },
    { way: 'code', icon: <IconFileText size={30} />, title: 'byCode', hint: 'byCodeHint' },
    { way: 'nothing', icon: <IconMoodSad size={30} />, title: 'byNothing', hint: 'byNothingHint' },
  ] as const
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={say('unlockTitle')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': say('close') }}
    >
      {way === 'choose' && (
        <Stack>
          <Text>{say('unlockHow')}</Text>
          <div className={styles['ways']}>
            {ways.map((one) => (
              <button key={one.way} type="button" className={styles['way']} onClick={() => setWay(one.way)}>
                {one.icon}
                <strong>{say(one.title)}</strong>
                <small>{say(one.hint)}</small>
              </button>
            ))}
          </div>
        </Stack>
      )}
      {way === 'device' && <MeetOld ring={ring} person={person} onBack={back} onDone={onClose} />}
      {way === 'code' && <ByCode ring={ring} onBack={back} onDone={onClose} />}
      {way === 'nothing' && <ByNothing ring={ring} onBack={back} onDone={onClose} />}
    </Modal>
  )
}

interface WayProps {
  readonly ring: Keyring
  readonly onBack: () => void
  readonly onDone: () => void
}

function useTry(attempt: () => Promise<KeyringOutcome>, onDone: () => void) {
  const [pending, setPending] = useState(false)
  const [outcome, setOutcome] = useState<KeyringOutcome>(null)
  const run = async (): Promise<void> => {
    setPending(true)
    const done = await attempt()
    setPending(false)
    setOutcome(done)
    if (done === null) onDone()
  }
  return { pending, outcome, run }
}

function ByCode({ ring, onBack, onDone }: WayProps) {
  const say = useWords(layersWords)
  const [code, setCode] = useState('')
  const { pending, outcome, run } = useTry(() => ring.unlockByCode(code), onDone)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run()
      }}
    >
      <Stack>
        <TextInput
          size="lg"
          label={say('codeField')}
          description={say('codeFieldHint')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={60}
          styles={{ input: { fontFamily: 'ui-monospace, monospace', letterSpacing: '0.06em' } }}
          data-autofocus
        />
        <Failed outcome={outcome} />
        <Button type="submit" loading={pending} disabled={code.trim() === ''}>
          {say('codeUse')}
        </Button>
        <Button variant="default" onClick={onBack}>
          {say('back')}
        </Button>
      </Stack>
    </form>
  )
}

function ByNothing({ ring, onBack, onDone }: WayProps) {
  const say = useWords(layersWords)
  const [sure, setSure] = useState(false)
  const { pending, outcome, run } = useTry(() => ring.beginAnew(), onDone)
  return (
    <Stack>
      <Text fw={600}>{say('anewTitle')}</Text>
      <Text>{say('anewText')}</Text>
      <Checkbox
        size="md"
        label={say('anewSure')}
        checked={sure}
        onChange={(event) => setSure(event.currentTarget.checked)}
      />
      <Failed outcome={outcome} />
      <Button color="red" loading={pending} disabled={!sure} onClick={() => void run()}>
        {say('anewDo')}
      </Button>
      <Button variant="default" onClick={onBack}>
        {say('back')}
      </Button>
    </Stack>
  )
}
