/**
 * The screen that signs one paper: it is issued, looked at, given its signature's role, picture and place, signed by one of
 * four ways, judged by the server and made a document of the session.
 * What must stay true: nothing is shown as signed before the server has taken it; whatever fails says why and leaves every
 * other way open.
 */
import { Button, Loader, Portal, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { itemsInOrder } from '@nghi-truong/shared/domain/find'
import type { DocumentType } from '@nghi-truong/shared/domain/records'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { TakenPaper } from '@nghi-truong/shared/protocol/signing'
import { attachmentPlace, type Place } from '@nghi-truong/shared/signature/sign/place'
import type { Picture } from '@nghi-truong/shared/signature/sign/prepare'
import { IconCircleCheck } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useWish } from '../../client/send.ts'
import { usePapers, type Answer, type PaperOut } from '../../client/signing/papers.ts'
import { useClockOffset, useSelect, useYou } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { FullPage } from '../../ui/kit/FullPage.tsx'
import { ItemSelect } from '../../ui/kit/ItemSelect.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { signingWords } from '../../ui/words/signing.ts'
import { useWords } from '../../ui/words/words.ts'
import { LookOf } from './LookOf.tsx'
import { PagePreview, type OpenPages, type PagePictures } from './PagePreview.tsx'
import { pictureOfLines, pictureOfName } from './picture.ts'
import { freePlace, initialsOf, planOf, zonedTime, type SignatureKind, type ToSign } from './plan.ts'
import classes from './signing.module.css'
import { Ways } from './Ways.tsx'

const typeOf: Readonly<Record<ToSign['kind'], DocumentType>> = {
  minutes: 'minutes',
  tallyRecord: 'minutes',
  resultSheet: 'other',
  document: 'other',
}

interface Ready {
  readonly paper: PaperOut
  readonly pictures: PagePictures | null
}

/** The paper as issued, and its pages; made once for each opening of the screen. */
function useIssued(session: string, one: ToSign, openPages: OpenPages, turn: number) {
  const papers = usePapers(session)
  const [answer, setAnswer] = useState<Answer<Ready> | null>(null)
  useEffect(() => {
    let gone = false
    let pictures: PagePictures | null = null
    const start = async (): Promise<Answer<Ready>> => {
      const paper = await papers.issue(one.paper)
      if (paper === 'unreachable' || isRefusal(paper)) return paper
      pictures = await openPages(paper.bytes)
      return { paper, pictures }
    }
    start().then(
      (found) => (gone ? pictures?.close() : setAnswer(found)),
      (cause: unknown) => {
        throw cause
      },
    )
    return () => {
      gone = true
      pictures?.close()
    }
  }, [papers, one, openPages, turn])
  return { papers, answer }
}

export function SignSheet(props: {
  readonly session: string
  readonly one: ToSign
  readonly title: string
  readonly openPages: OpenPages
  readonly onClose: () => void
}) {
  const { session, one, title, openPages, onClose } = props
  const say = useWords(signingWords)
  const [turn, setTurn] = useState(0)
  const { papers, answer } = useIssued(session, one, openPages, turn)
  const failed = answer === 'unreachable' || isRefusal(answer)
  return (
    <Portal>
      <FullPage label={say('back')} title={`${say('title')}: ${title}`} onClose={onClose}>
        <div className={classes['scroll']}>
          {answer === null && (
            <Stack align="center" p="xl" role="status">
              <Loader />
              <Text>{say('preparing')}</Text>
            </Stack>
          )}
          {failed && (
            <Stack p="md" maw="44rem" mx="auto">
              <Refused refusal={isRefusal(answer) ? answer : null} unreachable={answer === 'unreachable'} />
              <Button variant="default" onClick={() => setTurn(turn + 1)}>
                {say('again')}
              </Button>
            </Stack>
          )}
          {answer !== null && !failed && (
            <Signing {...props} papers={papers} ready={answer} key={answer.paper.sha256} />
          )}
        </div>
      </FullPage>
    </Portal>
  )
}

function Signing({
  one,
  title,
  ready: { paper, pictures },
  papers,
  onClose,
}: {
  readonly one: ToSign
  readonly title: string
  readonly ready: Ready
  readonly papers: ReturnType<typeof usePapers>
  readonly onClose: () => void
}) {
  const say = useWords(signingWords)
  const you = useYou()
  const offset = useClockOffset()
  const items = useSelect(itemsInOrder)
  const lastPage = (pictures?.pages ?? 1) - 1
  const spots = [...paper.places, freePlace(lastPage)]
  const [kind, setKind] = useState<SignatureKind>('personal')
  const [picture, setPicture] = useState<Picture | null>(null)
  const [image, setImage] = useState<string | null>(null)
  useEffect(() => (image === null ? undefined : () => URL.revokeObjectURL(image)), [image])
  const look = (chosen: Picture | null, file: Blob | null): void => {
    setPicture(chosen)
    setImage(file && URL.createObjectURL(file))
  }
  // The chair signs last, and the seal goes upon the chair's signature.
  const usual = you.roles.includes('chair') ? Math.max(0, paper.places.length - 1) : 0
  const [spot, setSpot] = useState(usual)
  const [place, setPlace] = useState<Place>(spots[usual] ?? freePlace(lastPage))
  const [page, setPage] = useState(place.page)
  const [name, setName] = useState(title)
  const [item, setItem] = useState(one.item ?? items[0]?.id ?? '')
  const [done, setDone] = useState<{ taken: TakenPaper; unstamped: boolean } | null>(null)
  const attach = useWish()
  const rect = planOf(kind, place, { field: '', time: 0 }, picture).rect ?? [0, 0, 0, 0]

  const choose = (at: number): void => {
    const next = spots[at] ?? freePlace(lastPage)
    setSpot(at)
    setPlace(next)
    setPage(next.page)
  }
  const turnInto = (next: SignatureKind): void => {
    setKind(next)
    if (next === 'seal') choose(Math.max(0, paper.places.length - 1))
    if (next === 'attachment') {
      setPlace(attachmentPlace)
      setPage(attachmentPlace.page)
    } else if (kind === 'attachment') choose(usual)
  }
  const turnTo = (next: number): void => {
    setPage(next)
    setPlace((old) => ({ ...old, page: next }))
  }
  const taken = async (answer: TakenPaper, unstamped: boolean): Promise<void> => {
    const input = { file: answer.sha256, item, title: name.trim() || title, documentType: typeOf[one.kind] }
    if (await attach.wish('signing.attach', input)) setDone({ taken: answer, unstamped })
  }
  const planNow = async (signer: string) => {
    // The server's clock: the device's own may be wrong, and the claimed time is read by people.
    const time = Date.now() + offset
    const field = `ChuKy${paper.signatures + 1}-${time.toString(36)}`
    const number = one.document?.number || title
    const drawn =
      kind === 'attachment'
        ? await pictureOfLines([number, zonedTime(time)], place)
        : (picture ??
          (kind === 'seal' ? null : await pictureOfName(kind === 'initials' ? initialsOf(signer) : signer)))
    return planOf(kind, place, { field, time, name: signer }, drawn)
  }
  if (done) {
    const where = items.find((each) => each.id === (one.document?.item ?? item))?.title ?? ''
    return (
      <Stack p="md" maw="44rem" mx="auto" role="status">
        <Card title={say('done')}>
          <Chip tone={done.taken.colour === 'green' ? 'yes' : 'none'} icon={IconCircleCheck}>
            {say('doneBy', { names: done.taken.signers.map((each) => each.name).join(', ') })}
          </Chip>
          {done.unstamped && <Text>{say('doneNoStamp')}</Text>}
          <Text>{say('doneNext', { item: where })}</Text>
          <Button onClick={onClose}>{say('close')}</Button>
        </Card>
      </Stack>
    )
  }
  return (
    <div className={classes['layout']}>
      <div className={classes['aside']}>
        {pictures && (
          <PagePreview
            pictures={pictures}
            page={page}
            onPage={turnTo}
            rect={rect}
            tone={kind === 'seal' ? 'red' : 'blue'}
            image={kind === 'attachment' ? null : image}
            onMove={(dx, dy) => setPlace((old) => ({ ...old, x: old.x + dx, y: old.y + dy }))}
          />
        )}
      </div>
      <Stack gap="md">
        <LookOf kind={kind} onKind={turnInto} onPicture={look}>
          <Select
            label={say('spot')}
            data={spots.map((each, at) => ({
              value: String(at),
              label:
                at < paper.places.length
                  ? say('spotN', { n: at + 1, page: each.page + 1 })
                  : say('spotFree', { page: each.page + 1 }),
            }))}
            value={String(spot)}
            onChange={(value) => choose(Number(value ?? 0))}
            allowDeselect={false}
          />
        </LookOf>
        <Card order={3} title={say('where')}>
          {one.document ? (
            <Text>{say('staysWith', { title: one.document.title })}</Text>
          ) : (
            <>
              <TextInput
                label={say('name')}
                value={name}
                maxLength={500}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <ItemSelect label={say('item')} items={items} value={item} onChange={setItem} />
            </>
          )}
        </Card>
        <Title order={3} mt="xs">
          {say('way')}
        </Title>
        <Ways
          paper={paper}
          papers={papers}
          operation={kind === 'seal' ? 'SignIssued' : kind === 'attachment' ? 'SignAppendix' : 'SignApproved'}
          planNow={planNow}
          lacking={kind === 'seal' && !picture ? say('pictureNeeded') : null}
          onTaken={taken}
        />
        <Refused
          refusal={attach.refusal satisfies Refusal | null}
          unreachable={attach.unreachable}
          onDismiss={attach.dismiss}
        />
      </Stack>
    </div>
  )
}
