import { priceOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { ProblemPanel, Table } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { Waiting } from '../../ui/index.ts'

/** What a version changes in the prices that are in force on its first day. */
export function PriceDifference({ priceId }: { readonly priceId: string }) {
  const t = useText('catalogue')
  const terms = useText('terms')
  const asked = useAsked(priceOperations.difference, { params: { id: priceId } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const { against, lines, sameCount, termFactors } = asked.data
  return (
    <div className="yh-stack">
      <p className="yh-quiet">
        {against
          ? t('price.difference-against', { name: against.name, day: against.effectiveFrom })
          : t('price.difference-first')}
      </p>
      {lines.length === 0 && termFactors === null && <p>{t('price.difference-none')}</p>}
      {lines.length > 0 && (
        <Table
          compact
          label={t('price.difference')}
          rows={lines}
          rowKey={(line) => `${line.offeringCode} ${line.planCode} ${line.dimension} ${line.per}`}
          columns={[
            {
              key: 'offering',
              title: t('price.offering'),
              render: (line) => (
                <span className="yh-mono">
                  {[line.offeringCode, line.planCode].filter(Boolean).join(' / ')}
                </span>
              ),
            },
            {
              key: 'dimension',
              title: t('price.dimension'),
              render: (line) => `${terms(`dimension.${line.dimension}`)} · ${t(`price.per.${line.per}`)}`,
            },
            { key: 'before', title: t('price.before'), number: true, render: (line) => line.before ?? '—' },
            { key: 'after', title: t('price.after'), number: true, render: (line) => line.after ?? '—' },
            { key: 'change', title: t('price.change'), render: (line) => t(`price.change.${line.change}`) },
          ]}
        />
      )}
      {termFactors !== null && <p>{t('price.difference-factors')}</p>}
      {sameCount > 0 && lines.length > 0 && (
        <p className="yh-small yh-quiet">{t('price.difference-same', { count: sameCount })}</p>
      )}
    </div>
  )
}
