import { GOAL_INDICATORS, type Goal, goalOperations as operations } from '@yunheng/contract'
import { useState } from 'react'
import { type Column, choice, RegisterPage, RowAct, State } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { formatNumber } from '../../ui/index.ts'
import { type Doing, GoalDialogs, SetGoalDialog } from './goal-dialogs.tsx'

const names = ['indicator'] as const

/** R26: what is to cost less and to be used better, with baseline, target, actual and formula. */
export default function GoalListPage() {
  const t = useText('goal')
  const pick = usePick()
  const maySet = useMay('create', 'goal')
  const [adding, setAdding] = useState(false)
  const [doing, setDoing] = useState<Doing | null>(null)
  return (
    <RegisterPage
      title={t('title')}
      meta={t('how')}
      list={operations.list}
      file={operations.export}
      names={names}
      filters={[choice('indicator', t('indicator'), GOAL_INDICATORS, (value) => t(`indicator.${value}`))]}
      columns={[...columns(t, pick), useActions(setDoing)]}
      empty={{ title: t('empty'), why: t('empty-why') }}
      add={maySet && { label: t('new'), onClick: () => setAdding(true) }}
    >
      {adding && <SetGoalDialog onClose={() => setAdding(false)} />}
      {doing && <GoalDialogs doing={doing} onClose={() => setDoing(null)} />}
    </RegisterPage>
  )
}

type Pick = ReturnType<typeof usePick>

function columns(t: TextOf<'goal'>, pick: Pick): readonly Column<Goal>[] {
  const shown = (row: Goal, value: string) =>
    t('value', { value: formatNumber(Number(value), 2), unit: pick(row.unit) })
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => <State of="goal" state={row.state} />,
    },
    {
      key: 'indicator',
      title: t('indicator'),
      render: (row) => (
        <>
          {pick(row.name)}
          <div className="yh-quiet yh-small">{t('formula', { formula: pick(row.formula) })}</div>
          {row.note && <div className="yh-quiet yh-small">{row.note}</div>}
        </>
      ),
    },
    {
      key: 'baseline',
      title: t('baseline'),
      number: true,
      render: (row) => (
        <>
          {shown(row, row.baseline)}
          <div className="yh-quiet yh-small">
            {row.baselineMonth} · {t(`from.${row.baselineFrom}`)}
          </div>
        </>
      ),
    },
    {
      key: 'target',
      title: t('target'),
      number: true,
      render: (row) => (
        <>
          {shown(row, row.target)}
          <div className="yh-quiet yh-small">{t('due-by', { month: row.dueMonth })}</div>
        </>
      ),
    },
    {
      key: 'actual',
      title: t('actual'),
      number: true,
      render: (row) =>
        row.actual === null ? (
          <span className="yh-quiet">{t('actual-none', { month: row.actualMonth })}</span>
        ) : (
          <>
            {shown(row, row.actual)}
            <div className="yh-quiet yh-small">
              {row.actualMonth} · {t('progress', { percent: formatNumber(row.progressPercent ?? 0) })}
            </div>
          </>
        ),
    },
    {
      key: 'source',
      title: t('source'),
      render: (row) => (
        <>
          {row.source}
          <div className="yh-quiet yh-small">{t('set-by', { region: row.region.name, name: row.setBy })}</div>
        </>
      ),
    },
  ]
}

function useActions(act: (doing: Doing) => void): Column<Goal> {
  const t = useText('goal')
  return {
    key: 'actions',
    title: t('actions'),
    render: (row) => (
      <span className="yh-row">
        {(['modify', 'remove'] as const).map((verb) => (
          <RowAct
            key={verb}
            label={t(`act.${verb}`)}
            allowance={row.actions[verb]}
            onAct={() => act({ verb, goal: row })}
          />
        ))}
      </span>
    ),
  }
}
