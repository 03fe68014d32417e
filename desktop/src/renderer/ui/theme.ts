/**
 * Sizes and colours of the product.
 * What must stay true: body text is at least 18 px, everything to press at least 48 px high; every pair of text and ground
 * reaches WCAG AA in light, dark and high contrast (theme.css holds the colours of meaning).
 */
import { createTheme, type MantineColorsTuple } from '@mantine/core'

const navy: MantineColorsTuple = [
  '#eef4fb',
  '#dce8f5',
  '#b9d0ea',
  '#93b6de',
  '#6f9fd3',
  '#5289c4',
  '#3f79b8',
  '#2f66a3',
  '#1f5086',
  '#14365f',
]
const ink: MantineColorsTuple = [
  '#eaf0f6',
  '#cbd6e1',
  '#a9b7c6',
  '#8797a8',
  '#5d6d7e',
  '#3e4c5b',
  '#223040',
  '#18222e',
  '#111a24',
  '#0b1219',
]

export const theme = createTheme({
  primaryColor: 'navy',
  primaryShade: { light: 8, dark: 6 },
  colors: { navy, dark: ink },
  fontFamily: "'Be Vietnam Pro', system-ui, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Noto Sans Mono', monospace",
  headings: {
    fontFamily: "'Be Vietnam Pro', system-ui, 'Noto Sans', sans-serif",
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.3' },
      h2: { fontSize: '1.375rem', lineHeight: '1.35' },
      h3: { fontSize: '1.1875rem', lineHeight: '1.4' },
    },
  },
  fontSizes: { xs: '0.9375rem', sm: '1rem', md: '1.125rem', lg: '1.25rem', xl: '1.5rem' },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.55', lg: '1.5', xl: '1.4' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  defaultRadius: 'md',
  radius: { xs: '0.25rem', sm: '0.375rem', md: '0.625rem', lg: '0.875rem', xl: '1.25rem' },
  focusRing: 'auto',
  cursorType: 'pointer',
  components: {
    Button: {
      vars: () => ({
        root: { '--button-height': '3rem', '--button-fz': '1.0625rem', '--button-padding-x': '1.25rem' },
      }),
      // Long Vietnamese words on a phone: the button grows, nothing is cut off.
      styles: {
        root: { height: 'auto', minHeight: 'var(--button-height)', paddingBlock: '0.375rem' },
        label: { whiteSpace: 'normal', lineHeight: 1.25, overflow: 'visible' },
      },
    },
    ActionIcon: { defaultProps: { size: '3rem', variant: 'subtle' } },
    CloseButton: { defaultProps: { size: '3rem' } },
    Input: { vars: () => ({ wrapper: { '--input-height': '3rem', '--input-fz': '1.125rem' } }) },
    PasswordInput: {
      vars: () => ({ root: { '--psi-button-size': '2.75rem', '--psi-icon-size': '1.4rem' } }),
    },
    InputWrapper: {
      styles: {
        label: { fontSize: '1rem', fontWeight: 600, marginBottom: '0.375rem' },
        description: { fontSize: '0.9375rem', marginBottom: '0.375rem' },
        error: { fontSize: '1rem' },
      },
    },
    // A finger does not hit the two little arrows, and the keyboard has its own.
    NumberInput: { defaultProps: { hideControls: true } },
    Modal: {
      defaultProps: { radius: 'lg', centered: true, padding: 'lg' },
      styles: { title: { fontSize: '1.25rem', fontWeight: 600, lineHeight: 1.35 } },
    },
    // The focus goes to the first entry; a child that is no entry has no place in a menu.
    Menu: {
      defaultProps: { shadow: 'md', position: 'bottom-end', withInitialFocusPlaceholder: false },
    },
    Paper: { defaultProps: { radius: 'lg' } },
  },
})
