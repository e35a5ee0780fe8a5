import { useParams } from '@tanstack/react-router'
import { type Pool, poolOperations } from '@yunheng/contract'
import { useEffect, useState } from 'react'
import { useAct, useLoaded } from '../../api/index.ts'
import {
  ActDialog,
  ActionBar,
  AMOUNT_NAMES,
  CapacityBars,
  GoTo,
  ProblemPanel,
  SimulatedTag,
  StateInHead,
  shownAmount,
  Table,
  UrlTabs,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { remember } from '../../shell/recent.ts'
import { usePick, useText } from '../../text/index.ts'
import { EmptyState, Facts, formatNumber, formatTime, Notice, ObjectPage, Panel } from '../../ui/index.ts'
import { OldNotice } from '../inventory/cloud-age.tsx'
import { ResourceTable } from '../resource/resource-table.tsx'
import { PoolDrain } from './pool-drain.tsx'
import { PoolForecast } from './pool-forecast.tsx'
import { PoolHosts } from './pool-hosts.tsx'

export default function PoolPage() {
  const t = useText('cloud')
  const terms = useText('terms')
  const { id } = useParams({ strict: false }) as { id: string }
  const pool = useLoaded(poolOperations.get, { params: { id } })
  const go = useGoTo()
  const refresh = useAct(poolOperations.refresh)
  const [verb, setVerb] = useState<'close' | 'open' | null>(null)
  useEffect(() => remember({ title: pool.name, place: to('pool', { id }) }), [id, pool.name])
  const shared = { params: { id }, fixed: { version: pool.version }, onClose: () => setVerb(null) }
  return (
    <ObjectPage
      title={pool.name}
      state={
        <>
          <StateInHead of="pool" state={pool.state} />
          <SimulatedTag when={pool.cloud.isSimulated} />
        </>
      }
      meta={
        <>
          <span>{terms(`pool-class.${pool.class}`)}</span>
          <span>{terms(`zone.${pool.networkZone}`)}</span>
          {pool.observedAt && <span>{t('pool.as-of', { time: formatTime(pool.observedAt) })}</span>}
        </>
      }
      actions={
        <ActionBar
          actions={[
            {
              key: 'refresh',
              label: t('pool.refresh'),
              main: true,
              allowance: pool.actions.refresh,
              onAct: () => refresh.mutate({ params: { id } }),
            },
            {
              key: 'modify',
              label: t('pool.modify'),
              main: true,
              allowance: pool.actions.modify,
              onAct: () => go(to('poolEdit', { id })),
            },
            pool.state === 'open'
              ? {
                  key: 'close',
                  label: t('pool.close'),
                  allowance: pool.actions.close,
                  onAct: () => setVerb('close'),
                }
              : {
                  key: 'open',
                  label: t('pool.open'),
                  allowance: pool.actions.open,
                  onAct: () => setVerb('open'),
                },
          ]}
        />
      }
      notice={
        <>
          {refresh.error && <ProblemPanel error={refresh.error} />}
          {pool.capacity.isOverCommitted && <Notice tone="bad">{t('pool.over')}</Notice>}
          <OldNotice cloudId={pool.cloud.id} />
        </>
      }
    >
      <UrlTabs
        label={t('pool.tabs')}
        tabs={[
          { key: 'capacity', label: t('pool.tab.capacity'), content: () => <Capacity pool={pool} /> },
          {
            key: 'resources',
            label: t('pool.tab.resources'),
            content: () => <ResourceTable of={{ poolId: id }} without={['cloud']} />,
          },
          { key: 'hosts', label: t('pool.tab.hosts'), content: () => <PoolHosts pool={pool} /> },
          { key: 'forecast', label: t('pool.tab.forecast'), content: () => <PoolForecast poolId={id} /> },
          {
            key: 'drain',
            label: t('pool.tab.drain'),
            content: () => <PoolDrain poolId={id} cloudId={pool.cloud.id} />,
          },
          { key: 'mapping', label: t('pool.tab.mapping'), content: () => <Mapping pool={pool} /> },
        ]}
      />
      <ActDialog
        {...shared}
        operation={poolOperations.close}
        open={verb === 'close'}
        title={t('pool.close-title', { name: pool.name })}
        verb={t('pool.close')}
      >
        <p>{t('pool.close-what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={poolOperations.open}
        open={verb === 'open'}
        title={t('pool.open-title', { name: pool.name })}
        verb={t('pool.open')}
      />
    </ObjectPage>
  )
}

function Capacity({ pool }: { readonly pool: Pool }) {
  const t = useText('cloud')
  const terms = useText('terms')
  const { capacity, overCommit, accelerator } = pool
  const parts = ['total', 'limit', 'reserved', 'allocated', 'free'] as const
  return (
    <>
      <Panel title={t('pool.tab.capacity')}>
        <CapacityBars capacity={capacity} />
      </Panel>
      <Panel title={t('pool.capacity-table')} flush>
        <Table
          label={t('pool.capacity-table')}
          rows={AMOUNT_NAMES.filter((name) => capacity.total[name] > 0 || capacity.allocated[name] > 0)}
          rowKey={(name) => name}
          columns={[
            {
              key: 'amount',
              title: t('capacity.amount'),
              render: (name) => `${terms(`amount.${name}`)} (${terms(`unit.${name}`)})`,
            },
            ...parts.map((part) => ({
              key: part,
              title: t(`capacity.${part}`),
              number: true,
              render: (name: (typeof AMOUNT_NAMES)[number]) =>
                formatNumber(shownAmount(name, capacity[part][name]), 1),
            })),
          ]}
        />
      </Panel>
      <Panel title={t('pool.where')}>
        <Facts
          facts={[
            {
              label: t('clouds.title'),
              value: <GoTo to={to('cloud', { id: pool.cloud.id })}>{pool.cloud.name}</GoTo>,
            },
            { label: t('column.provider'), value: pool.provider.name },
            { label: t('node.kind'), value: `${pool.node.name} · ${terms(`node-kind.${pool.node.kind}`)}` },
            { label: t('zone.title'), value: `${pool.zone.name} (${pool.zone.nativeZone})` },
            ...(pool.dedicatedBody ? [{ label: t('pool.dedicated'), value: pool.dedicatedBody.name }] : []),
            {
              label: t('pool.domestic'),
              value:
                pool.isDomestic === undefined
                  ? t('pool.unstated')
                  : t(pool.isDomestic ? 'pool.yes' : 'pool.no'),
            },
            {
              label: t('pool.protection'),
              value: pool.protectionLevel
                ? terms(`level.${pool.protectionLevel as 1 | 2 | 3 | 4 | 5}`)
                : t('pool.unstated'),
            },
            { label: t('pool.source'), value: t(`pool.source.${pool.capacitySource}`) },
            { label: t('pool.over-commit'), value: t('pool.over-commit-value', { ...overCommit }) },
            ...(accelerator
              ? [
                  {
                    label: t('pool.accelerator'),
                    value: t('pool.accelerator-value', {
                      ...accelerator,
                      cards: formatNumber(capacity.total.cards),
                    }),
                  },
                ]
              : []),
            ...(pool.fileStorageGiB
              ? [{ label: t('pool.files'), value: formatNumber(pool.fileStorageGiB) }]
              : []),
          ]}
        />
      </Panel>
    </>
  )
}

function Mapping({ pool }: { readonly pool: Pool }) {
  const t = useText('cloud')
  const pick = usePick()
  const { images, volumeTypes, externalNetwork } = pool.mapping
  return (
    <>
      <Panel title={t('mapping.images')} flush={images.length > 0}>
        {images.length === 0 ? (
          <EmptyState title={t('mapping.empty')} why={t('mapping.empty-why')} />
        ) : (
          <Table
            label={t('mapping.images')}
            rows={images}
            rowKey={(image) => image.code}
            columns={[
              { key: 'title', title: t('mapping.image'), render: (image) => pick(image.title) },
              {
                key: 'code',
                title: t('mapping.code'),
                render: (image) => <span className="yh-mono">{image.code}</span>,
              },
              {
                key: 'native',
                title: t('mapping.native'),
                render: (image) => <span className="yh-mono">{image.native}</span>,
              },
              {
                key: 'disk',
                title: t('mapping.min-disk'),
                number: true,
                render: (image) => image.minDiskGiB,
              },
            ]}
          />
        )}
      </Panel>
      <Panel title={t('mapping.tiers')}>
        <Facts
          facts={[
            ...volumeTypes.map((tier) => ({ label: tier.tier, value: tier.native ?? t('mapping.default') })),
            { label: t('pool.external-network'), value: externalNetwork },
          ]}
        />
      </Panel>
    </>
  )
}
