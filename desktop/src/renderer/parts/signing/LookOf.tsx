/**
 * The role of a signature and its picture, as Nghị định 30/2020 wants them.
 * What must stay true: a picture is read on this device and goes nowhere but into the paper.
 */
import { Button, Group, Radio, Stack, Text } from '@mantine/core'
import type { Picture } from '@nghi-truong/shared/signature/sign/prepare'
import { IconPhoto } from '@tabler/icons-react'
import { useRef, useState, type ReactNode } from 'react'
import { Card } from '../../ui/kit/Card.tsx'
import { signingWords } from '../../ui/words/signing.ts'
import { useWords } from '../../ui/words/words.ts'
import { pictureOfFile } from './picture.ts'
import { signatureKinds, type SignatureKind } from './plan.ts'
import classes from './signing.module.css'

export function LookOf({
  kind,
  onKind,
  onPicture,
  children,
}: {
  readonly kind: SignatureKind
  readonly onKind: (kind: SignatureKind) => void
  readonly onPicture: (picture: Picture | null, file: Blob | null) => void
  readonly children: ReactNode
}) {
  const say = useWords(signingWords)
  const chooser = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const [unreadable, setUnreadable] = useState(false)
  const choose = async (file: File): Promise<void> => {
    const picture = await pictureOfFile(file)
    setUnreadable(picture === 'picture.form')
    setChosen(picture === 'picture.form' ? null : file.name.normalize('NFC'))
    if (picture === 'picture.form') onPicture(null, null)
    else onPicture(picture, file)
  }
  return (
    <>
      <Card order={3} title={say('role')}>
        <Radio.Group value={kind} onChange={(value) => onKind(value)} aria-label={say('role')}>
          <Stack gap="xs">
            {signatureKinds.map((one) => (
              <div key={one} className={classes['choice']} data-chosen={one === kind}>
                <Radio
                  classNames={{ body: classes['radio'] ?? '' }}
                  value={one}
                  size="md"
                  label={say(one)}
                  description={say(`${one}Hint`)}
                />
              </div>
            ))}
          </Stack>
        </Radio.Group>
      </Card>
      <Card order={3} title={say('picture')}>
        <input
          ref={chooser}
          type="file"
          accept="image/png"
          hidden
          aria-label={say('choosePicture')}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? []
            event.currentTarget.value = ''
            if (file) void choose(file)
          }}
        />
        <Group display={kind === 'attachment' ? 'none' : undefined}>
          <Button
            variant="default"
            leftSection={<IconPhoto size="1.25rem" aria-hidden />}
            onClick={() => chooser.current?.click()}
          >
            {say('choosePicture')}
          </Button>
          <Text role="status">
            {chosen === null
              ? say(kind === 'seal' ? 'pictureNeeded' : 'pictureOptional')
              : say('pictureChosen', { name: chosen })}
          </Text>
        </Group>
        {unreadable && <Text role="alert">{say('picture.form')}</Text>}
        {kind === 'attachment' ? <Text>{say('attachmentText')}</Text> : children}
      </Card>
    </>
  )
}
