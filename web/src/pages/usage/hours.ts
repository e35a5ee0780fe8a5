import { formatNumber } from '../../ui/index.ts'

/** Units × seconds, exact, as units × hours for people. */
export const hoursOf = (unitSeconds: string): number => Number(unitSeconds) / 3600
export const formatHours = (unitSeconds: string): string => formatNumber(hoursOf(unitSeconds), 2)
