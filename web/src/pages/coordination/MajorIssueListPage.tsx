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
  choice,
  choiceOf,
  flag,
  GoTo,
  optionsOf,
  RegisterPage,
  State,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Time } from '../../ui/index.ts'
import { Due } from './GuideCheckListPage.tsx'

const names = ['state', 'category', 'overdue', 'responsibleBodyId'] as const

export default function MajorIssueListPage() {
  const t = useText('coordination')
  const terms = useText('terms')
  const go = useGoTo()
  const [raising, setRaising] = useState(false)
  const categories = optionsOf(MAJOR_ISSUE_CATEGORIES, (value) => t(`category.${value}`))
  return (
    <RegisterPage
      title={t('issues.title')}
      list={majorIssueOperations.list}
      file={majorIssueOperations.export}
      names={names}
      filters={[
        choice('state', t('state'), MAJOR_ISSUE_STATES, (value) => terms(`major-issue.${value}`)),
        choiceOf('category', t('issue.category'), categories),
        flag('overdue', t('overdue')),
      ]}
      columns={columns(t)}
      empty={{ title: t('issues.empty'), why: t('issues.empty-why') }}
      add={{ label: t('issue.new'), onClick: () => setRaising(true) }}
    >
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
    </RegisterPage>
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
