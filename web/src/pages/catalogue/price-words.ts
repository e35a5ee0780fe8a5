import type { PriceLine, PriceVersion } from '@yunheng/contract'
import { DEFAULT_WEIGHTS } from '@yunheng/contract'
import type { TextOf } from '../../text/index.ts'

type T = TextOf<'catalogue'>

/** `46`, or by tiers: `前 100：0；至 500：0.2；超出：0.1`. */
export function tierWords(tiers: PriceLine['tiers'], t: T): string {
  if (tiers.length === 1) return tiers[0]?.unitPrice ?? ''
  return tiers
    .map(({ upTo, unitPrice }) =>
      upTo === null
        ? t('price.tier-above', { price: unitPrice })
        : t('price.tier-up-to', { units: upTo, price: unitPrice }),
    )
    .join(t('price.tier-comma'))
}

/** What a plan at a flat price includes; null where it is priced by amount. */
export function includesWords(
  { includes }: Pick<PriceLine, 'includes'>,
  t: T,
  terms: TextOf<'terms'>,
): string | null {
  if (!includes) return null
  const each = includes.map(({ dimension, amount }) => `${terms(`dimension.${dimension}`)} ${amount}`)
  return t('price.includes', { what: each.join(t('price.includes-comma')) })
}

/** What counts of what does not serve, where it is not all of it. */
export function weightWords({ weights }: Pick<PriceLine, 'weights'>, t: T): string | null {
  const said = (['stopped', 'unseen'] as const)
    .filter((way) => weights[way] !== DEFAULT_WEIGHTS[way])
    .map((way) => t(`price.weight-${way}`, { weight: weights[way] }))
  return said.length === 0 ? null : said.join(t('price.tier-comma'))
}

export function periodWords(version: Pick<PriceVersion, 'effectiveFrom' | 'effectiveTo'>, t: T): string {
  return version.effectiveTo === null
    ? t('price.since', { day: version.effectiveFrom })
    : t('price.between', { from: version.effectiveFrom, to: version.effectiveTo })
}
