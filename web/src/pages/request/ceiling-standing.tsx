import type { CeilingItem, CeilingStanding } from '@yunheng/contract'
import { DefaultTag, Table } from '../../kit/index.ts'
import { inSeries, useText } from '../../text/index.ts'
import { formatMoney, Money, StateMark, type Tone } from '../../ui/index.ts'

const tones: Record<CeilingItem['level'], Tone> = { fine: 'good', near: 'attention', over: 'bad' }

/** Ceiling, spent, approved, this request and what is left, contract by contract (R299). */
export function CeilingStandingTable({
  standing,
  narrow = false,
}: {
  readonly standing: CeilingStanding
  /** Beside the form: which contract, and what is left of it. */
  readonly narrow?: boolean
}) {
  const t = useText('request')
  const columns = [
    {
      key: 'contract',
      title: t('ceiling.contract'),
      render: (row: CeilingItem) => (
        <>
          {row.contract.name}
          <div className="yh-quiet yh-small">{`${row.contract.no} · ${row.provider.name}`}</div>
        </>
      ),
    },
    {
      key: 'ceiling',
      title: t('ceiling.ceiling'),
      number: true,
      render: (row: CeilingItem) => (
        <>
          <Money money={row.ceiling} />
          {row.permitted.amountMinor > 0 && (
            <div className="yh-quiet yh-small">
              {t('budget.permitted', { amount: formatMoney(row.permitted) })}
            </div>
          )}
        </>
      ),
    },
    {
      key: 'spent',
      title: t('ceiling.spent'),
      number: true,
      render: (row: CeilingItem) => <Money money={row.spent} />,
    },
    {
      key: 'committed',
      title: t('ceiling.committed'),
      number: true,
      render: (row: CeilingItem) => <Money money={row.committed} />,
    },
    {
      key: 'asked',
      title: t('budget.asked'),
      number: true,
      render: (row: CeilingItem) => <Money money={row.asked} />,
    },
    {
      key: 'rest',
      title: t('budget.rest'),
      number: true,
      render: (row: CeilingItem) => (
        <>
          <Money money={row.rest} />
          <div>
            <StateMark tone={tones[row.level]}>{t('ceiling.percent', { percent: row.percent })}</StateMark>
          </div>
        </>
      ),
    },
  ]
  const shown = narrow ? columns.filter(({ key }) => ['contract', 'rest'].includes(key)) : columns
  return (
    <>
      <Table
        label={t('ceiling.title')}
        compact
        rows={standing.items}
        rowKey={(row) => `${row.provider.id} ${row.contract.id}`}
        columns={shown}
      />
      <p className="yh-quiet yh-small">
        {!standing.isNamed && t('ceiling.chosen')}
        {!standing.isNamed &&
          standing.unlimited.length > 0 &&
          t('ceiling.unlimited', { names: inSeries(standing.unlimited.map(({ name }) => name)) })}
        {t('ceiling.warned', { percent: standing.warnPercent })}{' '}
        <DefaultTag when={standing.isProductDefault} />
      </p>
    </>
  )
}
