import { COUNTED_DIMENSIONS, type Dimension } from '@yunheng/contract'

/** As in the contract, whose data alone travels to the browser. */
export const isCounted = (dimension: Dimension): boolean =>
  (COUNTED_DIMENSIONS as readonly Dimension[]).includes(dimension)
