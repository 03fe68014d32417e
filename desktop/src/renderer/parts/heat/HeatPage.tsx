/**
 * Reading heat for the chair: bars by page.
 * What must stay true: only what the server published is shown, nothing is computed out of it that it did not say.
 */
import { Button, Paper, Stack, Text, Title } from '@mantine/core'
import { IconFlame } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useHeat, type Heat } from '../../client/heat.ts'
import { useEvery } from '../../client/view.ts'
import { dateTime } from '../../ui/dates.ts'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { heatWords } from '../../ui/words/heat.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './heat.module.css'

type Page = Heat['files'][number]['pages'][number]

/** Bars shown before one asks for all. */
const first = 12

export function HeatPage({ onOpen }: { readonly onOpen: (document: string, page: number) => void }) {
  const say = useWords(heatWords)
  const { heat, unreachable } = useHeat()
  const documents = useEvery('document')
  const shown = useMemo(
    () =>
      (heat?.files ?? []).flatMap(({ sha256, pages }) => {
        const document = documents.find((one) => one.facts.sha256 === sha256)
        return document && pages.length > 0 ? [{ document, pages }] : []
      }),
    [heat, documents],
  )
  return (
    <Stack gap="md">
      <div>
        <Title order={1}>{say('title')}</Title>
        <Text c="dimmed">{say('hint')}</Text>
        {heat?.at ? <Text fw={600}>{say('at', { at: dateTime(heat.at) })}</Text> : null}
      </div>
      <Refused refusal={null} unreachable={unreachable} />
      {heat && shown.length === 0 ? (
        <EmptyState title={say('none')} icon={IconFlame}>
          {say('noneHint')}
        </EmptyState>
      ) : null}
      {shown.map(({ document, pages }) => (
        <Paper key={document.id} component="section" withBorder p="lg" aria-label={document.title}>
          <Title order={2} size="h3" mb="sm">
            {document.title}
          </Title>
          <Bars title={document.title} pages={pages} onOpen={(page) => onOpen(document.id, page)} />
        </Paper>
      ))}
    </Stack>
  )
}

function Bars({
  title,
  pages,
  onOpen,
}: {
  readonly title: string
  readonly pages: readonly Page[]
  readonly onOpen: (page: number) => void
}) {
  const say = useWords(heatWords)
  const [all, setAll] = useState(false)
  const most = Math.max(1, ...pages.map((one) => one.minutes))
  const warmest = pages.toSorted((a, b) => b.minutes - a.minutes || b.marks - a.marks || a.page - b.page)
  const listed = all ? pages : warmest.slice(0, first)
  return (
    <>
      <ul className={classes['bars']}>
        {listed.map(({ page, minutes, marks }) => (
          <li key={page}>
            <button
              type="button"
              className={classes['row']}
              aria-label={`${say('open', { title, page })}: ${say('minutes', { minutes })}, ${say('marks', { marks })}`}
              onClick={() => onOpen(page)}
            >
              <span className={classes['page']}>{say('page', { page })}</span>
              <span className={classes['track']} aria-hidden="true">
                <span className={classes['bar']} style={{ width: `${(minutes / most) * 100}%` }} />
              </span>
              <span className={classes['figures']}>
                {say('minutes', { minutes })} · {say('marks', { marks })}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {!all && pages.length > listed.length ? (
        <Button variant="default" mt="sm" onClick={() => setAll(true)}>
          {say('all')} · {say('rest', { count: pages.length - listed.length })}
        </Button>
      ) : null}
    </>
  )
}
