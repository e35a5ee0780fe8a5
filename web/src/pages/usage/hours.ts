import type { Dimension } from '@yunheng/contract'
import { isCounted } from '../../kit/index.ts'
import { formatNumber } from '../../ui/index.ts'

/** Units × seconds, exact, as units × hours for people. */
const hoursOf = (unitSeconds: string): number => Number(unitSeconds) / 3600

/** What is counted as it flows comes in units already. */
export const shownOf = (dimension: Dimension, quantity: string): number =>
  isCounted(dimension) ? Number(quantity) : hoursOf(quantity)
export const formatUsage = (dimension: Dimension, quantity: string): string =>
  formatNumber(shownOf(dimension, quantity), isCounted(dimension) ? 3 : 2)
