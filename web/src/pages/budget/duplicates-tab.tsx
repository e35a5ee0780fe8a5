import { type DuplicateProject, budgetListOperations as operations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { type Column, GoTo, ListExport, ListTable } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { formatMoney, Money, StateMark, type Tone } from '../../ui/index.ts'
import { RuleLine } from './rule-line.tsx'

type Item = DuplicateProject['items'][number]
const tones: Record<Item['finding'], Tone> = { flagged: 'bad', waiting: 'attention', exempt: 'good' }

/** R270: infrastructure in new projects that the cloud can carry. */
export function DuplicatesTab() {
  const t = useText('budget')
  const { rule } = useLoaded(operations.duplicates, { query: { pageSize: 1 } })
  return (
    <>
      <RuleLine
        rule={rule}
        actions={<ListExport operation={operations.exportDuplicates} filters={['bodyId']} />}
      >
        {t('duplicates.why')}
      </RuleLine>
      <ListTable
        operation={operations.duplicates}
        filters={['bodyId']}
        urlName="duplicates"
        label={t('duplicates.tab')}
        rowKey={(row) => row.filing.id}
        columns={columns(t)}
        empty={{ title: t('duplicates.empty'), why: t('duplicates.empty-why') }}
      />
    </>
  )
}

function columns(t: TextOf<'budget'>): readonly Column<DuplicateProject>[] {
  return [
    {
      key: 'filing',
      title: t('filing'),
      render: (row) => (
        <>
          <GoTo to={to('filing', { id: row.filing.id })}>{row.filing.name}</GoTo>
          <div className="yh-quiet yh-small">
            {row.filing.no} · {row.body.name}
          </div>
        </>
      ),
    },
    {
      key: 'items',
      title: t('duplicates.items'),
      render: (row) => row.items.map((item) => <ItemLine key={item.number} item={item} t={t} />),
    },
    {
      key: 'flagged',
      title: t('duplicates.flagged-sum'),
      number: true,
      render: (row) => <Money money={row.flagged} />,
    },
    {
      key: 'budgets',
      title: t('duplicates.budgets'),
      render: (row) => <Lines row={row} t={t} />,
    },
  ]
}

/** The lines that name the project: what is for infrastructure of its own is marked. */
function Lines({ row, t }: { readonly row: DuplicateProject; readonly t: TextOf<'budget'> }) {
  if (row.budgets === 0) return <span className="yh-quiet">{t('duplicates.no-lines')}</span>
  return (
    <>
      {row.lines.map((line) => (
        <div key={line.id}>
          {line.flagged && <StateMark tone="bad">{t('duplicates.line-flagged')}</StateMark>}{' '}
          <GoTo to={to('budget', { id: line.id })}>{line.name}</GoTo>
          <div className="yh-quiet yh-small">
            {line.no} · {line.fiscalYear} · {t(`purpose.${line.purpose}`)} · {formatMoney(line.amount)}
          </div>
        </div>
      ))}
      <div className="yh-quiet yh-small">
        {t('duplicates.lines-sum', { count: row.budgets, amount: formatMoney(row.budgeted) })}
      </div>
    </>
  )
}

function ItemLine({ item, t }: { readonly item: Item; readonly t: TextOf<'budget'> }) {
  const pick = usePick()
  return (
    <div>
      <StateMark tone={tones[item.finding]}>{t(`finding.${item.finding}`)}</StateMark> {item.name}
      <div className="yh-quiet yh-small">
        {item.offering
          ? t('duplicates.offering', { offering: pick(item.offering.title) })
          : t(`item.${item.kind}`)}
        {' · '}
        {item.cost ? formatMoney(item.cost) : t('duplicates.cost-unknown')}
        {item.document && ` · ${item.document}`}
      </div>
    </div>
  )
}
