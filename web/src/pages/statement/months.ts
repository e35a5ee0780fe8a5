import { formatDay } from '../../ui/index.ts'

const MONTHS = 24

/** Months that are over, the latest first. */
export function pastMonths(): readonly string[] {
  const [year, month] = formatDay(new Date().toISOString()).split('-').map(Number) as [number, number]
  return Array.from({ length: MONTHS }, (_, back) =>
    new Date(Date.UTC(year, month - 2 - back, 1)).toISOString().slice(0, 7),
  )
}

export const monthOptions = () => pastMonths().map((value) => ({ value, label: value }))
