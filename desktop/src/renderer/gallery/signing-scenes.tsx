/**
 * The page that signs, in each of its four ways.
 * What must stay true: the paper's name is the hash of its bytes, as with the server; no key is anywhere.
 */
import { SigningDesk } from '../parts/signing/SigningDesk.tsx'
import type { OpenPages } from '../parts/signing/PagePreview.tsx'
import { renderSignature } from '../roles/signature.tsx'
import { castAll, chair, closeBallot, draftBallot, hallSession, hashOf, sitting, type Hall } from './hall.ts'
import type { SceneOf } from './scene.ts'
import { presses } from './Taps.tsx'
import type { Wire } from './fake-transport.ts'

const text = 'biên bản'
const sha256 = hashOf(text)
const base = `/api/sessions/${hallSession}/signing`

/** White pages with a line of grey where the words would be. */
const openPages: OpenPages = () =>
  Promise.resolve({
    pages: 4,
    page: () => {
      const canvas = document.createElement('canvas')
      canvas.width = 595
      canvas.height = 842
      const pen = canvas.getContext('2d')
      if (pen) {
        pen.fillStyle = '#d5dee8'
        for (let y = 80; y < 640; y += 22) pen.fillRect(85, y, 425, 8)
      }
      return Promise.resolve({ canvas, width: 595, height: 842 })
    },
    close: () => undefined,
  })

function announced(hall: Hall): void {
  sitting(hall)
  const ballot = draftBallot(hall)
  hall.wish(chair, 'ballot.open', { ballot })
  castAll(hall, ballot, 2, 58)
  closeBallot(hall, ballot)
  hall.wish(chair, 'ballot.publish', { ballot })
}

function issues(wire: Wire): void {
  wire.answer(base, {
    sha256,
    size: text.length,
    places: [
      { page: 3, x: 60, y: 160, width: 132, height: 62 },
      { page: 3, x: 340, y: 160, width: 132, height: 62 },
    ],
    signatures: 0,
    timeStamps: true,
  })
  wire.answer(`GET ${base}/${sha256}`, new TextEncoder().encode(text))
  wire.answer(`PUT ${base}/${sha256}`, {
    sha256: hashOf('signed'),
    size: 20,
    signers: [{ name: 'Lương Thế Hiển', office: 'Hội đồng nhân dân tỉnh An Phú' }],
    colour: 'green',
    code: 'valid',
    level: 'B-T',
  })
}

const desk = <SigningDesk session={hallSession} openPages={openPages} renderSignature={renderSignature} />
const open = 'Ký số: Biên bản kỳ họp|Sign: Minutes of the session'

const signing = (name: string, ...names: readonly string[]): SceneOf => ({
  name,
  person: chair,
  before: announced,
  wire: issues,
  part: desk,
  taps: presses(open, ...names),
})

export const signingScenes: readonly SceneOf[] = [
  { name: 'signing-desk', person: chair, before: announced, part: desk },
  signing('signing-file'),
  signing('signing-elsewhere', 'Ký nơi khác rồi nộp lên|Sign elsewhere and hand it in'),
  signing('signing-program', 'Phần mềm ký số đang chạy trên máy này|Signing program on this device'),
  signing('signing-seal', 'Đóng dấu cơ quan|Seal of the agency'),
  signing('signing-attachment', 'Cơ quan ký văn bản kèm theo|Agency, on an attachment'),
  {
    ...signing('signing-refused'),
    wire: (wire) =>
      wire.answer(base, { code: 'command.notAllowed', message: 'Ông/bà không được làm việc này.' }, 403),
  },
]
