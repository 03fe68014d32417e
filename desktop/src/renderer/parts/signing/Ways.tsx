/**
 * The four ways to sign: a certificate file, a token, the government's program on this machine, or elsewhere.
 * What must stay true: password and PIN are forgotten after each use; what comes back is the server's to judge, and only
 * what it took is handed on.
 */
import { Alert, Button, Radio, Stack, Text } from '@mantine/core'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { ServiceOperation } from '@nghi-truong/shared/protocol/local-service'
import type { TakenPaper } from '@nghi-truong/shared/protocol/signing'
import type { SignaturePlan } from '@nghi-truong/shared/signature/sign/prepare'
import type { Signer } from '@nghi-truong/shared/signature/sign/sign'
import { useState } from 'react'
import { canUseKeys, canUseTokens, signHere } from '../../client/signing/keys.ts'
import { askLocalService } from '../../client/signing/local-service.ts'
import type { Answer, PaperOut, Papers } from '../../client/signing/papers.ts'
import { Refused } from '../../ui/kit/Refused.tsx'
import { WarnIcon } from '../../ui/kit/tone.ts'
import { isSigningFailure, signingWords, type SigningFailure } from '../../ui/words/signing.ts'
import { useWords } from '../../ui/words/words.ts'
import { Elsewhere } from './Elsewhere.tsx'
import { KeyFile } from './KeyFile.tsx'
import { Token } from './Token.tsx'
import { nameIn } from './certificate.ts'
import classes from './signing.module.css'

const ways = ['wayFile', 'wayToken', 'wayService', 'wayUpload'] as const
type Way = (typeof ways)[number]

type Trouble =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'failed'; readonly why: SigningFailure }

export function Ways({
  paper,
  papers,
  operation,
  planNow,
  lacking,
  onTaken,
}: {
  readonly paper: PaperOut
  readonly papers: Papers
  readonly operation: ServiceOperation
  readonly planNow: (signer: string) => Promise<SignaturePlan>
  /** What is missing before this device can sign; null: nothing. */
  readonly lacking: string | null
  readonly onTaken: (taken: TakenPaper, unstamped: boolean) => Promise<void>
}) {
  const say = useWords(signingWords)
  const shown = ways.filter((way) => way !== 'wayToken' || canUseTokens())
  const [way, setWay] = useState<Way>(canUseKeys() ? 'wayFile' : 'wayUpload')
  const [busy, setBusy] = useState<'signing' | 'stamping' | 'waitingService' | 'handingIn' | null>(null)
  const [trouble, setTrouble] = useState<Trouble>({ kind: 'none' })
  const fail = (why: string): void => {
    if (!isSigningFailure(why)) throw new Error(why)
    setTrouble({ kind: 'failed', why })
  }

  /** One thing at a time, and the words of the last one gone. */
  const work = async (doing: NonNullable<typeof busy>, job: () => Promise<void>): Promise<void> => {
    setBusy(doing)
    setTrouble({ kind: 'none' })
    try {
      await job()
    } finally {
      setBusy(null)
    }
  }
  const told = async (answer: Answer<TakenPaper>, unstamped = false): Promise<void> => {
    if (answer === 'unreachable') setTrouble({ kind: 'unreachable' })
    else if (isRefusal(answer)) setTrouble({ kind: 'refused', refusal: answer })
    else await onTaken(answer, unstamped)
  }
  const signWith = (signer: Signer): Promise<void> =>
    work(paper.timeStamps ? 'stamping' : 'signing', async () => {
      const plan = await planNow(nameIn(signer.certificate).name)
      const made = await signHere(
        paper.bytes,
        plan,
        signer,
        paper.timeStamps ? (digest) => papers.stamp(digest) : null,
      )
      if ('failed' in made) fail(made.failed)
      else await told(await papers.take(paper.sha256, made.file), paper.timeStamps && !made.stamped)
    })
  const handIn = (file: Blob): Promise<void> =>
    work('handingIn', async () => told(await papers.take(paper.sha256, file)))
  const askService = (): Promise<void> =>
    work('waitingService', async () => {
      const offer = await papers.offer(paper.sha256)
      if (offer === 'unreachable') setTrouble({ kind: 'unreachable' })
      else if (isRefusal(offer)) setTrouble({ kind: 'refused', refusal: offer })
      else {
        const outcome = await askLocalService(operation, offer)
        if (outcome === 'done') await told(await papers.collect(paper.sha256, offer.offer))
        else fail(`service.${outcome}`)
      }
    })
  return (
    <Stack gap="xs">
      <Radio.Group value={way} onChange={(value) => setWay(value)} aria-label={say('way')}>
        <Stack gap="xs">
          {shown.map((one) => {
            const insecure = one === 'wayFile' && !canUseKeys()
            return (
              <div key={one} className={classes['choice']} data-chosen={one === way}>
                <Radio
                  classNames={{ body: classes['radio'] ?? '' }}
                  value={one}
                  size="md"
                  label={say(one)}
                  description={say(insecure ? 'wayFileInsecure' : `${one}Hint`)}
                  disabled={insecure}
                />
                {one === way && (
                  <Stack gap="sm" mt="sm">
                    {lacking !== null && (way === 'wayFile' || way === 'wayToken') && (
                      <Text role="status">{lacking}</Text>
                    )}
                    {way === 'wayFile' && (
                      <KeyFile
                        ready={lacking === null}
                        busy={busy !== null}
                        onFailure={fail}
                        onSign={signWith}
                      />
                    )}
                    {way === 'wayToken' && (
                      <Token
                        ready={lacking === null}
                        busy={busy !== null}
                        onFailure={fail}
                        onSign={signWith}
                      />
                    )}
                    {way === 'wayService' && (
                      <div>
                        <Button loading={busy !== null} onClick={() => void askService()}>
                          {say('askService')}
                        </Button>
                      </div>
                    )}
                    {way === 'wayUpload' && (
                      <Elsewhere paper={paper} busy={busy !== null} onFile={(file) => void handIn(file)} />
                    )}
                  </Stack>
                )}
              </div>
            )
          })}
        </Stack>
      </Radio.Group>
      <Text role="status">{busy ? say(busy) : ''}</Text>
      {trouble.kind === 'failed' && (
        <Alert
          role="alert"
          color="var(--nt-no)"
          variant="outline"
          icon={<WarnIcon size="1.5rem" aria-hidden />}
          p="sm"
        >
          <Text fw={500}>{say(trouble.why)}</Text>
        </Alert>
      )}
      <Refused
        refusal={trouble.kind === 'refused' ? trouble.refusal : null}
        unreachable={trouble.kind === 'unreachable'}
        onDismiss={() => setTrouble({ kind: 'none' })}
      />
    </Stack>
  )
}
