import { type PriceDifference as Difference, priceOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { ProblemPanel, Table } from '../../kit/index.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Waiting } from '../../ui/index.ts'
import { includesWords, tierWords, weightWords } from './price-words.ts'

/** What a version changes in the prices that are in force on its first day. */
export function PriceDifference({ priceId }: { readonly priceId: string }) {
  const asked = useAsked(priceOperations.difference, { params: { id: priceId } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  return <DifferenceTable difference={asked.data} />
}

/** From one version to another, wherever the two come from. */
export function DifferenceTable({ difference }: { readonly difference: Difference }) {
  const t = useText('catalogue')
  const terms = useText('terms')
  const { against, lines, sameCount, termFactors, rules } = difference
  return (
    <div className="yh-stack">
      <p className="yh-quiet">
        {against
          ? t('price.difference-against', { name: against.name, day: against.effectiveFrom })
          : t('price.difference-first')}
      </p>
      {lines.length === 0 && termFactors === null && rules === null && <p>{t('price.difference-none')}</p>}
      {lines.length > 0 && (
        <Table
          compact
          label={t('price.difference')}
          rows={lines}
          rowKey={(line) =>
            `${line.offeringCode} ${line.planCode} ${line.pool?.id} ${line.dimension} ${line.per}`
          }
          columns={[
            {
              key: 'offering',
              title: t('price.offering'),
              render: (line) => (
                <>
                  <span className="yh-mono">
                    {[line.offeringCode, line.planCode].filter(Boolean).join(' / ')}
                  </span>{' '}
                  {line.pool?.name}
                </>
              ),
            },
            {
              key: 'dimension',
              title: t('price.dimension'),
              render: (line) => `${terms(`dimension.${line.dimension}`)} · ${t(`price.per.${line.per}`)}`,
            },
            {
              key: 'before',
              title: t('price.before'),
              number: true,
              render: (line) => pricedWords(line.before, t, terms),
            },
            {
              key: 'after',
              title: t('price.after'),
              number: true,
              render: (line) => pricedWords(line.after, t, terms),
            },
            { key: 'change', title: t('price.change'), render: (line) => t(`price.change.${line.change}`) },
          ]}
        />
      )}
      {termFactors !== null && <p>{t('price.difference-factors')}</p>}
      {rules && rules.before.proration !== rules.after.proration && (
        <p>
          {t('price.difference-proration', {
            before: t(`price.proration.${rules.before.proration}`),
            after: t(`price.proration.${rules.after.proration}`),
          })}
        </p>
      )}
      {rules && rules.before.pinsOrders !== rules.after.pinsOrders && (
        <p>{t(rules.after.pinsOrders ? 'price.difference-pins' : 'price.difference-pins-no')}</p>
      )}
      {sameCount > 0 && lines.length > 0 && (
        <p className="yh-small yh-quiet">{t('price.difference-same', { count: sameCount })}</p>
      )}
    </div>
  )
}

function pricedWords(
  priced: Difference['lines'][number]['after'],
  t: TextOf<'catalogue'>,
  terms: TextOf<'terms'>,
): string {
  if (priced === null) return '—'
  const said = [tierWords(priced.tiers, t), includesWords(priced, t, terms), weightWords(priced, t)]
  return said.filter(Boolean).join(' · ')
}
