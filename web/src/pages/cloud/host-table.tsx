import { type Host, hostOperations } from '@yunheng/contract'
import { useState } from 'react'
import {
  type Column,
  choice,
  FilterBar,
  GoTo,
  ListTable,
  RowAct,
  useBlockedBecause,
  useSelection,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, formatNumber, Panel, StateMark } from '../../ui/index.ts'
import { AssignHostsDialog, HostFactsDialog } from './host-dialogs.tsx'

const FILTERS = ['state', 'assigned'] as const
const TONES = { 'in-service': 'good', maintenance: 'attention', down: 'bad', gone: 'off' } as const

/** Hosts of a cloud, or of one of its pools; what the cloud does not tell of them is stated from here. */
export function HostTable({ cloudId, poolId }: { readonly cloudId: string; readonly poolId?: string }) {
  const t = useText('cloud')
  const because = useBlockedBecause()
  const [asking, setAsking] = useState<Host | 'assign' | null>(null)
  const selection = useSelection<Host>(
    (host) => host.id,
    (host) => host.name,
  )
  const close = () => setAsking(null)
  const acts: Column<Host> = {
    key: 'acts',
    title: t('hosts.acts'),
    oneLine: true,
    render: (host) => (
      <ActionButton
        size="small"
        type="text"
        label={t('hosts.modify')}
        aria-label={t('hosts.modify-one', { name: host.name })}
        blockedBecause={because(host.actions.modify)}
        onClick={() => setAsking(host)}
      />
    ),
  }
  const [first] = selection.rows
  return (
    <>
      {poolId === undefined && <HostFilters />}
      {selection.bar(
        <RowAct
          label={t('hosts.assign', { count: selection.rows.length })}
          allowance={first?.actions.modify}
          onAct={() => setAsking('assign')}
        />,
      )}
      <Panel title={t('hosts.title')} flush>
        <ListTable
          operation={hostOperations.list}
          query={poolId === undefined ? { cloudId } : { poolId }}
          filters={poolId === undefined ? FILTERS : []}
          urlName="hosts"
          label={t('hosts.title')}
          rowKey={(host) => host.id}
          columns={[selection.column, ...useHostColumns(poolId === undefined), acts]}
          empty={{
            title: t('hosts.none'),
            why: t(poolId === undefined ? 'hosts.none-why' : 'hosts.none-here'),
            action: poolId !== undefined && (
              <GoTo to={to('cloud', { id: cloudId }, { tab: 'hosts' })}>{t('hosts.open-cloud')}</GoTo>
            ),
          }}
        />
      </Panel>
      {asking === 'assign' && (
        <AssignHostsDialog
          cloudId={cloudId}
          hosts={selection.rows}
          onClose={close}
          onDone={selection.clear}
        />
      )}
      {asking !== null && asking !== 'assign' && <HostFactsDialog host={asking} onClose={close} />}
    </>
  )
}

function HostFilters() {
  const t = useText('cloud')
  return (
    <FilterBar
      filters={[
        choice('assigned', t('hosts.pool'), ['false', 'true'], (value) =>
          t(value === 'true' ? 'hosts.assigned' : 'hosts.unassigned'),
        ),
        choice('state', t('hosts.state'), ['in-service', 'maintenance', 'down', 'gone'], (value) =>
          t(`hosts.state.${value}`),
        ),
      ]}
    />
  )
}

function useHostColumns(withPool: boolean): readonly Column<Host>[] {
  const t = useText('cloud')
  const pair = (used: number, limit: number) => `${formatNumber(used)} / ${formatNumber(limit)}`
  return [
    {
      key: 'state',
      title: t('hosts.state'),
      oneLine: true,
      render: (host) => <StateMark tone={TONES[host.state]}>{t(`hosts.state.${host.state}`)}</StateMark>,
    },
    { key: 'name', title: t('hosts.name'), render: (host) => host.name },
    ...(withPool
      ? [
          { key: 'zone', title: t('zone.title'), render: (host: Host) => host.zone?.name ?? host.nativeZone },
          {
            key: 'pool',
            title: t('hosts.pool'),
            render: (host: Host) =>
              host.pool === null ? (
                <span className="yh-quiet">{t('hosts.unassigned')}</span>
              ) : (
                <GoTo to={to('pool', { id: host.pool.id }, { tab: 'hosts' })}>{host.pool.name}</GoTo>
              ),
          },
        ]
      : []),
    {
      key: 'vcpus',
      title: t('hosts.vcpus'),
      number: true,
      render: (host) => pair(host.used.vcpus, host.limit.vcpus),
    },
    {
      key: 'memory',
      title: t('hosts.memory'),
      number: true,
      render: (host) => pair(host.used.memoryMiB / 1024, host.limit.memoryMiB / 1024),
    },
    { key: 'machines', title: t('hosts.machines'), number: true, render: (host) => host.machines },
    {
      key: 'domestic',
      title: t('hosts.domestic'),
      wideOnly: true,
      render: (host) =>
        t(host.isDomestic === null ? 'hosts.unknown' : host.isDomestic ? 'hosts.yes' : 'hosts.no'),
    },
    {
      key: 'power',
      title: t('hosts.power'),
      number: true,
      wideOnly: true,
      render: (host) =>
        host.power === null ? t('hosts.unknown') : `${host.power.idleWatts}–${host.power.peakWatts}`,
    },
  ]
}
