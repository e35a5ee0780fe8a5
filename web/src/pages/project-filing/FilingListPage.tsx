import {
  FILING_STATES,
  projectFilingOperations as operations,
  PROJECT_CONNECTIONS,
  PROJECT_NATURES,
  type ProjectFilingSummary,
} from '@yunheng/contract'
import {
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
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { ActionButton, ListPage, Time } from '../../ui/index.ts'

const names = ['q', 'state', 'nature', 'connection', 'bodyId'] as const

export default function FilingListPage() {
  const t = useText('project-filing')
  const terms = useText('terms')
  const go = useGoTo()
  const mayFile = useMay('create', 'project-filing')
  const add = <ActionButton type="primary" label={t('new')} onClick={() => go(to('filingNew'))} />
  return (
    <ListPage
      title={t('title')}
      actions={
        <>
          <ListExport operation={operations.export} filters={names} />
          {mayFile && add}
        </>
      }
      filters={
        <FilterBar
          search={{ key: 'q', label: t('search') }}
          filters={[
            {
              kind: 'choice',
              key: 'state',
              label: t('state'),
              options: optionsOf(FILING_STATES, (value) => terms(`filing.${value}`)),
            },
            {
              kind: 'choice',
              key: 'nature',
              label: t('nature'),
              options: optionsOf(PROJECT_NATURES, (value) => t(`nature.${value}`)),
            },
            {
              kind: 'choice',
              key: 'connection',
              label: t('connection'),
              options: optionsOf(PROJECT_CONNECTIONS, (value) => t(`connection.${value}`)),
            },
          ]}
        />
      }
    >
      <ListTable
        operation={operations.list}
        filters={names}
        label={t('title')}
        rowKey={(row) => row.id}
        columns={columns(t)}
        empty={{ title: t('empty'), why: t('empty-why'), action: mayFile ? add : null }}
      />
    </ListPage>
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
