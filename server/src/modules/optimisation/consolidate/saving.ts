import type { DrainPlan } from '@yunheng/contract'

/** What the saving is reckoned with. */
export interface Coefficients {
  readonly puePercent: number
  readonly fenPerKwh: number
}

/** Product defaults: an average data centre, and the usual price of general industrial electricity. */
export const DEFAULT_COEFFICIENTS: Coefficients = { puePercent: 140, fenPerKwh: 70 }

const HOURS_A_YEAR = 8_760

/** In whole watt hours and hundredths of PUE, so that nothing is rounded before the end. */
export function savingOf(
  freed: readonly (number | null)[],
  empty: readonly (number | null)[],
  given: Partial<Coefficients>,
): DrainPlan['saving'] {
  const { puePercent, fenPerKwh } = { ...DEFAULT_COEFFICIENTS, ...given }
  const sum = (watts: readonly (number | null)[]) => watts.reduce<number>((all, one) => all + (one ?? 0), 0)
  const [watts, emptyWatts] = [sum(freed), sum(empty)]
  const centiWattHours = (watts + emptyWatts) * HOURS_A_YEAR * puePercent
  return {
    watts,
    emptyWatts,
    hostsWithoutPower: [...freed, ...empty].filter((one) => one === null).length,
    kwhPerYear: Math.round(centiWattHours / 100_000),
    amountMinorPerYear: Math.round((centiWattHours * fenPerKwh) / 100_000),
    currency: 'CNY',
    puePercent,
    fenPerKwh,
    isProductDefault: given.puePercent === undefined && given.fenPerKwh === undefined,
  }
}
