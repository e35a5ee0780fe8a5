import { useParams } from '@tanstack/react-router'
import { type BillRun, type BillRunItem, billRunOperations as operations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import {
  ActDialog,
  ActionBar,
  type Column,
  choice,
  FilterBar,
  GoTo,
  ListTable,
  State,
  Table,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { type Fact, Facts, formatNumber, formatTime, Money, ObjectPage, Panel } from '../../ui/index.ts'
import { filterWords } from './run-bar.tsx'
import { RunOutcome, RunState } from './run-state.tsx'

const WHILE_UNDER_WAY_MS = 2_000
const OUTCOMES = ['waiting', 'done', 'refused'] as const

/** How far a run over many bills is, and what came of each. */
export default function BillRunPage() {
  const t = useText('bill')
  const { id } = useParams({ strict: false }) as { id: string }
  const everyMs = ({ state }: BillRun) => (state === 'running' ? WHILE_UNDER_WAY_MS : false)
  const run = useLoaded(operations.get, { params: { id } }, { everyMs })
  const [isStopping, setStopping] = useState(false)
  return (
    <ObjectPage
      title={t(`run.title.${run.verb}`)}
      state={<RunState state={run.state} />}
      meta={<span>{t('run.how')}</span>}
      actions={
        <ActionBar
          actions={[
            {
              key: 'stop',
              label: t('run.stop'),
              allowance: run.actions.stop,
              onAct: () => setStopping(true),
            },
          ]}
        />
      }
    >
      <Panel title={t('overview')}>
        <Facts facts={useFacts(run)} />
      </Panel>
      <Reasons run={run} />
      <Items run={run} />
      {isStopping && (
        <ActDialog
          open
          operation={operations.stop}
          params={{ id }}
          title={t('run.stop-title')}
          verb={t('run.stop')}
          onClose={() => setStopping(false)}
        >
          <p>{t('run.stop-say')}</p>
        </ActDialog>
      )}
    </ObjectPage>
  )
}

function useFacts(run: BillRun): readonly Fact[] {
  const t = useText('bill')
  const terms = useText('terms')
  const treated = run.done + run.refused
  const counted = (outcome: (typeof OUTCOMES)[number], count: number) => (
    <GoTo to={to('billRun', { id: run.id }, { outcome })}>{formatNumber(count)}</GoTo>
  )
  return [
    {
      label: t('run.of'),
      value: run.filters === null ? t('run.chosen') : filterWords(run.filters, t, terms),
    },
    { label: t('run.by'), value: run.by },
    { label: t('run.at'), value: formatTime(run.createdAt) },
    { label: t('run.ended-at'), value: run.endedAt && formatTime(run.endedAt) },
    {
      label: t('run.progress'),
      value: (
        <>
          <progress aria-label={t('run.progress')} value={treated} max={run.total} />{' '}
          {`${formatNumber(treated)} / ${formatNumber(run.total)}`}
        </>
      ),
    },
    { label: t('run.done'), value: counted('done', run.done) },
    { label: t('run.refused'), value: counted('refused', run.refused) },
    { label: t('run.waiting'), value: counted('waiting', run.total - treated) },
  ]
}

function Reasons({ run }: { readonly run: BillRun }) {
  const t = useText('bill')
  const pick = usePick()
  if (run.refusedFor.length === 0) return null
  return (
    <Panel title={t('run.reasons')} flush>
      <Table
        compact
        label={t('run.reasons')}
        rows={run.refusedFor}
        rowKey={(row) => row.problem.reason}
        columns={[
          { key: 'reason', title: t('run.reason'), render: (row) => pick(row.problem) },
          {
            key: 'count',
            title: t('run.count'),
            number: true,
            render: (row) => (
              <GoTo to={to('billRun', { id: run.id }, { outcome: 'refused', reason: row.problem.reason })}>
                {formatNumber(row.count)}
              </GoTo>
            ),
          },
        ]}
      />
    </Panel>
  )
}

function Items({ run }: { readonly run: BillRun }) {
  const t = useText('bill')
  return (
    <Panel title={t('run.items')} flush>
      <div className="yh-panel-body">
        <FilterBar
          filters={[choice('outcome', t('run.outcome'), OUTCOMES, (one) => t(`run.outcome.${one}`))]}
        />
      </div>
      <ListTable
        operation={operations.items}
        params={{ id: run.id }}
        filters={['outcome', 'reason']}
        label={t('run.items')}
        rowKey={(row) => row.bill.id}
        columns={useColumns(run)}
        everyMs={() => (run.state === 'running' ? WHILE_UNDER_WAY_MS : false)}
        empty={{ title: t('run.items-empty'), why: t('run.items-empty-why') }}
      />
    </Panel>
  )
}

function useColumns(run: BillRun): readonly Column<BillRunItem>[] {
  const t = useText('bill')
  const pick = usePick()
  return [
    {
      key: 'outcome',
      title: t('run.outcome'),
      render: (row) => (
        <>
          <RunOutcome run={run} row={row} />
          {row.problem && <div className="yh-quiet yh-small">{pick(row.problem)}</div>}
        </>
      ),
    },
    {
      key: 'month',
      title: t('month'),
      oneLine: true,
      render: (row) => <GoTo to={to('bill', { id: row.bill.id })}>{row.bill.month}</GoTo>,
    },
    { key: 'body', title: t('body'), render: (row) => row.body.name },
    { key: 'amount', title: t('amount'), number: true, render: (row) => <Money money={row.amount} /> },
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => <State of="bill" state={row.state} />,
    },
  ]
}
