/** Connecting another device: with the hall's own authority, and on a server without encryption. */
import { Box } from '@mantine/core'
import type { Connection } from '@nghi-truong/shared/protocol/connect'
import { ChooseServer } from '../parts/connect/ChooseServer.tsx'
import { ConnectCard } from '../parts/connect/ConnectCard.tsx'
import { chair, prepared, type Hall } from './hall.ts'
import type { SceneOf } from './scene.ts'
import type { Wire } from './fake-transport.ts'

const authority = {
  sha256: '3f9c0b1782d4e6a5'.repeat(4),
  notAfter: '2036-11-19T00:00:00.000Z',
  pem: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
}

const answers =
  (connection: Connection) =>
  (wire: Wire): void =>
    wire.answer('/api/connection', connection)

const origins = ['hop.tinhanphu.gov.vn', '192.168.1.10'].map((host) => `https://${host}:8080`)
const before = (hall: Hall): void => void prepared(hall)

export const connectScenes: readonly SceneOf[] = [
  {
    name: 'connect',
    person: chair,
    before,
    wire: answers({ secure: true, origins, authority }),
    part: <ConnectCard />,
  },
  {
    name: 'connect-plain',
    person: chair,
    before,
    wire: answers({ secure: false, origins: ['http://192.168.1.10:8080'], authority: null }),
    part: <ConnectCard />,
  },
  {
    name: 'choose-server',
    person: chair,
    before,
    part: (
      <Box maw="30rem" mx="auto">
        <ChooseServer
          servers={{
            find: async () => [
              { name: 'Nghị Trường 8080', origin: 'https://192.168.1.10:8080', secure: true },
            ],
            choose: async () => ({ refused: 'server.notMeant' }),
          }}
          onChosen={() => undefined}
        />
      </Box>
    ),
  },
]
