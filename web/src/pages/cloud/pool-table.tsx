import { poolOperations } from '@yunheng/contract'
import { CapacityBars, GoTo, ListTable, SimulatedTag, State } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { formatNumber, StateMark } from '../../ui/index.ts'
import { OldTag } from '../inventory/cloud-age.tsx'

interface PoolTableProps {
  readonly query?: { readonly cloudId: string }
  readonly filters?: readonly ('cloudId' | 'class' | 'networkZone' | 'state')[]
}

export function PoolTable({ query = {} as never, filters = [] }: PoolTableProps) {
  const t = useText('cloud')
  const terms = useText('terms')
  return (
    <ListTable
      operation={poolOperations.list}
      query={query}
      filters={filters}
      label={t('pools.title')}
      rowKey={(row) => row.id}
      empty={{ title: t('pools.empty'), why: t('pools.empty-why') }}
      columns={[
        {
          key: 'state',
          title: t('column.state'),
          oneLine: true,
          render: (row) => <State of="pool" state={row.state} />,
        },
        {
          key: 'name',
          title: t('column.name'),
          render: (row) => (
            <>
              <GoTo to={to('pool', { id: row.id })}>{row.name}</GoTo>
              <div className="yh-quiet yh-small">{terms(`pool-class.${row.class}`)}</div>
              {row.accelerator && (
                <div className="yh-small">
                  {t('pool.accelerator-value', {
                    ...row.accelerator,
                    cards: formatNumber(row.capacity.total.cards),
                  })}
                </div>
              )}
            </>
          ),
        },
        {
          key: 'where',
          title: t('pool.where'),
          render: (row) => (
            <>
              <div>
                {row.cloud.name} <SimulatedTag when={row.cloud.isSimulated} />{' '}
                <OldTag cloudId={row.cloud.id} />
              </div>
              <div className="yh-quiet yh-small">{`${row.node.name} · ${row.zone.name}`}</div>
            </>
          ),
        },
        {
          key: 'zone',
          title: t('pool.zone'),
          wideOnly: true,
          render: (row) => terms(`zone.${row.networkZone}`),
        },
        {
          key: 'room',
          title: t('pool.room'),
          render: (row) => (
            <>
              <CapacityBars capacity={row.capacity} only={['vcpus', 'memoryMiB', 'storageGiB']} small />
              {row.capacity.isOverCommitted && <StateMark tone="bad">{t('pool.over')}</StateMark>}
            </>
          ),
        },
      ]}
    />
  )
}
