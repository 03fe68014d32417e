/** The signature's badge, brought to the parts that show documents without knowing signatures; pressing opens its card. */
import type { RenderSignature } from '../parts/agenda/DocumentRow.tsx'
import { SignatureDoor } from '../parts/signature/SignatureDoor.tsx'

export const renderSignature: RenderSignature = (facts) => <SignatureDoor facts={facts} />
