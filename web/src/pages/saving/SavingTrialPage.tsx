import { useParams } from '@tanstack/react-router'
import { savingTrialOperations as operations, SAVING_RULES, type SavingTrialDetail } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { type Column, choice, FilterBar, GoTo, ListTable, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import {
  Facts,
  formatNumber,
  formatTime,
  Money,
  Notice,
  ObjectPage,
  Panel,
  SeriesChart,
  StateMark,
} from '../../ui/index.ts'
import { RuleMark } from './proposal-columns.tsx'

const WHILE_UNDER_WAY_MS = 2_000
type Figures = Omit<SavingTrialDetail['byMonth'][number], 'month'>

/** What other rules would have found at the last twelve month ends, beside those in force. */
export default function SavingTrialPage() {
  const t = useText('saving')
  const { id } = useParams({ strict: false }) as { id: string }
  const everyMs = ({ state }: SavingTrialDetail) => (state === 'running' ? WHILE_UNDER_WAY_MS : false)
  const trial = useLoaded(operations.get, { params: { id } }, { everyMs })
  const { state, ruleSet, byMonth, byRule, byBody, allMonths, doneMonths } = trial
  const isRunning = state === 'running'
  const place = (filter: Readonly<Record<string, string>>) => to('savingTrial', { id }, filter)
  return (
    <ObjectPage
      title={t('trial.title', { number: ruleSet.number ?? '' })}
      state={<StateMark tone={isRunning ? 'busy' : 'good'}>{t(`trial.state.${state}`)}</StateMark>}
      meta={<span>{t('trial.how')}</span>}
    >
      {isRunning && <Notice tone="busy">{t('trial.partial')}</Notice>}
      <Panel title={t('run.progress')}>
        <Facts
          facts={[
            {
              label: t('run.progress'),
              value: (
                <>
                  <progress aria-label={t('run.progress')} value={doneMonths} max={allMonths} />{' '}
                  {t('trial.progress', {
                    done: doneMonths,
                    all: allMonths,
                    judged: formatNumber(trial.judged),
                  })}
                </>
              ),
            },
            { label: t('run.by'), value: trial.createdBy },
            { label: t('run.at'), value: formatTime(trial.createdAt) },
            { label: t('run.ended-at'), value: trial.finishedAt && formatTime(trial.finishedAt) },
            { label: t('trial.kept'), value: formatTime(trial.expiresAt) },
          ]}
        />
      </Panel>
      {byMonth.length > 0 && (
        <Panel title={t('results.months')}>
          <div className="yh-stack">
            <SeriesChart
              title={t('what-if.saving-then')}
              unit={t('results.yuan')}
              asOf={trial.finishedAt ?? trial.createdAt}
              points={byMonth.map(({ month, tried }) => ({
                label: month,
                value: tried.saving.amountMinor / 100,
              }))}
            />
            <Table
              compact
              label={t('results.months')}
              rows={byMonth.toReversed()}
              rowKey={(row) => row.month}
              columns={[
                {
                  key: 'month',
                  title: t('months.month'),
                  oneLine: true,
                  render: (row) => <GoTo to={place({ month: row.month })}>{row.month}</GoTo>,
                },
                ...figureColumns<(typeof byMonth)[number]>(t),
              ]}
            />
          </div>
        </Panel>
      )}
      {byRule.length > 0 && (
        <Panel title={t('trial.rules')} flush>
          <Table
            compact
            label={t('trial.rules')}
            rows={byRule}
            rowKey={(row) => row.rule}
            columns={[
              { key: 'rule', title: t('rules.rule'), render: (row) => <RuleMark rule={row.rule} /> },
              ...figureColumns<(typeof byRule)[number]>(t),
            ]}
          />
        </Panel>
      )}
      {byBody.length > 0 && (
        <Panel title={t('trial.bodies')} flush>
          <Table
            compact
            label={t('trial.bodies')}
            rows={byBody}
            rowKey={(row) => row.body.id}
            columns={[
              {
                key: 'body',
                title: t('column.body'),
                render: (row) => <GoTo to={place({ bodyId: row.body.id })}>{row.body.name}</GoTo>,
              },
              ...figureColumns<(typeof byBody)[number]>(t),
            ]}
          />
        </Panel>
      )}
      <Panel title={t('trial.rows')} flush>
        <div className="yh-panel-body">
          <FilterBar
            filters={[
              choice(
                'month',
                t('months.month'),
                byMonth.map(({ month }) => month),
                (month) => month,
              ),
              choice('rule', t('rules.rule'), SAVING_RULES, (rule) => t(`rule.${rule}`)),
            ]}
          />
        </div>
        <ListTable
          operation={operations.rows}
          params={{ id }}
          filters={['month', 'bodyId', 'rule']}
          label={t('trial.rows')}
          rowKey={(row) => row.id}
          everyMs={() => (isRunning ? WHILE_UNDER_WAY_MS : false)}
          columns={[
            { key: 'month', title: t('months.month'), oneLine: true, render: (row) => row.month },
            { key: 'body', title: t('column.body'), render: (row) => row.body.name },
            { key: 'rule', title: t('rules.rule'), render: (row) => <RuleMark rule={row.rule} /> },
            ...figureColumns(t),
          ]}
          empty={{ title: t('trial.empty'), why: t('trial.empty-why') }}
        />
      </Panel>
    </ObjectPage>
  )
}

function figureColumns<Row extends Figures>(t: TextOf<'saving'>): readonly Column<Row>[] {
  return [
    { key: 'now', title: t('what-if.now'), number: true, render: (row) => formatNumber(row.now.count) },
    { key: 'tried', title: t('what-if.then'), number: true, render: (row) => formatNumber(row.tried.count) },
    { key: 'added', title: t('what-if.added'), number: true, wideOnly: true, render: (row) => row.added },
    {
      key: 'dropped',
      title: t('what-if.dropped'),
      number: true,
      wideOnly: true,
      render: (row) => row.dropped,
    },
    {
      key: 'saving-now',
      title: t('what-if.saving-now'),
      number: true,
      wideOnly: true,
      render: (row) => <Money money={row.now.saving} />,
    },
    {
      key: 'saving-then',
      title: t('what-if.saving-then'),
      number: true,
      render: (row) => <Money money={row.tried.saving} />,
    },
    {
      key: 'difference',
      title: t('trial.difference'),
      number: true,
      render: (row) => <Money money={row.difference} />,
    },
  ]
}
