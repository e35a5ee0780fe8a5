import type { FilingCarrier } from '@yunheng/contract'
import { inSeries, usePick, useText } from '../../text/index.ts'

/** The service of the catalogue with its lowest prices of today, or that no list in force has one. */
export function CarrierPrices({ carrier }: { readonly carrier: FilingCarrier }) {
  const t = useText('project-filing')
  const terms = useText('terms')
  const pick = usePick()
  const prices = carrier.prices.map(({ dimension, per, unitPrice }) =>
    t(`carrier.price.${per}`, { what: terms(`dimension.${dimension}`), price: unitPrice }),
  )
  return (
    <div className="yh-quiet yh-small">
      {prices.length === 0
        ? t('carrier.no-price', { offering: pick(carrier.title) })
        : t('carrier.prices', { offering: pick(carrier.title), prices: inSeries(prices) })}
    </div>
  )
}
