/** How far what keeps up own infrastructure is to be reduced from one year to the next. Pure, in 分 (R272). */
export interface Upkeep {
  readonly beforeMinor: number
  readonly plannedMinor: number
}
export interface Cut extends Upkeep {
  readonly allowedMinor: number
  readonly beyondMinor: number
}

/** Rounded down: what is allowed is never more than the rule says. Before the rule's first year nothing is reduced. */
export function cutOf(
  { beforeMinor, plannedMinor }: Upkeep,
  rule: { readonly percent: number; readonly applies: boolean },
): Cut {
  const allowedMinor = rule.applies
    ? Number((BigInt(beforeMinor) * BigInt(100 - rule.percent)) / 100n)
    : Math.max(beforeMinor, plannedMinor)
  return { beforeMinor, plannedMinor, allowedMinor, beyondMinor: Math.max(0, plannedMinor - allowedMinor) }
}

export function sumOfCuts(cuts: readonly Cut[]): Cut {
  const sum = (key: keyof Cut) => cuts.reduce((all, cut) => all + cut[key], 0)
  return {
    beforeMinor: sum('beforeMinor'),
    plannedMinor: sum('plannedMinor'),
    allowedMinor: sum('allowedMinor'),
    // Each by itself: what is saved on one does not pay for another.
    beyondMinor: sum('beyondMinor'),
  }
}
