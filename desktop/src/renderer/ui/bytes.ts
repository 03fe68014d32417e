/** Amounts of data as people read them: "320 MB". What must stay true: never more exact than is of use. */
export function bytesText(bytes: number): string {
  const units = ['KB', 'MB', 'GB'] as const
  let value = bytes / 1024
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  const digits = value > 0 && value < 10 ? 1 : 0
  return `${value.toFixed(digits).replace('.', ',')} ${units[unit] ?? ''}`
}
