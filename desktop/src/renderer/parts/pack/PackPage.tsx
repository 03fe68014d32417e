/**
 * The session on this device: load it whole, take it from a stick, see what it uses, remove it.
 * What must stay true: one button does it; it can be stopped and gone on with; the policy is said in plain words.
 */
import { Button, Group, Progress, Stack, Switch, Text, Title } from '@mantine/core'
import { keepDays, keepsOnDevice } from '@nghi-truong/shared/domain/reading'
import { IconDeviceTabletDown, IconPlayerStop, IconTrash } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useFiles, useLoad, usePrefetch } from '../../client/files.ts'
import { useTakesPart } from '../../client/heat.ts'
import { useDropAll, usePackWanted, useStorage } from '../../client/pack.ts'
import { useEvery, useOne, useYou } from '../../client/view.ts'
import { bytesText } from '../../ui/bytes.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { packWords } from '../../ui/words/pack.ts'
import { useWords } from '../../ui/words/words.ts'
import { ExportCard } from './ExportCard.tsx'
import { ImportCard } from './ImportCard.tsx'
import { KeepDaysCard } from './KeepDaysCard.tsx'

export function PackPage() {
  const say = useWords(packWords)
  const { roles } = useYou()
  return (
    <Stack gap="md">
      <div>
        <Title order={1}>{say('title')}</Title>
        <Text c="dimmed">{say('hint')}</Text>
      </div>
      <LoadCard />
      <ImportCard />
      {roles.includes('secretariat') ? <ExportCard /> : null}
      {roles.includes('secretariat') ? <KeepDaysCard /> : null}
      <StorageCard />
      {roles.includes('delegate') ? <HeatCard /> : null}
    </Stack>
  )
}

function LoadCard() {
  const say = useWords(packWords)
  const { loader } = useFiles()
  const wanted = usePackWanted()
  const load = useLoad()
  const quiet = usePrefetch(wanted)
  const hallOnly = useEvery('document').filter(
    (one) => one.state === 'published' && one.replacedBy === null && !keepsOnDevice(one),
  ).length
  // What the quiet fetching brings meanwhile counts as well.
  useEffect(() => void loader.look(wanted), [loader, wanted, quiet.done])
  const loading = load.kind === 'loading' || load.kind === 'waiting'
  const fill = {
    done: load.filesDone,
    files: load.files,
    bytes: bytesText(load.bytesDone),
    all: bytesText(load.bytes),
  }
  return (
    <Card title={say('network')}>
      <div role="status">
        <Text fw={600} size="lg">
          {wanted.length === 0
            ? say('nothing')
            : load.kind === 'done'
              ? say('ready', fill)
              : say('here', fill)}
        </Text>
        {load.kind === 'waiting' ? <Text>{say('waiting')}</Text> : null}
        {load.kind === 'full' ? <Text>{say('full')}</Text> : null}
        {load.failed > 0 ? <Text>{say('failed', { count: load.failed })}</Text> : null}
      </div>
      {wanted.length > 0 && load.kind !== 'done' ? (
        <Progress
          size="lg"
          value={load.bytes > 0 ? (load.bytesDone / load.bytes) * 100 : 0}
          aria-hidden="true"
        />
      ) : null}
      {hallOnly > 0 ? <Text c="dimmed">{say('hallOnly', { count: hallOnly })}</Text> : null}
      {wanted.length === 0 || load.kind === 'done' ? null : (
        <Group>
          {loading ? (
            <Button
              size="lg"
              variant="default"
              leftSection={<IconPlayerStop size="1.5rem" aria-hidden />}
              onClick={() => loader.stop()}
            >
              {say('stop')}
            </Button>
          ) : (
            <Button
              size="lg"
              leftSection={<IconDeviceTabletDown size="1.5rem" aria-hidden />}
              onClick={() => void loader.start(wanted)}
            >
              {say(load.bytesDone > 0 ? 'goOn' : 'load')}
            </Button>
          )}
        </Group>
      )}
    </Card>
  )
}

function StorageCard() {
  const say = useWords(packWords)
  const wanted = usePackWanted()
  const days = useOne('session', 'session')?.keepDays ?? keepDays
  const { filesDone, kind } = useLoad()
  const [dropped, setDropped] = useState(0)
  const [asking, setAsking] = useState(false)
  const storage = useStorage(`${filesDone} ${kind} ${dropped}`)
  const drop = useDropAll()
  return (
    <Card title={say('storage')}>
      {storage ? (
        <Text size="lg">
          {say('used', { used: bytesText(storage.used) })}
          {storage.room === null ? '' : ` · ${say('room', { room: bytesText(storage.room) })}`}
        </Text>
      ) : null}
      <Text c="dimmed">{say('policy', { days })}</Text>
      <Group>
        <Button
          variant="default"
          leftSection={<IconTrash size="1.25rem" aria-hidden />}
          disabled={!storage || storage.used === 0}
          onClick={() => setAsking(true)}
        >
          {say('drop')}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asking}
        title={say('drop')}
        confirm={say('drop')}
        danger
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          void drop(wanted).then(() => setDropped((n) => n + 1))
        }}
      >
        {say('dropSure')}
      </ConfirmDialog>
    </Card>
  )
}

function HeatCard() {
  const say = useWords(packWords)
  const [yes, setYes] = useTakesPart()
  return (
    <Card title={say('heat')}>
      <Text c="dimmed">{say('heatHint')}</Text>
      <Switch
        size="md"
        label={say('heatOn')}
        checked={yes}
        onChange={(event) => setYes(event.currentTarget.checked)}
      />
    </Card>
  )
}
