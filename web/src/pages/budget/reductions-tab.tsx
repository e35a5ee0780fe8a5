import { budgetListOperations as operations, type ReductionRow } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { type Column, GoTo, ListExport, ListTable } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { formatMoney, Money, StateMark } from '../../ui/index.ts'
import { RuleLine } from './rule-line.tsx'

/** R272: upkeep of own infrastructure, this year beside what the last one allows. */
export function ReductionsTab() {
  const t = useText('budget')
  const { rule } = useLoaded(operations.reductions, { query: { pageSize: 1 } })
  return (
    <>
      <RuleLine
        rule={rule}
        actions={<ListExport operation={operations.exportReductions} filters={['fiscalYear', 'bodyId']} />}
      >
        {t('reductions.why', { fromYear: rule.fromYear, percent: rule.percent })}
      </RuleLine>
      <ListTable
        operation={operations.reductions}
        filters={['fiscalYear', 'bodyId']}
        urlName="reductions"
        label={t('reductions.tab')}
        rowKey={(row) => row.body.id}
        columns={columns(t)}
        empty={{ title: t('reductions.empty'), why: t('reductions.empty-why') }}
      />
    </>
  )
}

const PARTS = [
  ['machineRoom', 'purpose.machine-room'],
  ['network', 'purpose.network'],
  ['hardware', 'purpose.hardware'],
] as const

function columns(t: TextOf<'budget'>): readonly Column<ReductionRow>[] {
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => (
        <StateMark tone={row.state === 'met' ? 'good' : 'attention'}>
          {t(`reductions.${row.state}`)}
        </StateMark>
      ),
    },
    {
      key: 'body',
      title: t('body'),
      render: (row) => (
        <GoTo to={to('budgets', { bodyId: row.body.id, fiscalYear: String(row.fiscalYear) })}>
          {row.body.name}
        </GoTo>
      ),
    },
    { key: 'year', title: t('year'), oneLine: true, render: (row) => row.fiscalYear },
    {
      key: 'before',
      title: t('reductions.before'),
      number: true,
      render: (row) => <Money money={row.total.before} />,
    },
    {
      key: 'allowed',
      title: t('reductions.allowed'),
      number: true,
      render: (row) => <Money money={row.total.allowed} />,
    },
    {
      key: 'planned',
      title: t('reductions.planned'),
      number: true,
      render: (row) => <Money money={row.total.planned} />,
    },
    {
      key: 'beyond',
      title: t('reductions.beyond'),
      number: true,
      render: (row) => <Money money={row.total.beyond} />,
    },
    {
      key: 'parts',
      title: t('reductions.by-part'),
      wideOnly: true,
      render: (row) =>
        PARTS.filter(([part]) => row[part].before.amountMinor + row[part].planned.amountMinor > 0).map(
          ([part, name]) => (
            <div key={part} className="yh-quiet yh-small">
              {t('reductions.part', {
                name: t(name),
                planned: formatMoney(row[part].planned),
                allowed: formatMoney(row[part].allowed),
              })}
            </div>
          ),
        ),
    },
  ]
}
