/**
 * Keeps a selection of text from jumping to the end of the page when the finger leaves the letters.
 * What must stay true: the guard behind the last selected letter moves with the selection; it is never itself selected.
 */
export function guardSelection(root: HTMLElement): () => void {
  const owner = root.ownerDocument
  let touched: HTMLElement | null = null
  const release = (): void => {
    for (const layer of root.querySelectorAll<HTMLElement>('.nt-text[data-selecting]')) {
      delete layer.dataset['selecting']
      const end = layer.querySelector('.nt-text-end')
      if (end) layer.append(end)
    }
    touched = null
  }
  const begin = (event: PointerEvent): void => {
    touched = event.target instanceof Element ? event.target.closest<HTMLElement>('.nt-text') : null
    if (touched) touched.dataset['selecting'] = 'true'
  }
  const change = (): void => {
    const selection = owner.getSelection()
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) {
      if (!touched) release()
      return
    }
    const range = selection.getRangeAt(0)
    for (const layer of root.querySelectorAll<HTMLElement>('.nt-text')) {
      if (range.intersectsNode(layer)) layer.dataset['selecting'] = 'true'
    }
    // Behind the moving end: beside the letters the pointer then meets the guard and not the page's last line.
    const backwards =
      selection.focusNode === range.startContainer && selection.focusOffset === range.startOffset
    const node = backwards ? range.startContainer : range.endContainer
    const span = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>(
      '.nt-text > span',
    )
    const end = span?.parentElement?.querySelector('.nt-text-end')
    if (span && end) span.parentElement?.insertBefore(end, backwards ? span : span.nextSibling)
  }
  const lift = (): void => {
    touched = null
    if (owner.getSelection()?.isCollapsed ?? true) release()
  }
  root.addEventListener('pointerdown', begin)
  owner.addEventListener('pointerup', lift)
  owner.addEventListener('selectionchange', change)
  return () => {
    root.removeEventListener('pointerdown', begin)
    owner.removeEventListener('pointerup', lift)
    owner.removeEventListener('selectionchange', change)
  }
}
