import { type BudgetComparison, COMPARISON_BYS, budgetListOperations as operations } from '@yunheng/contract'
import { type Column, GoTo, ListExport, ListTable, useUrlState } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { formatMoney, Money } from '../../ui/index.ts'
import { Rest } from './rest.tsx'
import { RuleLine } from './rule-line.tsx'

const names = ['fiscalYear', 'bodyId'] as const
type By = BudgetComparison['by']
const isBy = (value: string | undefined): value is By => COMPARISON_BYS.some((by) => by === value)

/** R274: budget, commitments and bills of each body, system or project, and where its year ends. */
export function ComparisonsTab() {
  const t = useText('budget')
  const [url] = useUrlState()
  const by = isBy(url.by) ? url.by : 'body'
  return (
    <>
      <RuleLine
        rule={undefined}
        actions={<ListExport operation={operations.exportComparisons} filters={[...names, 'by']} />}
      >
        {t('comparisons.why')}
      </RuleLine>
      <ChooseBy by={by} t={t} />
      <ListTable
        key={by}
        operation={operations.comparisons}
        query={{ by }}
        filters={names}
        urlName="comparisons"
        label={t('comparisons.tab')}
        rowKey={(row) => row.subject.id}
        columns={columns(t, by)}
        empty={{ title: t('comparisons.empty'), why: t('comparisons.empty-why') }}
      />
    </>
  )
}

/** As words in a row: each can be opened beside the others. */
function ChooseBy({ by, t }: { readonly by: By; readonly t: TextOf<'budget'> }) {
  const [url] = useUrlState()
  const kept = {
    ...(url.fiscalYear && { fiscalYear: url.fiscalYear }),
    ...(url.bodyId && { bodyId: url.bodyId }),
  }
  return (
    <nav className="yh-row" aria-label={t('comparisons.by')}>
      {COMPARISON_BYS.map((one) =>
        one === by ? (
          <strong key={one} aria-current="true">
            {t(`comparisons.by.${one}`)}
          </strong>
        ) : (
          <GoTo key={one} to={to('budgetChecks', { ...kept, tab: 'comparisons', by: one })}>
            {t(`comparisons.by.${one}`)}
          </GoTo>
        ),
      )}
    </nav>
  )
}

/** What its own entries can be narrowed by. */
function narrowed({ by, subject, fiscalYear }: BudgetComparison): Readonly<Record<string, string>> | null {
  const year = { fiscalYear: String(fiscalYear) }
  if (by === 'body') return { ...year, spenderBodyId: subject.id }
  return by === 'system' ? { ...year, systemId: subject.id } : null
}

function Subject({ row, t }: { readonly row: BudgetComparison; readonly t: TextOf<'budget'> }) {
  const { by, subject, fiscalYear } = row
  return (
    <>
      {by === 'body' && (
        <GoTo to={to('budgets', { bodyId: subject.id, fiscalYear: String(fiscalYear) })}>{subject.name}</GoTo>
      )}
      {by === 'system' && <GoTo to={to('system', { id: subject.id })}>{subject.name}</GoTo>}
      {by === 'project' && (
        <>
          <GoTo to={to('spending', { project: subject.id })}>{subject.name}</GoTo>
          <div className="yh-small">
            <GoTo to={to('systems', { project: subject.id })}>{t('comparisons.systems')}</GoTo>
          </div>
        </>
      )}
      {!row.hasLines && <div className="yh-quiet yh-small">{t('comparisons.no-lines')}</div>}
    </>
  )
}

/** What stands on its lines: of a body it leads to the entries. */
function OnLines({
  row: { by, subject, fiscalYear },
  place,
  money,
}: {
  readonly row: BudgetComparison
  readonly place: 'budgetActuals' | 'budgetCommitments'
  readonly money: BudgetComparison['billed']
}) {
  const shown = <Money money={money} />
  if (by !== 'body') return shown
  return <GoTo to={to(place, { payerBodyId: subject.id, fiscalYear: String(fiscalYear) })}>{shown}</GoTo>
}

/** What it spends itself, whoever pays: its bills lead further. */
function Own({ row, t }: { readonly row: BudgetComparison; readonly t: TextOf<'budget'> }) {
  const { own } = row
  const where = narrowed(row)
  return (
    <>
      {where === null ? (
        <Money money={own.billed} />
      ) : (
        <GoTo to={to('budgetActuals', where)}>
          <Money money={own.billed} />
        </GoTo>
      )}
      <div className="yh-quiet yh-small">
        {t('comparisons.own-forecast', { amount: formatMoney(own.forecast.amount) })}
      </div>
      {own.notBudgeted.amountMinor !== 0 && (
        <div className="yh-quiet yh-small">
          {t('comparisons.not-budgeted', { amount: formatMoney(own.notBudgeted) })}
        </div>
      )}
    </>
  )
}

function columns(t: TextOf<'budget'>, by: By): readonly Column<BudgetComparison>[] {
  return [
    { key: 'subject', title: t(`comparisons.subject.${by}`), render: (row) => <Subject row={row} t={t} /> },
    { key: 'year', title: t('year'), oneLine: true, render: (row) => row.fiscalYear },
    {
      key: 'budget',
      title: t('budget'),
      number: true,
      render: (row) => <Money money={row.hasLines ? row.budget : null} />,
    },
    {
      key: 'billed',
      title: t('comparisons.billed'),
      number: true,
      render: (row) => (
        <>
          <OnLines row={row} place="budgetActuals" money={row.billed} />
          {row.draft.amountMinor > 0 && (
            <div className="yh-quiet yh-small">
              {t('comparisons.draft', { amount: formatMoney(row.draft) })}
            </div>
          )}
        </>
      ),
    },
    {
      key: 'committed',
      title: t('committed'),
      number: true,
      render: (row) => <OnLines row={row} place="budgetCommitments" money={row.committed} />,
    },
    {
      key: 'forecast',
      title: t('comparisons.forecast'),
      number: true,
      render: ({ forecast }) => (
        <>
          <Money money={forecast.amount} />
          {forecast.low.amountMinor !== forecast.high.amountMinor && (
            <div className="yh-quiet yh-small">
              {t('comparisons.band', { low: formatMoney(forecast.low), high: formatMoney(forecast.high) })}
            </div>
          )}
        </>
      ),
    },
    {
      key: 'rest',
      title: t('comparisons.rest'),
      number: true,
      render: (row) => (row.hasLines ? <Rest money={row.rest} /> : '—'),
    },
    { key: 'own', title: t('comparisons.own'), number: true, render: (row) => <Own row={row} t={t} /> },
  ]
}
