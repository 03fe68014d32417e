/**
 * The recovery code on paper, by the browser's own printing.
 * What must stay true: the page that is printed is never stored and gone when the printing is.
 */
export function printCode(code: string, [head, name, why, hint]: readonly string[]): void {
  const frame = document.createElement('iframe')
  frame.setAttribute('aria-hidden', 'true')
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0'
  document.body.append(frame)
  const page = frame.contentDocument
  if (!page || !frame.contentWindow) return frame.remove()
  const line = (text: string | undefined, size: string, weight = '400'): void => {
    const paragraph = page.createElement('p')
    paragraph.textContent = text ?? ''
    paragraph.style.fontSize = size
    paragraph.style.fontWeight = weight
    page.body.append(paragraph)
  }
  page.body.style.fontFamily = 'sans-serif'
  line(head, '18pt', '700')
  line(name, '14pt')
  const groups = code.split('-')
  line(groups.slice(0, 4).join('   '), '24pt', '700')
  line(groups.slice(4).join('   '), '24pt', '700')
  line(why, '12pt')
  line(hint, '12pt')
  frame.contentWindow.addEventListener('afterprint', () => frame.remove())
  frame.contentWindow.print()
}
