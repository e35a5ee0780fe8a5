import { formatDay } from '../../ui/index.ts'

const QUARTERS = 12

/** Quarters that are over, the latest first. */
export function pastQuarters(): readonly { readonly value: string; readonly label: string }[] {
  const [year, month] = formatDay(new Date().toISOString()).split('-').map(Number) as [number, number]
  const now = year * 4 + Math.floor((month - 1) / 3)
  return Array.from({ length: QUARTERS }, (_, back) => {
    const at = now - 1 - back
    const name = `${Math.floor(at / 4)}Q${(at % 4) + 1}`
    return { value: name, label: name }
  })
}
