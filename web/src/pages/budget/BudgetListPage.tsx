import {
  BUDGET_PURPOSES,
  BUDGET_STATES,
  type BudgetSummary,
  FUND_SOURCES,
  budgetOperations as operations,
} from '@yunheng/contract'
import { useState } from 'react'
import {
  ActDialog,
  type Column,
  choice,
  choiceOf,
  flag,
  GoTo,
  RegisterPage,
  State,
  thisYear,
  useGoTo,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useOwnBody } from '../../shell/own-body.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Money, Tag } from '../../ui/index.ts'
import { useContentFields, usePlaceFields, yearOptions } from './budget-fields.tsx'
import { BUDGET_FILTERS, narrowed } from './budget-filters.ts'
import { Rest } from './rest.tsx'

/** The budget desk: every line with what is billed and committed of it and what is left. A department sees its own. */
export default function BudgetListPage() {
  const t = useText('budget')
  const terms = useText('terms')
  const mayEnter = useMay('create', 'budget')
  const [adding, setAdding] = useState(false)
  const [url] = useUrlState()
  return (
    <RegisterPage
      title={t('title')}
      meta={
        <>
          <GoTo to={to('budgetChecks')}>{t('checks')}</GoTo>
          <GoTo to={to('budgetActuals')}>{t('actuals')}</GoTo>
          <GoTo to={to('budgetActuals', { unbudgeted: 'true' })}>{t('not-budgeted')}</GoTo>
          <GoTo to={to('budgetCommitments')}>{t('commitments')}</GoTo>
          <GoTo to={to('budgetCommitments', { unbudgeted: 'true' })}>{t('unbudgeted')}</GoTo>
          <GoTo to={to('budgetsPrint', narrowed(url))}>{t('print.open')}</GoTo>
        </>
      }
      list={operations.list}
      file={operations.export}
      names={BUDGET_FILTERS}
      search={{ key: 'q', label: t('search') }}
      filters={[
        choiceOf('fiscalYear', t('year'), yearOptions()),
        choice('state', t('state'), BUDGET_STATES, (value) => terms(`budget.${value}`)),
        choice('purpose', t('purpose'), BUDGET_PURPOSES, (value) => t(`purpose.${value}`)),
        choice('fundSource', t('fund-source'), FUND_SOURCES, (value) => t(`source.${value}`)),
        flag('pending', t('pending-flag')),
        flag('overspent', t('overspent')),
      ]}
      columns={columns(t)}
      empty={{ title: t('empty'), why: t('empty-why') }}
      add={mayEnter && { label: t('new'), onClick: () => setAdding(true) }}
    >
      {adding && <EnterDialog onClose={() => setAdding(false)} />}
    </RegisterPage>
  )
}

function columns(t: TextOf<'budget'>): readonly Column<BudgetSummary>[] {
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => (
        <>
          <State of="budget" state={row.state} />
          {row.isPending && row.state === 'active' && <Tag>{t('pending')}</Tag>}
        </>
      ),
    },
    {
      key: 'name',
      title: t('name'),
      render: (row) => (
        <>
          <GoTo to={to('budget', { id: row.id })}>{row.name}</GoTo>
          <div className="yh-quiet yh-small">
            {row.no} · {t(`purpose.${row.purpose}`)} · {t(`source.${row.fundSource}`)}
          </div>
        </>
      ),
    },
    { key: 'year', title: t('year'), oneLine: true, render: (row) => row.fiscalYear },
    {
      key: 'body',
      title: t('body'),
      render: (row) => (
        <>
          {row.body.name}
          <div className="yh-quiet yh-small">{row.system?.name ?? t('system-all')}</div>
        </>
      ),
    },
    { key: 'amount', title: t('budget'), number: true, render: (row) => <Money money={row.amount} /> },
    {
      key: 'permitted',
      title: t('permitted'),
      number: true,
      wideOnly: true,
      render: (row) => <Money money={row.permitted.amountMinor > 0 ? row.permitted : null} />,
    },
    {
      key: 'actual',
      title: t('actual'),
      number: true,
      render: (row) => (
        <GoTo to={to('budgetActuals', { budgetId: row.id })}>
          <Money money={row.actual} />
        </GoTo>
      ),
    },
    {
      key: 'committed',
      title: t('committed'),
      number: true,
      render: (row) => <Money money={row.committed} />,
    },
    {
      key: 'forecast',
      title: t('forecast'),
      number: true,
      wideOnly: true,
      render: (row) => <Money money={row.forecast?.amount ?? null} />,
    },
    { key: 'rest', title: t('rest'), number: true, render: (row) => <Rest money={row.rest} /> },
  ]
}

function EnterDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText('budget')
  const go = useGoTo()
  const ownBody = useOwnBody()
  const fields = { ...usePlaceFields(), ...useContentFields() }
  return (
    <ActDialog
      operation={operations.create}
      open
      onClose={onClose}
      params={undefined}
      initial={{
        fiscalYear: thisYear(),
        purpose: 'cloud',
        fundSource: 'maintenance',
        systemId: null,
        filingId: null,
        ...ownBody,
      }}
      title={t('new')}
      verb={t('new')}
      fields={fields}
      onDone={(made) => go(to('budget', { id: made.id }))}
    />
  )
}
