import type { PriceVersion } from '@yunheng/contract'
import { Table } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { includesWords, tierWords, weightWords } from './price-words.ts'

/** Every price of a version: of what, where, how much, and what counts of what does not serve. */
export function PriceLinesTable({ version }: { readonly version: PriceVersion }) {
  const t = useText('catalogue')
  const terms = useText('terms')
  const pools = new Map(version.pools.map((pool) => [pool.id, pool.name]))
  return (
    <Table
      label={t('price.open')}
      compact
      rows={version.lines}
      rowKey={(line) => `${line.offeringCode} ${line.planCode} ${line.poolId} ${line.dimension} ${line.per}`}
      columns={[
        {
          key: 'offering',
          title: t('price.offering'),
          render: (line) => <span className="yh-mono">{line.offeringCode}</span>,
        },
        {
          key: 'plan',
          title: t('price.plan'),
          render: (line) =>
            line.planCode ? <span className="yh-mono">{line.planCode}</span> : t('price.all-plans'),
        },
        {
          key: 'pool',
          title: t('price.pool'),
          render: (line) =>
            line.poolId === null ? t('price.all-pools') : (pools.get(line.poolId) ?? line.poolId),
        },
        {
          key: 'dimension',
          title: t('price.dimension'),
          render: (line) => terms(`dimension.${line.dimension}`),
        },
        { key: 'per', title: t('price.per'), render: (line) => t(`price.per.${line.per}`) },
        {
          key: 'unit',
          title: t('price.unit'),
          number: true,
          render: (line) => (
            <>
              {tierWords(line.tiers, t)}
              {line.includes && <div className="yh-small">{includesWords(line, t, terms)}</div>}
              {weightWords(line, t) && <div className="yh-small yh-quiet">{weightWords(line, t)}</div>}
            </>
          ),
        },
      ]}
    />
  )
}
