/** The signing desk with what it needs of other parts: pages drawn by the reader's own library, the signature's badge. */
import { lazy } from 'react'
import { OnDemand } from './on-demand.tsx'
import { renderSignature } from './signature.tsx'
import { openPages } from './page-pictures.ts'

/** Few people sign: what signs is brought when one of them opens the page. */
const SigningDesk = lazy(async () => ({
  default: (await import('../parts/signing/SigningDesk.tsx')).SigningDesk,
}))

export function SigningPage({ session }: { readonly session: string }) {
  return (
    <OnDemand>
      <SigningDesk session={session} openPages={openPages} renderSignature={renderSignature} />
    </OnDemand>
  )
}
