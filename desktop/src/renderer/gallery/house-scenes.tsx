/**
 * Outside the sitting: accounts, the council's list, convening, the trust bundle, the door and its refusals.
 * What must stay true: answers have the shapes of the routes; the list is the one sessions are convened from.
 */
import { Box } from '@mantine/core'
import { refusalText, type RefusalCode } from '@nghi-truong/shared/domain/refusal'
import type { TrustDescription } from '@nghi-truong/shared/protocol/trust'
import { BackupDesk } from '../parts/admin/BackupDesk.tsx'
import { Convene } from '../parts/admin/Convene.tsx'
import { CouncilForm } from '../parts/admin/CouncilForm.tsx'
import { HouseGroups } from '../parts/admin/HouseGroups.tsx'
import { HousePeople } from '../parts/admin/HousePeople.tsx'
import { StandbyDesk } from '../parts/admin/StandbyDesk.tsx'
import { Gate } from '../parts/frame/Gate.tsx'
import { ChangePassword } from '../parts/lobby/Devices.tsx'
import { SetUpForm } from '../parts/lobby/SetUpForm.tsx'
import { SignInForm } from '../parts/lobby/SignInForm.tsx'
import { Import } from '../parts/trust/Import.tsx'
import { Changes } from '../parts/trust/Changes.tsx'
import { TrustDesk } from '../parts/trust/TrustDesk.tsx'
import { chair, delegateId, hashOf, houseRoster, prepared, type Hall } from './hall.ts'
import type { SceneOf } from './scene.ts'
import { presses, type Tap } from './Taps.tsx'
import type { Wire } from './fake-transport.ts'

const nothing = (): void => undefined
const admin = 'thuky'

function house(hall: Hall): void {
  prepared(hall)
  const { people, groups } = houseRoster()
  for (const record of [...people, ...groups]) hall.forge(record)
  hall.forge({
    kind: 'council',
    id: 'council',
    audience: ['everyone'],
    name: 'Hội đồng nhân dân tỉnh An Phú',
    place: 'Hội trường Trung tâm Hội nghị tỉnh',
    level: 'province',
  })
}

/** The administrator, with accounts for half of the list. */
function accounts(wire: Wire): void {
  const { people } = houseRoster()
  wire.answer('/api/me', {
    person: admin,
    name: 'Tạ Minh Quang',
    username: 'quantri',
    roles: ['admin', 'secretariat'],
    device: 'd1',
  })
  wire.answer('/api/accounts', {
    accounts: people.slice(0, 36).map((one) => ({ person: one.id, username: one.id })),
  })
}

const certificate = (
  subject: string,
  change: Partial<TrustDescription['certificates'][number]> = {},
): TrustDescription['certificates'][number] => ({
  subject,
  organisation: 'Ban Cơ yếu Chính phủ',
  issuer: 'Co quan chung thuc so chuyen dung Chinh phu (RootCA)',
  notBefore: '2019-05-01T00:00:00.000Z',
  notAfter: '2039-05-01T00:00:00.000Z',
  key: 'RSA 4096',
  sha256: hashOf(subject),
  roles: ['signer', 'timestamp'],
  anchor: true,
  known: null,
  namesake: null,
  ...change,
})

const root = certificate('Co quan chung thuc so chuyen dung Chinh phu (RootCA)', {
  known: 'Chứng thực số chuyên dùng Chính phủ, gốc G1',
})
const branch = certificate('Co quan chung thuc so Bo Noi vu', { anchor: false, roles: ['signer'] })
const stranger = certificate('Cơ quan chứng thực số chuyên dùng Chính phủ (RootCA)', {
  namesake: 'Chứng thực số chuyên dùng Chính phủ, gốc G2',
  notAfter: '2026-01-01T00:00:00.000Z',
})

const bundle: TrustDescription = {
  sha256: hashOf('bundle'),
  issue: 7,
  date: '2026-11-20',
  signedBy: hashOf('maker'),
  madeHere: false,
  certificates: [root, branch, stranger],
  crls: [
    {
      issuer: 'Co quan chung thuc so Bo Noi vu',
      thisUpdate: '2026-11-20T22:00:00.000Z',
      nextUpdate: '2099-12-07T22:00:00.000Z',
      entries: 1204,
      usable: true,
    },
    {
      issuer: 'Co quan chung thuc so chuyen dung Chinh phu (RootCA)',
      thisUpdate: '2026-05-20T22:00:00.000Z',
      nextUpdate: '2026-06-20T22:00:00.000Z',
      entries: 3,
      usable: true,
    },
  ],
  ocsps: 0,
}

const changes = {
  from: 6,
  added: [stranger],
  removed: [certificate('Co quan chung thuc so cu')],
  altered: [branch],
  lists: [
    {
      issuer: 'Co quan chung thuc so Bo Noi vu',
      before: '2026-11-13T22:00:00.000Z',
      after: '2026-11-20T22:00:00.000Z',
    },
  ],
  otherSigner: true,
}

const refused = (code: RefusalCode, params: Record<string, string | number> = {}) => ({
  code,
  message: refusalText({ refused: code, params }, 'vi'),
  params,
})

/** Nobody is signed in. */
const outside = (wire: Wire): void => wire.answer('/api/me', refused('account.required'), 401)

const enters: readonly Tap[] = [
  { into: 'Tên đăng nhập|User name', value: 'db005' },
  { into: 'Mật khẩu|Password', value: 'sai' },
  { press: 'Đăng nhập|Sign in' },
]

const gate = (
  <Gate signIn={<SignInForm />} setUp={<SetUpForm />}>
    …
  </Gate>
)

const backup = {
  possible: true,
  folder: '/media/hdnd/USB',
  last: { at: '2026-11-22T00:55:00.000Z', bytes: 48_312_001, files: 61, name: 'nt-7' },
  kept: 12,
  running: null,
  failure: { at: '2026-11-22T01:20:00.000Z', why: 'gone' },
  drives: ['/media/hdnd/USB'],
}
const standby = {
  possible: true,
  epoch: 1,
  state: 'late',
  port: 8443,
  peer: { host: '192.168.1.12', port: 8443 },
  superseded: null,
}
const machines = (
  <>
    <BackupDesk />
    <Box h="md" />
    <StandbyDesk />
  </>
)
const kept =
  (backedUp: object, paired: object) =>
  (wire: Wire): void => {
    wire.answer('/api/backup', backedUp)
    wire.answer('/api/standby', paired)
  }

export const houseScenes: readonly SceneOf[] = [
  {
    name: 'gate',
    person: chair,
    before: (hall) => void prepared(hall),
    wire: outside,
    part: gate,
    bare: true,
  },
  {
    name: 'gate-wrong',
    person: chair,
    before: (hall) => void prepared(hall),
    wire(wire) {
      outside(wire)
      wire.answer('/api/sign-in', refused('account.wrong'), 401)
    },
    part: gate,
    bare: true,
    taps: enters,
  },
  {
    name: 'gate-locked',
    person: chair,
    before: (hall) => void prepared(hall),
    wire(wire) {
      outside(wire)
      wire.answer('/api/sign-in', refused('account.locked', { minutes: 15, seconds: 900 }), 429)
    },
    part: gate,
    bare: true,
    taps: enters,
  },
  {
    name: 'gate-empty',
    person: chair,
    before: (hall) => void prepared(hall),
    wire(wire) {
      outside(wire)
      wire.answer('/api/health', {
        ok: true,
        version: '0',
        now: '2026-11-22T01:00:00.000Z',
        store: 'disk',
        needsSetup: true,
      })
    },
    part: gate,
    bare: true,
  },
  { name: 'house-people', person: admin, before: house, wire: accounts, part: <HousePeople /> },
  {
    name: 'house-person-form',
    person: admin,
    before: house,
    wire: accounts,
    part: <HousePeople />,
    taps: presses('Thêm người|Add a person'),
  },
  {
    name: 'house-council',
    person: admin,
    before: house,
    wire: accounts,
    part: (
      <>
        <CouncilForm />
        <Box h="md" />
        <HouseGroups />
      </>
    ),
  },
  { name: 'house-convene', person: admin, before: house, wire: accounts, part: <Convene onDone={nothing} /> },
  {
    name: 'trust-none',
    person: admin,
    before: house,
    wire: (wire) => wire.answer('/api/trust', { bundle: null, importedAt: null, missing: false, pending: 0 }),
    part: <TrustDesk />,
  },
  {
    name: 'trust',
    person: admin,
    before: house,
    wire: (wire) =>
      wire.answer('/api/trust', {
        bundle,
        importedAt: '2026-11-21T01:30:00.000Z',
        missing: false,
        pending: 4,
      }),
    part: <TrustDesk />,
  },
  {
    name: 'trust-changes',
    person: admin,
    before: house,
    wire: (wire) => wire.answer('PUT /api/trust', { bundle, changes, inForce: false }),
    part: (
      <>
        <Import now={Date.parse('2026-11-22T00:00:00.000Z')} onDone={nothing} />
        <Changes changes={changes} />
      </>
    ),
  },
  {
    name: 'machines-none',
    person: admin,
    before: house,
    wire: kept(
      { ...backup, folder: null, last: null, failure: null },
      { ...standby, state: null, peer: null, port: null },
    ),
    part: machines,
  },
  { name: 'machines', person: admin, before: house, wire: kept(backup, standby), part: machines },
  {
    name: 'machines-stop-asked',
    person: admin,
    before: house,
    wire: kept(backup, standby),
    part: machines,
    taps: presses('Ngừng sao lưu|Stop backups'),
  },
  {
    name: 'password',
    person: delegateId(5),
    before: (hall) => void prepared(hall),
    part: <ChangePassword />,
  },
]
