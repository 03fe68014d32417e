/**
 * How another device reaches this server and knows it: a QR code, the addresses, the confirmation code, the certificate.
 * What must stay true: nothing shown here is secret.
 */
import { Alert, Button, Code, Group, List, Loader, Stack, Text, Title } from '@mantine/core'
import { IconCertificate } from '@tabler/icons-react'
import { pinOf, writeConnectCode, type Connection } from '@nghi-truong/shared/protocol/connect'
import { useAsk } from '../../client/ask.ts'
import { day } from '../../ui/dates.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { QrCode } from '../../ui/kit/QrCode.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { connectWords } from '../../ui/words/connect.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './connect.module.css'

const codeOf = ({ origins, authority }: Connection): string =>
  authority ? writeConnectCode({ origins, authority: authority.sha256 }) : (origins[0] ?? '')

function Known({ authority }: { readonly authority: NonNullable<Connection['authority']> }) {
  const say = useWords(connectWords)
  const download = (): void =>
    saveFile(new Blob([authority.pem], { type: 'application/x-x509-ca-cert' }), 'nghi-truong.crt')
  return (
    <>
      <Stack gap={4}>
        <Title order={3}>{say('pin')}</Title>
        <Code block fz="xl" className={classes['pin']}>
          {pinOf(authority.sha256)}
        </Code>
        <Text size="sm">{say('pinHint')}</Text>
      </Stack>
      <Stack gap={4} align="flex-start">
        <Title order={3}>{say('forBrowser')}</Title>
        <Text size="sm">{say('forBrowserHint')}</Text>
        <Button variant="default" leftSection={<IconCertificate aria-hidden />} onClick={download}>
          {say('download')}
        </Button>
        <Text size="sm" className={classes['fingerprint']}>
          {say('fingerprint', { print: authority.sha256.toUpperCase().replace(/(.{4})(?!$)/g, '$1 ') })}
        </Text>
        <Text size="sm">{say('until', { day: day(authority.notAfter.slice(0, 10)) })}</Text>
      </Stack>
    </>
  )
}

export function ConnectCard() {
  const say = useWords(connectWords)
  const { answer, refusal, unreachable } = useAsk('connection')
  return (
    <Card title={say('title')} hint={say('hint')}>
      <Refused refusal={refusal} unreachable={unreachable} />
      {!answer && !refusal && !unreachable && <Loader />}
      {answer && (
        <Group align="flex-start" gap="lg">
          <Stack gap="xs" className={classes['code']}>
            <QrCode text={codeOf(answer)} label={say('scan')} />
            <Text size="sm">{say(answer.authority ? 'scanHint' : 'scanPlain')}</Text>
          </Stack>
          <Stack gap="md" flex="1 1 18rem">
            {!answer.secure && (
              <Alert color="yellow" variant="light">
                {say('plain')}
              </Alert>
            )}
            <Stack gap={4}>
              <Title order={3}>{say('addresses')}</Title>
              <List listStyleType="none">
                {answer.origins.map((origin) => (
                  <List.Item key={origin} className={classes['address']}>
                    {origin}
                  </List.Item>
                ))}
              </List>
            </Stack>
            {answer.authority && <Known authority={answer.authority} />}
            {answer.secure && !answer.authority && <Text>{say('ownName')}</Text>}
          </Stack>
        </Group>
      )}
    </Card>
  )
}
