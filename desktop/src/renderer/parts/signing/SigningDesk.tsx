/**
 * What can be signed in this session, by the one who looks.
 * What must stay true: the list says nothing the records do not; pressing leads to the one screen that signs.
 */
import { Button, Stack } from '@mantine/core'
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import { IconWritingSign } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useSelect } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { signingWords } from '../../ui/words/signing.ts'
import { useWords, type Say } from '../../ui/words/words.ts'
import type { OpenPages } from './PagePreview.tsx'
import { toSign, type ToSign } from './plan.ts'
import { SignSheet } from './SignSheet.tsx'
import classes from './signing.module.css'

const titleOf = (one: ToSign, say: Say<'minutes' | 'resultSheet' | 'tallyRecord'>): string =>
  one.kind === 'document' ? one.about : say(one.kind, { title: one.about })

export function SigningDesk({
  session,
  openPages,
  renderSignature,
}: {
  readonly session: string
  readonly openPages: OpenPages
  readonly renderSignature: (facts: FileFacts, document: NonNullable<ToSign['document']>) => ReactNode
}) {
  const say = useWords(signingWords)
  const { made, series } = useSelect((records, you) => toSign(records, you.roles))
  const [open, setOpen] = useState<{ one: ToSign; title: string } | null>(null)
  const list = (all: readonly ToSign[], label: string) => (
    <ul className={classes['lines']} aria-label={label}>
      {all.map((one) => {
        const title = titleOf(one, say)
        return (
          <li key={one.key} className={classes['line']}>
            <span className={classes['name']}>{title}</span>
            <span className={classes['side']}>
              {one.document && one.document.version > 1 && (
                <Chip icon={null}>{say('version', { version: one.document.version })}</Chip>
              )}
              {one.document &&
                (one.document.facts.signature.count > 0
                  ? renderSignature(one.document.facts, one.document)
                  : say('unsigned'))}
              <Button
                leftSection={<IconWritingSign size="1.25rem" aria-hidden />}
                aria-label={say('signNamed', { title })}
                onClick={() => setOpen({ one, title })}
              >
                {say(one.document && one.document.facts.signature.count > 0 ? 'signNext' : 'sign')}
              </Button>
            </span>
          </li>
        )
      })}
    </ul>
  )
  if (made.length + series.length === 0)
    return (
      <EmptyState title={say('none')} icon={IconWritingSign}>
        {say('noneHint')}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      {made.length > 0 && (
        <Card title={say('made')} hint={say('madeHint')}>
          {list(made, say('made'))}
        </Card>
      )}
      {series.length > 0 && (
        <Card title={say('series')} hint={say('seriesHint')}>
          {list(series, say('series'))}
        </Card>
      )}
      {open && (
        <SignSheet
          session={session}
          one={open.one}
          title={open.title}
          openPages={openPages}
          onClose={() => setOpen(null)}
        />
      )}
    </Stack>
  )
}
