import {
  HOST_SERVICES,
  protectionOperations as operations,
  type ProtectionCoverage,
  type UnprotectedHost,
  type UnprotectedSite,
} from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { type Column, choice, FilterBar, GoTo, ListTable } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { Figure, formatNumber, formatTime, ListPage, Panel, StateMark, Time } from '../../ui/index.ts'

/** How many hosts are protected, counted from the ledger, and which ones are not; Web systems without a gateway (R65–R67). */
export default function ProtectionPage() {
  const t = useText('protection')
  const { items, asOf } = useLoaded(operations.coverage, {})
  return (
    <ListPage
      title={t('coverage.title')}
      meta={<span>{t('coverage.as-of', { time: formatTime(asOf) })}</span>}
      filters={
        <FilterBar
          filters={[choice('service', t('service'), HOST_SERVICES, (value) => t(`service.${value}`))]}
        />
      }
    >
      <section className="yh-figures yh-figures-wide" aria-label={t('coverage.title')}>
        {items.map((item) => (
          <Coverage key={item.service} item={item} />
        ))}
      </section>
      <Panel title={t('unprotected.title')} flush>
        <ListTable
          operation={operations.unprotected}
          filters={['service']}
          label={t('unprotected.title')}
          rowKey={(row) => row.id}
          columns={columns(t)}
          empty={{ title: t('unprotected.empty'), why: t('unprotected.empty-why') }}
        />
      </Panel>
      <Panel title={t('sites.title')} flush>
        <ListTable
          operation={operations.unprotectedSites}
          urlName="sites"
          label={t('sites.title')}
          rowKey={(row) => row.id}
          columns={siteColumns(t)}
          empty={{ title: t('sites.empty'), why: t('sites.empty-why') }}
        />
      </Panel>
    </ListPage>
  )
}

function Coverage({ item }: { readonly item: ProtectionCoverage }) {
  const t = useText('protection')
  const pick = usePick()
  return (
    <Figure
      label={pick(item.title)}
      value={item.percent === null ? t('coverage.none') : formatNumber(item.percent, 1)}
      {...(item.percent === null ? {} : { unit: '%' })}
      note={
        <>
          <div>{t('coverage.of', { part: item.protectedHosts, whole: item.hosts })}</div>
          <div className="yh-quiet yh-small">{pick(item.definition)}</div>
        </>
      }
    />
  )
}

function columns(t: TextOf<'protection'>): readonly Column<UnprotectedHost>[] {
  return [
    {
      key: 'name',
      title: t('unprotected.name'),
      render: (row) => <GoTo to={to('resource', { id: row.id })}>{row.name}</GoTo>,
    },
    {
      key: 'system',
      title: t('vpn.system'),
      render: (row) => <GoTo to={to('system', { id: row.system.id })}>{row.system.name}</GoTo>,
    },
    { key: 'level', title: t('unprotected.level'), number: true, render: (row) => row.protectionLevel },
    { key: 'body', title: t('vpn.body'), render: (row) => row.body.name },
    { key: 'cloud', title: t('unprotected.cloud'), wideOnly: true, render: (row) => row.cloud.name },
    {
      key: 'created',
      title: t('unprotected.created'),
      oneLine: true,
      wideOnly: true,
      render: (row) => <Time at={row.createdAt} />,
    },
  ]
}

function siteColumns(t: TextOf<'protection'>): readonly Column<UnprotectedSite>[] {
  return [
    {
      key: 'state',
      title: t('sites.state'),
      oneLine: true,
      render: (row) =>
        row.isOrdered ? (
          <StateMark tone="busy">{t('sites.ordered')}</StateMark>
        ) : (
          <StateMark tone="attention">{t('sites.lacking')}</StateMark>
        ),
    },
    {
      key: 'system',
      title: t('vpn.system'),
      render: (row) => <GoTo to={to('system', { id: row.id })}>{row.name}</GoTo>,
    },
    { key: 'level', title: t('unprotected.level'), number: true, render: (row) => row.protectionLevel },
    { key: 'body', title: t('vpn.body'), render: (row) => row.body.name },
  ]
}
