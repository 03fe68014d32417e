/**
 * What must happen before any screen is made: fonts, styles, and a validator that needs no code generation.
 * What must stay true: this is the first import of the page.
 */
import '@fontsource/be-vietnam-pro/400.css'
import '@fontsource/be-vietnam-pro/500.css'
import '@fontsource/be-vietnam-pro/600.css'
import '@fontsource/be-vietnam-pro/700.css'
import '@mantine/core/styles.css'
import './theme.css'
import { config } from 'zod'

// The page's policy forbids `eval`; zod would otherwise try it and fall back, with a report each time.
config({ jitless: true })

// The library that holds the page still behind a dialog looks for its nonce under this name.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce
if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce })
