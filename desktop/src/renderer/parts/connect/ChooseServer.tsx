/**
 * The shell's own door before any server: which one to speak to, and by which code it is known.
 * What must stay true: a server found on the network fills in an address and nothing else; only the code makes it believed;
 * what failed is said in words that tell what to do.
 */
import { Alert, Button, Loader, Stack, Text, TextInput, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import {
  chooseServer,
  readWanted,
  shownAddress,
  type BridgeServers,
  type FoundServer,
  type ShellRefusalCode,
} from '../../client/servers.ts'
import { connectWords } from '../../ui/words/connect.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './connect.module.css'

const said = {
  'server.badAddress': 'badAddress',
  'server.notThere': 'notThere',
  'server.notMeant': 'notMeant',
  'server.insecure': 'insecure',
  'server.badAuthority': 'badAuthority',
  'server.declined': 'declined',
} as const

const wordOf = (code: ShellRefusalCode) => (code in said ? said[code as keyof typeof said] : 'failed')

type Wrong = 'badPin' | 'failed' | (typeof said)[keyof typeof said]

function Found({
  servers,
  onPick,
}: {
  readonly servers: BridgeServers
  readonly onPick: (address: string) => void
}) {
  const say = useWords(connectWords)
  const [found, setFound] = useState<readonly FoundServer[] | null>(null)
  useEffect(() => {
    let here = true
    const show = (servers: readonly FoundServer[]): void => {
      if (here) setFound(servers)
    }
    // A network that cannot be searched has nothing to offer: the address is typed.
    servers.find().then(show, () => show([]))
    return () => {
      here = false
    }
  }, [servers])
  if (found === null)
    return (
      <Text role="status">
        <Loader size="xs" mr="xs" aria-hidden />
        {say('looking')}
      </Text>
    )
  if (found.length === 0) return <Text role="status">{say('noneFound')}</Text>
  return (
    <Stack gap="xs" role="group" aria-label={say('found')}>
      <Text fw={600}>{say('found')}</Text>
      {found.map((one) => (
        <Button
          key={one.origin}
          variant="default"
          justify="flex-start"
          onClick={() => onPick(shownAddress(one))}
        >
          {one.name} · {shownAddress(one)}
        </Button>
      ))}
    </Stack>
  )
}

export function ChooseServer({
  servers,
  onChosen,
}: {
  readonly servers: BridgeServers
  readonly onChosen: () => void
}) {
  const say = useWords(connectWords)
  const [address, setAddress] = useState('')
  const [pin, setPin] = useState('')
  const [wrong, setWrong] = useState<Wrong | null>(null)
  const [pending, setPending] = useState(false)
  const submit = async (): Promise<void> => {
    const wanted = readWanted(address, pin)
    if (typeof wanted === 'string') return setWrong(wanted)
    setPending(true)
    setWrong(null)
    try {
      const refused = await chooseServer(servers, wanted)
      if (refused === null) onChosen()
      else setWrong(wordOf(refused))
    } finally {
      setPending(false)
    }
  }
  return (
    <form
      aria-label={say('choose')}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="md">
        <div>
          <Title order={1}>{say('choose')}</Title>
          <Text>{say('chooseHint')}</Text>
        </div>
        <Found servers={servers} onPick={setAddress} />
        <TextInput
          label={say('address')}
          description={say('addressHint')}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          required
          withAsterisk={false}
        />
        {!address.trim().startsWith('hdnd') && (
          <TextInput
            label={say('pinLabel')}
            description={say('pinOptional')}
            value={pin}
            onChange={(event) => setPin(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            classNames={{ input: classes['letters'] ?? '' }}
          />
        )}
        {wrong && (
          <Alert role="alert" color={wrong === 'notMeant' ? 'red' : 'yellow'} variant="light">
            {say(wrong)}
          </Alert>
        )}
        <Button type="submit" loading={pending}>
          {say('connect')}
        </Button>
      </Stack>
    </form>
  )
}
