import {
  FILING_STATES,
  projectFilingOperations as operations,
  PROJECT_CONNECTIONS,
  PROJECT_NATURES,
  type ProjectFilingSummary,
} from '@yunheng/contract'
import { type Column, choice, GoTo, RegisterPage, State, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Time } from '../../ui/index.ts'

const names = ['q', 'state', 'nature', 'connection', 'bodyId'] as const

export default function FilingListPage() {
  const t = useText('project-filing')
  const terms = useText('terms')
  const go = useGoTo()
  const mayFile = useMay('create', 'project-filing')
  return (
    <RegisterPage
      title={t('title')}
      list={operations.list}
      file={operations.export}
      names={names}
      search={{ key: 'q', label: t('search') }}
      filters={[
        choice('state', t('state'), FILING_STATES, (value) => terms(`filing.${value}`)),
        choice('nature', t('nature'), PROJECT_NATURES, (value) => t(`nature.${value}`)),
        choice('connection', t('connection'), PROJECT_CONNECTIONS, (value) => t(`connection.${value}`)),
      ]}
      columns={columns(t)}
      empty={{ title: t('empty'), why: t('empty-why') }}
      add={mayFile && { label: t('new'), onClick: () => go(to('filingNew')) }}
    />
  )
}

function columns(t: TextOf<'project-filing'>): readonly Column<ProjectFilingSummary>[] {
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => <State of="filing" state={row.state} />,
    },
    {
      key: 'name',
      title: t('name'),
      render: (row) => (
        <>
          <GoTo to={to('filing', { id: row.id })}>{row.name}</GoTo>
          <div className="yh-quiet yh-small">{row.no}</div>
        </>
      ),
    },
    { key: 'body', title: t('body'), render: (row) => row.body.name },
    { key: 'nature', title: t('nature'), oneLine: true, render: (row) => t(`nature.${row.nature}`) },
    {
      key: 'connection',
      title: t('connection'),
      render: (row) => (
        <>
          {t(`connection.${row.connection}`)}
          {row.exemption && (
            <div className="yh-quiet yh-small">
              {t(`ground.${row.exemption.ground}`)} · {row.exemption.document}
            </div>
          )}
        </>
      ),
    },
    {
      key: 'submitted',
      title: t('submitted-at'),
      oneLine: true,
      wideOnly: true,
      render: (row) => (row.submittedAt === null ? '—' : <Time at={row.submittedAt} />),
    },
  ]
}
