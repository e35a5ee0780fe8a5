import type { Estimate } from '@yunheng/contract'
import { usePick, useText } from '../text/index.ts'
import { Money, Notice } from '../ui/index.ts'
import './estimate-view.css'
import { DefaultTag } from './terms.tsx'

/** Money that explains itself: the total, what a month costs, and how each line comes about. */
export function EstimateView({ estimate, term }: { readonly estimate: Estimate; readonly term?: string }) {
  const t = useText('ui')
  const pick = usePick()
  return (
    <div className="yh-stack-tight">
      <div className="yh-estimate-total">
        <span>
          {t('estimate.total')} {term && <span className="yh-quiet">{term}</span>}
        </span>
        <strong>
          <Money money={estimate.total} />
        </strong>
      </div>
      <div className="yh-estimate-total yh-quiet">
        <span>{t('estimate.per-month')}</span>
        <Money money={estimate.perMonth} />
      </div>
      {!estimate.isComplete && <Notice tone="attention">{t('estimate.incomplete')}</Notice>}
      <details className="yh-estimate-details">
        <summary>{t('estimate.how')}</summary>
        <ul className="yh-estimate-steps">
          {estimate.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an estimate is answered anew as a whole
            <li key={index}>
              <div className="yh-estimate-total">
                <strong>
                  {pick(line.title)} × {line.quantity}
                </strong>
                <Money money={line.cost} />
              </div>
              <ul>
                {line.steps.map((step) => (
                  <li key={`${step.dimension} ${step.per}`} className="yh-quiet">
                    {pick(step.text)}
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </details>
      <p className="yh-quiet yh-small">
        {estimate.priceVersion
          ? t(estimate.priceVersion.isProductDefault ? 'estimate.prices-default' : 'estimate.prices', {
              name: estimate.priceVersion.name,
              day: estimate.priceVersion.effectiveFrom,
              source: estimate.priceVersion.source,
            })
          : t('estimate.none')}{' '}
        <DefaultTag when={estimate.priceVersion?.isProductDefault ?? false} />{' '}
        {estimate.priceVersion?.pinsOrders && t('estimate.pinned')}
      </p>
    </div>
  )
}
