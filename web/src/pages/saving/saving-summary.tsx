import type { SavingSummary, SavingTally } from '@yunheng/contract'
import { type Column, GoTo, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Figure, formatNumber, Money, Panel, SeriesChart } from '../../ui/index.ts'
import { RuleMark } from './proposal-columns.tsx'

const GIB = 1024

interface Props {
  readonly summary: SavingSummary
}

export function SavingFigures({ summary }: Props) {
  const t = useText('saving')
  const { total, months, baseline } = summary
  const last = months.at(-1)
  const cpu = last?.cpuMean ?? null
  return (
    <section className="yh-figures yh-figures-money" aria-label={t('figures.title')}>
      <Figure
        label={t('figure.saving')}
        value={<Money money={total.saving} />}
        note={
          <>
            <div>{t('figure.saving-note')}</div>
            {total.unpriced > 0 && <div>{t('figure.unpriced', { count: total.unpriced })}</div>}
          </>
        }
      />
      <Figure label={t('figure.cores')} value={formatNumber(total.savedVcpus, 0)} unit={t('unit.cores')} />
      <Figure
        label={t('figure.memory')}
        value={formatNumber(total.savedMemoryMiB / GIB, 0)}
        unit={t('unit.gib')}
      />
      <Figure label={t('figure.count')} value={formatNumber(total.count, 0)} unit={t('unit.items')} />
      <Figure
        label={t('figure.cpu', { month: last?.month ?? '—' })}
        value={cpu === null ? t('figure.unmeasured') : formatNumber(cpu, 1)}
        {...(cpu === null ? {} : { unit: t('unit.percent') })}
        note={t('figure.baseline', { percent: baseline.percent, source: baseline.source })}
      />
    </section>
  )
}

export function SavingTables({ summary }: Props) {
  const t = useText('saving')
  const { byRule, byBody, notJudged, months } = summary
  return (
    <>
      {months.length > 0 && <Months summary={summary} />}
      {byRule.length > 0 && (
        <Panel title={t('rules.title')} flush>
          <Table
            compact
            label={t('rules.title')}
            rows={byRule}
            rowKey={(row) => row.rule}
            columns={[
              { key: 'rule', title: t('rules.rule'), render: (row) => <RuleMark rule={row.rule} /> },
              ...tallyColumns<(typeof byRule)[number]>(t, (row) => to('savings', { rule: row.rule })),
            ]}
          />
        </Panel>
      )}
      {byBody.length > 0 && (
        <Panel title={t('bodies.title')} flush>
          <Table
            compact
            label={t('bodies.title')}
            rows={byBody}
            rowKey={(row) => row.body.id}
            columns={[
              { key: 'body', title: t('column.body'), render: (row) => row.body.name },
              ...tallyColumns<(typeof byBody)[number]>(t, (row) => to('savings', { bodyId: row.body.id })),
            ]}
          />
        </Panel>
      )}
      {notJudged.length > 0 && (
        <Panel title={t('not-judged.title')} flush>
          <Table
            compact
            label={t('not-judged.title')}
            rows={notJudged}
            rowKey={(row) => row.why}
            columns={[
              { key: 'why', title: t('not-judged.why'), render: (row) => t(`why.${row.why}`) },
              { key: 'count', title: t('not-judged.count'), number: true, render: (row) => row.count },
            ]}
          />
        </Panel>
      )}
    </>
  )
}

/** Utilisation month by month, beside what it was before the cloud (R123). */
function Months({ summary: { months, asOf } }: Props) {
  const t = useText('saving')
  const percent = (value: number | null) =>
    value === null ? t('figure.unmeasured') : `${formatNumber(value, 1)}${t('unit.percent')}`
  return (
    <Panel title={t('months.title')}>
      <div className="yh-stack">
        <SeriesChart
          title={t('months.title')}
          unit={t('unit.percent')}
          asOf={asOf}
          points={months.map(({ month, cpuMean }) => ({ label: month, value: cpuMean }))}
        />
        <Table
          compact
          label={t('months.table')}
          rows={months.toReversed()}
          rowKey={(row) => row.month}
          columns={[
            { key: 'month', title: t('months.month'), oneLine: true, render: (row) => row.month },
            { key: 'servers', title: t('months.servers'), number: true, render: (row) => row.servers },
            { key: 'cpu', title: t('months.cpu'), number: true, render: (row) => percent(row.cpuMean) },
            {
              key: 'memory',
              title: t('months.memory'),
              number: true,
              render: (row) => percent(row.memoryMean),
            },
          ]}
        />
      </div>
    </Panel>
  )
}

function tallyColumns<Row extends SavingTally>(
  t: TextOf<'saving'>,
  place: (row: Row) => ReturnType<typeof to>,
): readonly Column<Row>[] {
  return [
    {
      key: 'count',
      title: t('column.count'),
      number: true,
      render: (row) => <GoTo to={place(row)}>{String(row.count)}</GoTo>,
    },
    { key: 'saving', title: t('column.saving'), number: true, render: (row) => <Money money={row.saving} /> },
    { key: 'cores', title: t('figure.cores'), number: true, wideOnly: true, render: (row) => row.savedVcpus },
    {
      key: 'memory',
      title: `${t('figure.memory')} (${t('unit.gib')})`,
      number: true,
      wideOnly: true,
      render: (row) => formatNumber(row.savedMemoryMiB / GIB, 0),
    },
  ]
}
