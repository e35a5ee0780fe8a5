import { priceOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { ProblemPanel, Table } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { Panel, StateMark, Waiting } from '../../ui/index.ts'
import './catalogue.css'

/** What a bill would find no price for; worth a look before publication, none of it stands in the way. */
export function PriceGaps({ priceId }: { readonly priceId: string }) {
  const t = useText('catalogue')
  const pick = usePick()
  const asked = useAsked(priceOperations.coverage, { params: { id: priceId } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const { gaps, moreGaps, until, next } = asked.data
  return (
    <div className="yh-stack-tight">
      <p>
        {until === null
          ? t('price.until-next')
          : next === null
            ? t('price.until', { day: until })
            : t('price.until-followed', { day: until, name: next.name })}
      </p>
      {gaps.length === 0 ? (
        <StateMark tone="good">{t('price.no-gaps')}</StateMark>
      ) : (
        <ul className="yh-price-gaps">
          {gaps.map((gap) => (
            <li key={gap.text.zh}>
              <StateMark tone="attention">{pick(gap.text)}</StateMark>
            </li>
          ))}
        </ul>
      )}
      {moreGaps > 0 && <p className="yh-quiet">{t('price.more-gaps', { count: moreGaps })}</p>}
    </div>
  )
}

/** Offering by offering, what its plans count and for how many of them there is a price. */
export function PriceCoverage({ priceId }: { readonly priceId: string }) {
  const t = useText('catalogue')
  const terms = useText('terms')
  const pick = usePick()
  const asked = useAsked(priceOperations.coverage, { params: { id: priceId } })
  if (!asked.data) return null
  const rows = asked.data.offerings.flatMap(({ code, title, dimensions }) =>
    dimensions.map((dimension) => ({ code, title, ...dimension })),
  )
  if (rows.length === 0) return null
  return (
    <Panel title={t('price.coverage')} flush>
      <Table
        compact
        label={t('price.coverage')}
        rows={rows}
        rowKey={(row) => `${row.code} ${row.dimension}`}
        columns={[
          { key: 'offering', title: t('price.offering-title'), render: (row) => pick(row.title) },
          {
            key: 'dimension',
            title: t('price.dimension'),
            render: (row) => terms(`dimension.${row.dimension}`),
          },
          {
            key: 'priced',
            title: t('price.priced'),
            render: (row) => (
              <StateMark tone={row.priced === row.plans ? 'good' : 'attention'}>
                {t('price.priced-of', { priced: row.priced, plans: row.plans })}
              </StateMark>
            ),
          },
        ]}
      />
    </Panel>
  )
}
