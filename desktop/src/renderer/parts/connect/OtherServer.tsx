/**
 * Where the server does not answer: at once the form where none was ever chosen, behind a button where one was.
 * What must stay true: a person who only waits for the network is not led to another server by accident.
 */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { shellServer, shellServers } from '../../client/servers.ts'
import { connectWords } from '../../ui/words/connect.ts'
import { useWords } from '../../ui/words/words.ts'
import { ChooseServer } from './ChooseServer.tsx'

export function OtherServer({ onChosen }: { readonly onChosen: () => void }) {
  const say = useWords(connectWords)
  const [shown, setShown] = useState<'nothing' | 'button' | 'form'>('nothing')
  useEffect(() => {
    let here = true
    void shellServer().then((server) => {
      if (here && server !== undefined) setShown(server === null ? 'form' : 'button')
    })
    return () => {
      here = false
    }
  }, [])
  const servers = shellServers()
  if (shown === 'nothing' || !servers) return null
  if (shown === 'form') return <ChooseServer servers={servers} onChosen={onChosen} />
  return (
    <Button variant="subtle" onClick={() => setShown('form')}>
      {say('change')}
    </Button>
  )
}
