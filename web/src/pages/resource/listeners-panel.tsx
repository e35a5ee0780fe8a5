import type { Listener, ResourceRef } from '@yunheng/contract'
import { GoTo, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { EmptyState, Panel } from '../../ui/index.ts'

/** The ways in to a load balancer, with the servers behind each. */
export function ListenersPanel({
  listeners,
  servers,
}: {
  readonly listeners: readonly Listener[]
  readonly servers: readonly ResourceRef[]
}) {
  const t = useText('resource')
  const nameOf = (id: string) => servers.find((one) => one.id === id)?.name ?? id
  return (
    <Panel title={t('tab.listeners')} flush={listeners.length > 0}>
      {listeners.length === 0 ? (
        <EmptyState title={t('listeners.empty')} why={t('listeners.empty-why')} />
      ) : (
        <Table
          label={t('tab.listeners')}
          rows={listeners}
          rowKey={(one) => `${one.protocol} ${one.port}`}
          columns={[
            { key: 'protocol', title: t('field.protocol'), render: (one) => one.protocol.toUpperCase() },
            { key: 'port', title: t('field.port'), render: (one) => one.port },
            {
              key: 'algorithm',
              title: t('field.algorithm'),
              render: (one) => t(`algorithm.${one.algorithm}`),
            },
            {
              key: 'servers',
              title: t('field.servers'),
              render: (one) =>
                one.serverIds.map((id) => (
                  <div key={id}>
                    <GoTo to={to('resource', { id })}>{nameOf(id)}</GoTo>
                  </div>
                )),
            },
            { key: 'member-port', title: t('field.member-port'), render: (one) => one.memberPort },
            {
              key: 'health',
              title: t('field.health-path'),
              render: (one) =>
                one.healthPath === null ? (
                  t('listeners.connect')
                ) : (
                  <span className="yh-mono">{one.healthPath}</span>
                ),
            },
          ]}
        />
      )}
    </Panel>
  )
}
