import { MILESTONE_STATES, type Milestone, milestoneOperations as operations } from '@yunheng/contract'
import { useState } from 'react'
import { type Column, choice, DefaultTag, RegisterPage, RowAct, State } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { formatNumber, Tag } from '../../ui/index.ts'
import { type Doing, MilestoneDialogs, PlanDialog } from './milestone-dialogs.tsx'

const names = ['state'] as const

/** R3: what is to be reached by when, what is late, and what proves that something was reached. */
export default function MilestoneListPage() {
  const t = useText('milestone')
  const terms = useText('terms')
  const pick = usePick()
  const mayPlan = useMay('create', 'milestone')
  const [adding, setAdding] = useState(false)
  const [doing, setDoing] = useState<Doing | null>(null)
  return (
    <RegisterPage
      title={t('title')}
      list={operations.list}
      file={operations.export}
      names={names}
      filters={[choice('state', t('state'), MILESTONE_STATES, (value) => terms(`milestone.${value}`))]}
      columns={[...columns(t, pick), useActions(setDoing)]}
      empty={{ title: t('empty'), why: t('empty-why') }}
      add={mayPlan && { label: t('new'), onClick: () => setAdding(true) }}
    >
      {adding && <PlanDialog onClose={() => setAdding(false)} />}
      {doing && <MilestoneDialogs doing={doing} onClose={() => setDoing(null)} />}
    </RegisterPage>
  )
}

function columns(t: TextOf<'milestone'>, pick: ReturnType<typeof usePick>): readonly Column<Milestone>[] {
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => (
        <>
          <State of="milestone" state={row.state} />
          {row.daysLate > 0 && (
            <div className="yh-quiet yh-small">{t('days-late', { days: row.daysLate })}</div>
          )}
        </>
      ),
    },
    {
      key: 'title',
      title: t('milestone'),
      render: (row) => (
        <>
          {pick(row.title)}
          <div className="yh-quiet yh-small">
            {row.source} <DefaultTag when={row.isProductDefault} />
          </div>
          {row.note && <div className="yh-quiet yh-small">{row.note}</div>}
        </>
      ),
    },
    {
      key: 'due',
      title: t('due'),
      oneLine: true,
      render: (row) => (row.startsOn === null ? row.dueOn : `${row.startsOn} – ${row.dueOn}`),
    },
    {
      key: 'plan',
      title: t('plan'),
      wideOnly: true,
      render: (row) => row.region?.name ?? <Tag>{t('of-document')}</Tag>,
    },
    {
      key: 'figure',
      title: t('figure'),
      render: (row) =>
        row.figure === null ? (
          <span className="yh-quiet">{t('by-document')}</span>
        ) : (
          <>
            {t('figure-value', {
              actual: row.actual === null ? '—' : formatNumber(row.actual, 1),
              target: row.target ?? '—',
              unit: row.unit === null ? '' : pick(row.unit),
            })}
            <div className="yh-quiet yh-small">{row.basis && pick(row.basis)}</div>
          </>
        ),
    },
    { key: 'evidence', title: t('evidence'), render: (row) => <Evidence row={row} t={t} /> },
  ]
}

function Evidence({ row, t }: { readonly row: Milestone; readonly t: TextOf<'milestone'> }) {
  const { evidence } = row
  if (evidence === null) return <span className="yh-quiet">{t('evidence.none')}</span>
  return (
    <>
      {evidence.document === null
        ? t('evidence.figure', { value: evidence.value ?? '—' })
        : [evidence.document, evidence.documentNo].filter(Boolean).join(' ')}
      <div className="yh-quiet yh-small">
        {t('evidence.by', { on: evidence.on, by: evidence.recordedBy })}
      </div>
    </>
  )
}

/** What belongs to the milestone: its figure is measured, or its document is named; what is green may be taken back. */
function useActions(act: (doing: Doing) => void): Column<Milestone> {
  const t = useText('milestone')
  const verbsOf = (row: Milestone): readonly Doing['verb'][] => {
    const prove = row.figure === null ? 'achieve' : 'measure'
    const own = row.region === null ? [] : (['modify', 'remove'] as const)
    return row.evidence === null ? [prove, ...own] : ['reopen']
  }
  return {
    key: 'actions',
    title: t('actions'),
    render: (row) => (
      <span className="yh-row">
        {verbsOf(row).map((verb) => (
          <RowAct
            key={verb}
            label={t(`act.${verb}`)}
            allowance={row.actions[verb]}
            onAct={() => act({ verb, milestone: row })}
          />
        ))}
      </span>
    ),
  }
}
