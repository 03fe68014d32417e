/**
 * What stands around reading: search, the session on the device, heat, notes given away or taken out, keys of private
 * notes, the presenter, copies and links.
 * What must stay true: figures and results come over the wire in the shapes of the routes; a key shown here opens nothing.
 */
import { Stack, Text } from '@mantine/core'
import type { AnswerOf } from '@nghi-truong/shared/protocol/routes'
import type { ReactNode } from 'react'
import { storageKeep } from '../client/keep.ts'
import type { Keyring, Layer, Present } from '../client/notes.ts'
import { UpdatesContext } from '../client/offline/update.ts'
import { useEvery } from '../client/view.ts'
import { OutsideDialog } from '../parts/document/OutsideDialog.tsx'
import { PrintDialog } from '../parts/document/PrintDialog.tsx'
import type { PassageHere } from '../parts/document/reader-props.ts'
import { ReaderNotice } from '../parts/document/ReaderNotice.tsx'
import { UpdateNotice } from '../parts/frame/UpdateNotice.tsx'
import { HeatPage } from '../parts/heat/HeatPage.tsx'
import { CodeDialog } from '../parts/layers/CodeDialog.tsx'
import { CutLine } from '../parts/layers/CutLine.tsx'
import { FollowBar } from '../parts/layers/FollowBar.tsx'
import { HereLine } from '../parts/layers/HereLine.tsx'
import { PresenterCard } from '../parts/layers/PresenterCard.tsx'
import { UnlockDialog } from '../parts/layers/UnlockDialog.tsx'
import { WithdrawCard } from '../parts/layers/WithdrawCard.tsx'
import { PackPage } from '../parts/pack/PackPage.tsx'
import { SearchPage } from '../parts/search/SearchPage.tsx'
import { SendSuggestion } from '../parts/suggestions/SendSuggestion.tsx'
import { SuggestionList } from '../parts/suggestions/SuggestionList.tsx'
import { answerOf } from './fake-transport.ts'
import { chair, delegateId, prepared, sitting, type Hall } from './hall.ts'
import type { SceneOf } from './scene.ts'
import { presses } from './Taps.tsx'

const nothing = (): void => undefined
const me = delegateId(5)
const agenda = (hall: Hall): void => void prepared(hall)

const report = (hall: Hall) => hall.state.every('document').find((one) => one.facts.pages === 300)

/** Answers one question of this session. */
const asked =
  <T,>(ending: string, answer: (hall: Hall) => T): NonNullable<SceneOf['answers']> =>
  (hall) =>
  (path) =>
    path.split('?')[0]?.endsWith(ending) ? answerOf(200, answer(hall)) : undefined

const found = asked('/search', (hall): AnswerOf<'fileSearch'> => {
  const [first, second] = [report(hall), hall.state.every('document')[0]]
  const hit = (document: string | undefined, page: number, before: string, after: string) => ({
    document: document ?? '',
    page,
    before: `…${before}`,
    match: 'đầu tư công',
    after: `${after}…`,
  })
  return {
    hits: [
      hit(second?.id, 1, 'UBND tỉnh trình kỳ họp Kế hoạch ', ' năm 2027 và phương án phân bổ'),
      hit(first?.id, 33, 'Giải ngân vốn ', ' đến hết tháng 10 đạt 61,5% kế hoạch được giao, thấp hơn'),
      hit(first?.id, 34, 'STT Xã, phường, đặc khu Kế hoạch vốn ', ' (triệu đồng) Tỷ lệ giải ngân (%) So với'),
      hit(first?.id, 211, 'Tập trung tháo gỡ vướng mắc về mặt bằng các dự án ', ' trọng điểm, nhất là'),
    ],
    pending: 1,
    more: [first?.id ?? ''],
  }
})
const none = asked('/search', (): AnswerOf<'fileSearch'> => ({ hits: [], pending: 0 }))

const search = (words: string): ReactNode => (
  <SearchPage onOpen={nothing} searchHeld={() => Promise.resolve()} words={words} onWords={nothing} />
)

const warm = asked('/heat', (hall): AnswerOf<'heat'> => {
  const pages = Array.from({ length: 21 }, (_, n) => ({
    page: 1 + n * 7,
    minutes: 6 + ((n * 37) % 96),
    marks: (n * 13) % 41,
  }))
  const [first] = hall.state.every('document')
  return {
    at: '2026-12-09T02:10:00.000Z',
    files: [
      { sha256: report(hall)?.facts.sha256 ?? '', pages },
      { sha256: first?.facts.sha256 ?? '', pages: [{ page: 1, minutes: 12, marks: 0 }] },
    ],
  }
})
const cold = asked('/heat', (): AnswerOf<'heat'> => ({ at: null, files: [] }))

function suggested(hall: Hall): void {
  sitting(hall)
  const document = report(hall)?.id
  hall.wish(me, 'suggestions.send', {
    document,
    page: 12,
    quote: 'Tổng thu ngân sách nhà nước trên địa bàn ước đạt 21.480,6 tỷ đồng',
    text: 'Số liệu này chưa khớp với Phụ lục 2; đề nghị cơ quan trình giải trình rõ phần chênh lệch.',
  })
  hall.wish(delegateId(21), 'suggestions.send', {
    document,
    page: 34,
    quote: '',
    text: 'Đề nghị làm rõ căn cứ bố trí vốn cho dự án đường ven biển giai đoạn 2.',
  })
  const first = hall.state.every('suggestion')[0]?.id
  hall.wish('thuky', 'suggestions.take', { suggestion: first })
}

const group = (hall: Hall): string | undefined => hall.state.every('group')[2]?.id

function cutOut(hall: Hall): void {
  prepared(hall)
  hall.wish('thuky', 'annotations.withdraw', {
    group: group(hall),
    person: delegateId(3),
    document: null,
    reason: 'Viết nội dung không liên quan đến kỳ họp',
  })
  hall.wish('thuky', 'annotations.expel', {
    group: group(hall),
    person: delegateId(3),
    reason: 'Viết nội dung không liên quan đến kỳ họp',
  })
}

const presenting = (hall: Hall): void => {
  prepared(hall)
  hall.wish('thuky', 'annotations.setPresenter', { person: delegateId(9) })
}

/** Opens nothing: a code and a refusal to look at. */
const ring = {
  now: () => ({ kind: 'locked', revoked: false }),
  subscribe: () => nothing,
  newCode: () => ({ code: 'J0B6-H4EQ-KYH8-WKB1-F7MC-18RD-H9YZ', keep: () => Promise.resolve(null) }),
  unlockByCode: () => Promise.resolve('wrongCode'),
  beginAnew: () => Promise.resolve('unreachable'),
  refresh: () => Promise.resolve(),
} as unknown as Keyring

const people: readonly Present[] = [9, 13, 17, 25].map((n) => ({
  client: n,
  person: delegateId(n),
  cursor: null,
  place: { page: 34, fx: 0, fy: 0.2, share: 1 },
}))
/** No storage: nothing put aside in one picture is missing in the next. */
const unkept = (): Storage => {
  throw new Error('no storage in the gallery')
}

const passage = (here: PassageHere, gone = false): ReactNode => (
  <div style={{ position: 'relative', minHeight: '8rem' }}>
    <ReaderNotice looking="" carried passage={here} gone={gone} onGo={nothing} onStop={nothing} />
  </div>
)

const layer = (name: string, right: 'read' | 'write'): Layer =>
  ({
    name,
    right,
    room: {
      presence: { others: () => people, subscribe: () => nothing, show: nothing, point: nothing },
    },
  }) as unknown as Layer
const reader = {
  spot: () => ({ page: 34, fx: 0, fy: 0 }),
  share: () => 1,
  showAs: nothing,
  scroller: () => null,
}
const nameOf = (person: string): string => `Nguyễn Thị Mỹ Lệ (${person})`
const follow = (person: string): ReactNode => (
  <FollowBar
    layer={layer('presenter', 'read')}
    presenter={delegateId(9)}
    person={person}
    nameOf={nameOf}
    reader={reader}
  />
)

/** What a dialog stands over. */
const behind = (dialog: ReactNode): ReactNode => (
  <>
    <Text>Báo cáo kinh tế - xã hội năm 2026 và nhiệm vụ, giải pháp năm 2027</Text>
    {dialog}
  </>
)
const unlock = behind(<UnlockDialog ring={ring} person={me} onClose={nothing} />)

function Suggest() {
  const document = useEvery('document').find((one) => one.facts.pages === 300)
  return document
    ? behind(<SendSuggestion document={document} page={34} person={me} marks={new Map()} onClose={nothing} />)
    : null
}

export const readingScenes: readonly SceneOf[] = [
  { name: 'search', person: me, before: agenda, part: search('') },
  { name: 'search-found', person: me, before: agenda, part: search('dau tu cong'), answers: found },
  { name: 'search-nothing', person: me, before: agenda, part: search('tàu vũ trụ'), answers: none },
  { name: 'pack', person: me, before: agenda, part: <PackPage /> },
  { name: 'pack-desk', person: 'thuky', before: agenda, part: <PackPage /> },
  { name: 'pack-none', person: me, before: (hall) => void prepared(hall, false), part: <PackPage /> },
  {
    name: 'heat',
    person: chair,
    before: (hall) => void sitting(hall),
    part: <HeatPage onOpen={nothing} />,
    answers: warm,
  },
  { name: 'heat-none', person: chair, before: agenda, part: <HeatPage onOpen={nothing} />, answers: cold },
  { name: 'suggestions-none', person: 'thuky', before: agenda, part: <SuggestionList takes /> },
  { name: 'suggestions-desk', person: 'thuky', before: suggested, part: <SuggestionList takes /> },
  { name: 'suggestions-chair', person: chair, before: suggested, part: <SuggestionList takes={false} /> },
  { name: 'suggest', person: me, before: suggested, part: <Suggest /> },
  {
    name: 'presenter-none',
    person: 'thuky',
    before: agenda,
    part: <PresenterCard />,
  },
  { name: 'presenter', person: 'thuky', before: presenting, part: <PresenterCard /> },
  { name: 'follow', person: me, before: presenting, part: follow(me) },
  { name: 'following', person: me, before: presenting, part: follow(me), taps: presses('Theo dõi|Follow') },
  { name: 'presenting', person: delegateId(9), before: presenting, part: follow(delegateId(9)) },
  {
    name: 'reading-together',
    person: me,
    before: agenda,
    part: <HereLine layer={layer('group:to-1', 'write')} person={me} nameOf={nameOf} />,
  },
  { name: 'notes-withdraw', person: 'thuky', before: agenda, part: <WithdrawCard /> },
  { name: 'notes-withdrawn', person: 'thuky', before: cutOut, part: <WithdrawCard /> },
  {
    name: 'notes-cut-told',
    person: delegateId(3),
    before: cutOut,
    part: <CutLine person={delegateId(3)} file="" keep={storageKeep(unkept)} />,
  },
  { name: 'passage-searching', person: me, before: agenda, part: passage({ how: 'searching' }) },
  { name: 'passage-same', person: me, before: agenda, part: passage({ how: 'same', page: 38, fy: 0 }, true) },
  { name: 'passage-offered', person: me, before: agenda, part: passage({ how: 'near', page: 38, fy: 0 }) },
  { name: 'passage-unknown', person: me, before: agenda, part: passage({ how: 'unknown' }) },
  {
    name: 'recovery-code',
    person: me,
    before: agenda,
    part: behind(<CodeDialog ring={ring} name="Huỳnh Văn Đức" onClose={nothing} />),
  },
  {
    name: 'recovery-code-kept',
    person: me,
    before: agenda,
    part: behind(<CodeDialog ring={ring} name="Huỳnh Văn Đức" onClose={nothing} />),
    taps: presses('Tôi đã ghi lại|I have written'),
  },
  { name: 'unlock', person: me, before: agenda, part: unlock },
  {
    name: 'unlock-code',
    person: me,
    before: agenda,
    part: unlock,
    taps: [
      ...presses('Còn mã khôi phục|The recovery code'),
      { into: 'Mã khôi phục|Recovery code', value: 'j0b6 h4eq' },
      ...presses('Mở khóa bằng mã|Unlock with'),
    ],
  },
  {
    name: 'unlock-anew',
    person: me,
    before: agenda,
    part: unlock,
    taps: presses('Không còn máy cũ|No older device'),
  },
  {
    name: 'print',
    person: me,
    before: agenda,
    part: behind(<PrintDialog page={34} pages={300} copy={() => Promise.resolve(null)} onClose={nothing} />),
  },
  {
    name: 'link-outside',
    person: me,
    before: agenda,
    part: behind(
      <OutsideDialog
        address="https://vanban.example.vn/pages/vbpq-toanvan.aspx?ItemID=168123&dvid=13&Keyword=ngan%20sach"
        onClose={nothing}
      />,
    ),
  },
  {
    name: 'update-waiting',
    person: me,
    before: agenda,
    part: (
      <UpdatesContext value={{ waiting: () => true, subscribe: () => nothing, apply: nothing }}>
        <Stack>
          <UpdateNotice />
          <UpdateNotice voting />
        </Stack>
      </UpdatesContext>
    ),
  },
]
