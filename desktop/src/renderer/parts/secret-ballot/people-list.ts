/**
 * People from lines somebody pasted: a table's columns, or "1. Name, post".
 * What must stay true: nobody is made up and nobody is dropped: a line with letters is a person.
 */
export interface Named {
  readonly name: string
  readonly post: string
}

const numbering = /^\s*(?:\d+\s*[.)\t]|[-–•*])\s*/u

/** Name and post are parted by a tab, a semicolon, a dash between spaces, or else the first comma. */
const parting = /\t|;|\s[-–]\s|,/u

export function peopleIn(text: string): readonly Named[] {
  return text
    .normalize('NFC')
    .split(/\r?\n/u)
    .flatMap((line) => {
      const plain = line.replace(numbering, '').trim()
      if (plain === '') return []
      const strong = /\t|;|\s[-–]\s/u.exec(plain) ?? parting.exec(plain)
      const tidy = (part: string): string => part.replaceAll(/\s+/gu, ' ').trim()
      if (!strong) return [{ name: tidy(plain), post: '' }]
      const name = tidy(plain.slice(0, strong.index))
      const post = tidy(plain.slice(strong.index + strong[0].length))
      return name === '' ? [{ name: post, post: '' }] : [{ name, post }]
    })
}
