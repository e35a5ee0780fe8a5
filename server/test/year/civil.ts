/** The civil time of the story: seconds since 1970 of Asia/Shanghai, which has been eight hours ahead since 1991. */

/** The first month of the year: a quarter begins with it. */
export const FIRST_MONTH = '2026-10'

/** `2026-10-05` or `2026-10-05T09:00:00`, in Shanghai. */
export const secondOf = (civil: string): number =>
  Date.parse(`${civil.length === 10 ? `${civil}T00:00:00` : civil}+08:00`) / 1000

export const instantOf = (second: number): string => new Date(second * 1000).toISOString()

/** `2026-10` and so many months on. */
export function monthAfter(month: string, by = 1): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}

export const monthsOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => monthAfter(FIRST_MONTH, index))

export const beginOf = (month: string): number => secondOf(`${month}-01`)
export const endOf = (month: string): number => beginOf(monthAfter(month))
/** `2026Q4` for its last month, null for the others. */
export function quarterEndingWith(month: string): string | null {
  const number = Number(month.slice(5))
  return number % 3 === 0 ? `${month.slice(0, 4)}Q${number / 3}` : null
}
