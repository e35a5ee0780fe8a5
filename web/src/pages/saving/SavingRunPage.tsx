import { useParams } from '@tanstack/react-router'
import {
  savingRunOperations as operations,
  SAVING_RUN_OUTCOMES,
  type SavingRun,
  type SavingRunItem,
  type SavingRunOutcome,
} from '@yunheng/contract'
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
  Table,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import {
  type Fact,
  Facts,
  formatNumber,
  formatTime,
  ObjectPage,
  Panel,
  StateMark,
  type Tone,
} from '../../ui/index.ts'
import { RuleMark } from './proposal-columns.tsx'
import { filterWords, RunState } from './run-bar.tsx'

const WHILE_UNDER_WAY_MS = 2_000

/** How far a run of notices is, and what came of each. */
export default function SavingRunPage() {
  const t = useText('saving')
  const { id } = useParams({ strict: false }) as { id: string }
  const everyMs = ({ state }: SavingRun) => (state === 'running' ? WHILE_UNDER_WAY_MS : false)
  const run = useLoaded(operations.get, { params: { id } }, { everyMs })
  const [isStopping, setStopping] = useState(false)
  return (
    <ObjectPage
      title={t('run.title')}
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
      <Panel title={t('run.progress')}>
        <Facts facts={useFacts(run)} />
      </Panel>
      <Reasons run={run} />
      <Panel title={t('run.items')} flush>
        <div className="yh-panel-body">
          <FilterBar
            filters={[
              choice('outcome', t('run.outcome'), SAVING_RUN_OUTCOMES, (one) => t(`run.outcome.${one}`)),
            ]}
          />
        </div>
        <ListTable
          operation={operations.items}
          params={{ id: run.id }}
          filters={['outcome', 'reason']}
          label={t('run.items')}
          rowKey={(row) => row.id}
          columns={useColumns(run)}
          everyMs={() => (run.state === 'running' ? WHILE_UNDER_WAY_MS : false)}
          empty={{ title: t('run.items-empty'), why: t('run.items-empty-why') }}
        />
      </Panel>
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

function useFacts(run: SavingRun): readonly Fact[] {
  const t = useText('saving')
  const terms = useText('terms')
  const treated = run.done + run.refused
  const counted = (outcome: SavingRunOutcome, count: number) => (
    <GoTo to={to('savingRun', { id: run.id }, { outcome })}>{formatNumber(count)}</GoTo>
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

function Reasons({ run }: { readonly run: SavingRun }) {
  const t = useText('saving')
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
            title: t('run.total'),
            number: true,
            render: (row) => (
              <GoTo to={to('savingRun', { id: run.id }, { outcome: 'refused', reason: row.problem.reason })}>
                {formatNumber(row.count)}
              </GoTo>
            ),
          },
        ]}
      />
    </Panel>
  )
}

const OUTCOMES: Readonly<Record<SavingRunOutcome, Tone>> = {
  waiting: 'off',
  done: 'good',
  refused: 'attention',
}

function useColumns(run: SavingRun): readonly Column<SavingRunItem>[] {
  const t = useText('saving')
  const pick = usePick()
  return [
    {
      key: 'outcome',
      title: t('run.outcome'),
      render: (row) => (
        <>
          <StateMark tone={OUTCOMES[row.outcome]}>
            {row.outcome === 'waiting' && run.state !== 'running'
              ? t('run.not-reached')
              : t(`run.outcome.${row.outcome}`)}
          </StateMark>
          {row.problem && <div className="yh-quiet yh-small">{pick(row.problem)}</div>}
        </>
      ),
    },
    { key: 'rule', title: t('column.rule'), oneLine: true, render: (row) => <RuleMark rule={row.rule} /> },
    {
      key: 'resource',
      title: t('column.resource'),
      render: (row) => <GoTo to={to('resource', { id: row.resource.id })}>{row.resource.name}</GoTo>,
    },
    { key: 'body', title: t('column.body'), render: (row) => row.body.name },
    {
      key: 'notice',
      title: t('notice.title'),
      oneLine: true,
      render: (row) =>
        row.noticeId === null ? (
          '—'
        ) : (
          <GoTo to={to('savingNotices', { id: row.noticeId })}>{t('notify.sent')}</GoTo>
        ),
    },
  ]
}
