import type { WorkOrder } from '@yunheng/contract'
import { Table } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { EmptyState, Panel, Time } from '../../ui/index.ts'

/** Who saw the destruction of data with his own eyes (R40, R233). */
export function WitnessPanel({ order }: { readonly order: WorkOrder }) {
  const t = useText('work-order')
  return (
    <Panel title={t('witness.title')} flush>
      {order.witnesses.length === 0 ? (
        <EmptyState title={t('witness.empty')} why={t('witness.empty-why')} />
      ) : (
        <Table
          label={t('witness.title')}
          rows={order.witnesses}
          rowKey={(row) => row.side}
          columns={[
            {
              key: 'side',
              title: t('witness.side'),
              oneLine: true,
              render: (row) => t(`witness.side.${row.side}`),
            },
            { key: 'person', title: t('witness.person'), oneLine: true, render: (row) => row.person },
            { key: 'body', title: t('witness.body'), render: (row) => row.body },
            { key: 'statement', title: t('witness.statement'), render: (row) => row.statement },
            { key: 'at', title: t('witness.at'), oneLine: true, render: (row) => <Time at={row.at} /> },
          ]}
        />
      )}
    </Panel>
  )
}
