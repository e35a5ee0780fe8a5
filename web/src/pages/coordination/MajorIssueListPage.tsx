import {
  MAJOR_ISSUE_CATEGORIES,
  MAJOR_ISSUE_STATES,
  type MajorIssueSummary,
  majorIssueOperations,
} from '@yunheng/contract'
import { useState } from 'react'
import {
  ActDialog,
  type Column,
  FilterBar,
  GoTo,
  ListExport,
  ListTable,
  optionsOf,
  State,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { ActionButton, ListPage, Time } from '../../ui/index.ts'
import { Due } from './GuideCheckListPage.tsx'

const names = ['state', 'category', 'overdue', 'responsibleBodyId'] as const

export default function MajorIssueListPage() {
  const t = useText('coordination')
  const terms = useText('terms')
  const go = useGoTo()
  const [raising, setRaising] = useState(false)
  const categories = optionsOf(MAJOR_ISSUE_CATEGORIES, (value) => t(`category.${value}`))
  return (
    <ListPage
      title={t('issues.title')}
      actions={
        <>
          <ActionButton type="primary" label={t('issue.new')} onClick={() => setRaising(true)} />
          <ListExport operation={majorIssueOperations.export} filters={names} />
        </>
      }
      filters={
        <FilterBar
          filters={[
            {
              kind: 'choice',
              key: 'state',
              label: t('state'),
              options: optionsOf(MAJOR_ISSUE_STATES, (value) => terms(`major-issue.${value}`)),
            },
            { kind: 'choice', key: 'category', label: t('issue.category'), options: categories },
            { kind: 'flag', key: 'overdue', label: t('overdue') },
          ]}
        />
      }
    >
      <ListTable
        operation={majorIssueOperations.list}
        filters={names}
        label={t('issues.title')}
        rowKey={(row) => row.id}
        columns={columns(t)}
        empty={{ title: t('issues.empty'), why: t('issues.empty-why') }}
      />
      <ActDialog
        operation={majorIssueOperations.create}
        open={raising}
        onClose={() => setRaising(false)}
        params={undefined}
        title={t('issue.new')}
        verb={t('issue.raise')}
        fields={{
          category: { label: t('issue.category'), options: categories },
          title: { label: t('issue.title') },
          description: { label: t('issue.description'), as: 'area' },
        }}
        onDone={(made) => go(to('majorIssue', { id: made.id }))}
      >
        <p>{t('issue.new-what')}</p>
      </ActDialog>
    </ListPage>
  )
}

function columns(t: TextOf<'coordination'>): readonly Column<MajorIssueSummary>[] {
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => <State of="major-issue" state={row.state} />,
    },
    {
      key: 'title',
      title: t('issue.title'),
      render: (row) => (
        <>
          <GoTo to={to('majorIssue', { id: row.id })}>{row.title}</GoTo>
          <div className="yh-quiet yh-small">
            {t(`category.${row.category}`)} · {row.no}
          </div>
        </>
      ),
    },
    { key: 'raised', title: t('issue.raised-by'), render: (row) => row.raisedBy.body.name },
    {
      key: 'responsible',
      title: t('issue.responsible'),
      render: (row) => row.responsible?.name ?? <span className="yh-quiet">—</span>,
    },
    {
      key: 'due',
      title: t('issue.due'),
      oneLine: true,
      render: (row) => <Due overdue={row.overdue} at={row.dueAt} />,
    },
    {
      key: 'at',
      title: t('issue.raised-at'),
      oneLine: true,
      wideOnly: true,
      render: (row) => <Time at={row.raisedAt} />,
    },
  ]
}
