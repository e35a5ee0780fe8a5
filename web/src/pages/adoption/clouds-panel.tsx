import { adoptionOperations } from '@yunheng/contract'
import type { ReactNode } from 'react'
import { useAsked } from '../../api/index.ts'
import { GoTo, ProblemPanel, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { EmptyState, formatNumber, Panel, Waiting } from '../../ui/index.ts'

/** How far each cloud has come. */
export function CloudsPanel({ cloudId, extra }: { readonly cloudId?: string; readonly extra?: ReactNode }) {
  const t = useText('adoption')
  const asked = useAsked(adoptionOperations.clouds, {})
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const rows = asked.data.items.filter((row) => cloudId === undefined || row.cloud.id === cloudId)
  return (
    <Panel title={t('desk.clouds')} flush={rows.length > 0} extra={extra}>
      {rows.length === 0 ? (
        <EmptyState title={t('clouds.empty')} why={t('clouds.empty-why')} />
      ) : (
        <Table
          label={t('desk.clouds')}
          compact
          rows={rows}
          rowKey={(row) => row.cloud.id}
          columns={[
            {
              key: 'cloud',
              title: t('cloud'),
              render: (row) => <GoTo to={to('adoption', { cloudId: row.cloud.id })}>{row.cloud.name}</GoTo>,
            },
            { key: 'managed', title: t('managed'), number: true, render: (row) => formatNumber(row.managed) },
            {
              key: 'unmanaged',
              title: t('unmanaged'),
              number: true,
              render: (row) => formatNumber(row.unmanaged),
            },
            {
              key: 'proposed',
              title: t('proposed'),
              number: true,
              render: (row) => formatNumber(row.proposed),
            },
            {
              key: 'assigned',
              title: t('assigned'),
              number: true,
              render: (row) => formatNumber(row.assigned),
            },
            {
              key: 'percent',
              title: t('percent'),
              number: true,
              render: (row) => (row.percent === null ? '—' : `${formatNumber(row.percent, 1)}%`),
            },
          ]}
        />
      )}
    </Panel>
  )
}
