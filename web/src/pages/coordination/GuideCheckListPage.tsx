import {
  GUIDE_CHECK_STATES,
  GUIDE_FIELDS,
  type GuideCheckSummary,
  guideCheckOperations,
} from '@yunheng/contract'
import { useState } from 'react'
import { type Column, choice, GoTo, RegisterPage, State, type Terms } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { StateMark, Time } from '../../ui/index.ts'
import { OpenCheckDialog } from './open-check-dialog.tsx'

const names = ['state', 'field', 'bodyId', 'subjectId'] as const

export default function GuideCheckListPage() {
  const t = useText('coordination')
  const terms = useText('terms')
  const mayOpen = useMay('create', 'guide-check')
  const [opening, setOpening] = useState(false)
  return (
    <RegisterPage
      title={t('checks.title')}
      list={guideCheckOperations.list}
      file={guideCheckOperations.export}
      names={names}
      filters={[
        choice('state', t('state'), GUIDE_CHECK_STATES, (value) => terms(`guide-check.${value}`)),
        choice('field', t('field'), GUIDE_FIELDS, (value) => terms(`guide-field.${value}`)),
      ]}
      columns={columns(t, terms)}
      empty={{ title: t('checks.empty'), why: t('checks.empty-why') }}
      add={mayOpen && { label: t('check.new'), onClick: () => setOpening(true) }}
    >
      <OpenCheckDialog open={opening} onClose={() => setOpening(false)} />
    </RegisterPage>
  )
}

function columns(t: TextOf<'coordination'>, terms: Terms): readonly Column<GuideCheckSummary>[] {
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => <State of="guide-check" state={row.state} />,
    },
    {
      key: 'subject',
      title: t('check.subject'),
      render: (row) => (
        <>
          <GoTo to={to('guideCheck', { id: row.id })}>{row.subject.name}</GoTo>
          <div className="yh-quiet yh-small">
            {terms(`check-subject.${row.subject.noun}`)} · {row.no}
          </div>
        </>
      ),
    },
    { key: 'guide', title: t('check.guide'), render: (row) => row.guide.name },
    { key: 'body', title: t('check.body'), render: (row) => row.body.name },
    {
      key: 'counts',
      title: t('check.findings'),
      oneLine: true,
      render: ({ counts: { meets, fails, open } }) => t('check.counts', { meets, fails, open }),
    },
    {
      key: 'due',
      title: t('check.due'),
      oneLine: true,
      render: (row) => <Due overdue={row.overdue} at={row.dueAt} />,
    },
    {
      key: 'opened',
      title: t('check.opened'),
      oneLine: true,
      wideOnly: true,
      render: (row) => <Time at={row.openedAt} />,
    },
  ]
}

export function Due({ overdue, at }: { readonly overdue: boolean; readonly at: string | null }) {
  const t = useText('coordination')
  if (at === null) return <span className="yh-quiet">—</span>
  if (!overdue) return <Time at={at} />
  return (
    <StateMark tone="bad">
      {t('overdue')} <Time at={at} />
    </StateMark>
  )
}
