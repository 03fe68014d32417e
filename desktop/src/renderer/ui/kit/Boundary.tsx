/**
 * Keeps a fault inside one part: the rest of the page, the vote above all, goes on.
 * What must stay true: the fault is reported to the console with its cause, and the part can be opened again.
 */
import { Button } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { commonWords } from '../words/common.ts'
import { useWords } from '../words/words.ts'
import { EmptyState } from './EmptyState.tsx'

interface Props {
  readonly children: ReactNode
}

export class Boundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('a part failed', error, info.componentStack)
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken again={() => this.setState({ broken: false })} /> : this.props.children
  }
}

function Broken({ again }: { readonly again: () => void }) {
  const say = useWords(commonWords)
  return (
    <EmptyState title={say('broken')} icon={IconPlugConnectedX}>
      <Button variant="default" mt="sm" onClick={again}>
        {say('reload')}
      </Button>
    </EmptyState>
  )
}
