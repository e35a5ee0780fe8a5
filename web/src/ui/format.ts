/** Dates, times, money and sizes as people read them here. Stored in UTC, shown in Asia/Shanghai. */
const zone = 'Asia/Shanghai'

const dayParts = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})
const timeParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})
const secondParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})

/** `2026-11-21` */
export const formatDay = (instant: string) => dayParts.format(new Date(instant))
/** `2026-11-21 14:05` */
export const formatTime = (instant: string) => `${formatDay(instant)} ${timeParts.format(new Date(instant))}`
/** `2026-11-21 14:05:09`, where the order of acts matters. */
export const formatSecond = (instant: string) =>
  `${formatDay(instant)} ${secondParts.format(new Date(instant))}`

/** `¥1,234.50`: grouped, always two decimals; the unit and period belong to the words beside it. */
export function formatMoney(money: { readonly amountMinor: number; readonly currency: string }): string {
  const sign = money.amountMinor < 0 ? '-' : ''
  const minor = Math.abs(money.amountMinor)
  const whole = Math.floor(minor / 100).toString()
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  const mark = money.currency === 'CNY' ? '¥' : `${money.currency} `
  return `${sign}${mark}${grouped}.${(minor % 100).toString().padStart(2, '0')}`
}

export function formatNumber(value: number, digits = 0): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }).format(value)
}

/** `+3.0%`: how much a figure changed; always one decimal, so that they stand below each other. */
export function formatChange(share: number): string {
  const percent = (share * 100).toFixed(1)
  return `${Number(percent) > 0 ? '+' : ''}${Number(percent) === 0 ? '0.0' : percent}%`
}

export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)}%`
}

/** First and last characters of a long id: enough to tell two apart on a page. */
export const shortId = (id: string) => (id.length > 13 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id)
