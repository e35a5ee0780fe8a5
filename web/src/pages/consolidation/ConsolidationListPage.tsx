import { CONSOLIDATION_STATES, consolidationOperations as operations } from '@yunheng/contract'
import { choice, GoTo, RegisterPage } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { formatMoney, formatNumber, Time } from '../../ui/index.ts'
import { PlanState } from './plan-state.tsx'

/** Consolidation plans of all pools in sight, the newest first. */
export default function ConsolidationListPage() {
  const t = useText('consolidation')
  return (
    <RegisterPage
      title={t('title')}
      list={operations.list}
      names={['state', 'poolId']}
      filters={[choice('state', t('state'), CONSOLIDATION_STATES, (value) => t(`state.${value}`))]}
      columns={[
        {
          key: 'state',
          title: t('state'),
          oneLine: true,
          render: (row) => <PlanState state={row.state} />,
        },
        {
          key: 'pool',
          title: t('pool'),
          render: (row) => (
            <>
              <GoTo to={to('consolidation', { id: row.id })}>{row.pool.name}</GoTo>
              <div className="yh-small yh-quiet">{row.cloud.name}</div>
            </>
          ),
        },
        {
          key: 'progress',
          title: t('progress'),
          number: true,
          render: (row) => t('progress-value', { done: row.moves.done, all: row.moves.all }),
        },
        { key: 'hosts', title: t('hosts'), number: true, render: (row) => formatNumber(row.hosts) },
        { key: 'saving', title: t('saving'), number: true, render: (row) => formatMoney(row.saving) },
        {
          key: 'proposed',
          title: t('proposed'),
          wideOnly: true,
          render: (row) => (
            <>
              {row.proposedBy} <Time at={row.proposedAt} />
            </>
          ),
        },
      ]}
      empty={{
        title: t('empty'),
        why: t('empty-why'),
        action: <GoTo to={to('pools')}>{t('open-pools')}</GoTo>,
      }}
    />
  )
}
