/**
 * A field for a secret, with a button that shows what was typed.
 * What must stay true: the button is large enough for a finger, speaks the page's language and is reached by the keyboard.
 */
import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { secretFieldWords } from '../words/secret-field.ts'
import { useWords } from '../words/words.ts'

export function PasswordField(props: PasswordInputProps) {
  const say = useWords(secretFieldWords)
  return (
    <PasswordInput
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': say('show') }}
      rightSectionWidth="3rem"
      {...props}
    />
  )
}
