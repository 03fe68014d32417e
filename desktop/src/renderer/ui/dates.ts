/**
 * Times as people in Vietnam read them: dd/MM/yyyy HH:mm in Asia/Ho_Chi_Minh, whatever the device's zone.
 * What must stay true: records carry UTC; a calendar day (YYYY-MM-DD) is printed as it is, never shifted by a zone.
 */
const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})

function read(iso: string): Readonly<Record<string, string>> {
  return Object.fromEntries(parts.formatToParts(new Date(iso)).map((part) => [part.type, part.value]))
}

/** `22/11/2026 08:05` */
export function dateTime(iso: string): string {
  const { day, month, year, hour, minute } = read(iso)
  return `${day}/${month}/${year} ${hour}:${minute}`
}

/** `08:05` */
export function time(iso: string): string {
  const { hour, minute } = read(iso)
  return `${hour}:${minute}`
}

/** `08:05:09` */
export function timeWithSeconds(iso: string): string {
  const { hour, minute, second } = read(iso)
  return `${hour}:${minute}:${second}`
}

/** `22/11/2026` from `2026-11-22`. */
export function day(isoDay: string): string {
  const [year, month, date] = isoDay.split('-')
  return `${date}/${month}/${year}`
}

/** `7:05`, `-0:12` for time overrun; whole seconds. */
export function minutesSeconds(seconds: number): string {
  const whole = Math.abs(Math.trunc(seconds))
  const sign = seconds < 0 ? '−' : ''
  return `${sign}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
