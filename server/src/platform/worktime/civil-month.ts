/** Civil months as they are written: `2026-11`. */

/** Earlier where the count is below nought. */
export function monthsLater(month: string, count: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7)
}

/** `2026-01` … `2026-03`, both ends in it; null where the first lies after the last, or there are too many. */
export function monthsBetween(from: string, until: string, most: number): readonly string[] | null {
  const months: string[] = []
  for (let month = from; month <= until; month = monthsLater(month, 1)) {
    months.push(month)
    if (months.length > most) return null
  }
  return months.length === 0 ? null : months
}
