import type { Resource, ResourceRef } from '@yunheng/contract'
import { GoTo, State, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import {
  BalanceMark,
  Copyable,
  type Fact,
  Facts,
  formatTime,
  Panel,
  StateMark,
  shortId,
  Time,
} from '../../ui/index.ts'
import { ConditionsPanel } from './conditions-panel.tsx'
import { ProgressPanel } from './progress-panel.tsx'
import './resource.css'
import { balances, intendedWords, sizeWords, useObservedWords } from './resource-words.ts'

export function OverviewTab({ resource }: { readonly resource: Resource }) {
  const t = useText('resource')
  return (
    <>
      {resource.conditions.length > 0 && <ConditionsPanel conditions={resource.conditions} />}
      {resource.progress.percent < 100 && resource.desired.presence === 'present' && (
        <ProgressPanel progress={resource.progress} />
      )}
      <BalancePanel resource={resource} />
      <Panel title={t('tab.overview')}>
        <Facts facts={useFacts(resource)} />
      </Panel>
      <div className="yh-related">
        <RelatedPanel title={t('related.stands-on')} items={resource.standsOn} />
        <RelatedPanel title={t('related.carries')} items={resource.carries} />
      </div>
    </>
  )
}

/** Both sides beside each other, and line by line where they differ. */
function BalancePanel({ resource }: { readonly resource: Resource }) {
  const t = useText('resource')
  const observed = useObservedWords()
  return (
    <Panel title={t('balance.title')}>
      <div className="yh-stack">
        <div className="yh-sides">
          <div>
            <div className="yh-quiet yh-small">{t('balance.intended')}</div>
            <div className="yh-side-word">{intendedWords(resource, t)}</div>
            <div className="yh-quiet yh-small">
              {t('balance.since', { time: formatTime(resource.desired.since) })}
            </div>
          </div>
          <BalanceMark
            balance={balances[resource.agreement]}
            intended={intendedWords(resource, t)}
            observed={observed(resource)}
            size={40}
          />
          <div>
            <div className="yh-quiet yh-small">{t('balance.observed')}</div>
            <div className="yh-side-word">{observed(resource)}</div>
            {resource.observed && (
              <div className="yh-quiet yh-small">
                {t('balance.as-of', { time: formatTime(resource.observed.observedAt) })}
              </div>
            )}
          </div>
        </div>
        {resource.differences.length === 0 ? (
          <p className="yh-quiet">{t('balance.no-differences')}</p>
        ) : (
          <Table
            label={t('balance.differences')}
            compact
            rows={resource.differences}
            rowKey={(row) => row.field}
            columns={[
              { key: 'field', title: t('balance.field'), render: (row) => row.field },
              { key: 'desired', title: t('balance.intended'), render: (row) => row.desired },
              { key: 'observed', title: t('balance.observed'), render: (row) => row.observed },
            ]}
          />
        )}
      </div>
    </Panel>
  )
}

/** What the short words of its size are of, where it is not a size. */
const sizeLabels: Partial<Record<Resource['kind'], 'tab.listeners' | 'tab.rules' | 'fact.cidr'>> = {
  'load-balancer': 'tab.listeners',
  'security-group': 'tab.rules',
  subnet: 'fact.cidr',
}

function useFacts(resource: Resource): readonly Fact[] {
  const t = useText('resource')
  const terms = useText('terms')
  const pick = usePick()
  const facts: readonly (Fact | false)[] = [
    { label: t('fact.kind'), value: terms(`resource-kind.${resource.kind}`) },
    resource.plan !== null && { label: t('fact.plan'), value: resource.plan && pick(resource.plan.title) },
    resource.isWithoutPlan && {
      label: t('fact.plan'),
      value: <StateMark tone="attention">{t('without-plan')}</StateMark>,
    },
    // A router or a backup has no size of its own.
    resource.sizes !== '' && {
      label: t(sizeLabels[resource.kind] ?? 'fact.sizes'),
      value: sizeWords(resource, t),
    },
    resource.addresses.length > 0 && {
      label: t('fact.addresses'),
      value: resource.addresses.map((address) => (
        <div key={address}>
          <Copyable value={address} what={t('fact.address')} />
        </div>
      )),
    },
    ...holdsOf(resource, t),
    ...isolationOf(resource, t),
    {
      label: t('fact.system'),
      value: <GoTo to={to('system', { id: resource.system.id })}>{resource.system.name}</GoTo>,
    },
    { label: t('fact.body'), value: resource.body.name },
    { label: t('fact.provider'), value: resource.provider.name },
    { label: t('fact.cloud'), value: resource.cloud.name },
    { label: t('fact.node'), value: `${resource.node.name} · ${terms(`node-kind.${resource.node.kind}`)}` },
    { label: t('fact.zone'), value: resource.zone.name },
    { label: t('fact.pool'), value: `${resource.pool.name} · ${terms(`pool-class.${resource.poolClass}`)}` },
    { label: t('fact.network-zone'), value: terms(`zone.${resource.networkZone}`) },
    resource.requestId !== null && {
      label: t('fact.request'),
      value: <GoTo to={to('request', { id: resource.requestId ?? '' })}>{t('fact.request-open')}</GoTo>,
    },
    { label: t('fact.expires'), value: resource.expiresAt && <Time at={resource.expiresAt} as="day" /> },
    { label: t('fact.created'), value: <Time at={resource.createdAt} /> },
    { label: t('fact.provisioned'), value: resource.provisionedAt && <Time at={resource.provisionedAt} /> },
    resource.observed !== null && {
      label: t('fact.native-state'),
      value: <span className="yh-mono">{resource.observed?.nativeState}</span>,
    },
    resource.observed !== null && {
      label: t('fact.external-id'),
      value: <Copyable value={resource.observed?.externalId ?? ''} what={t('fact.external-id')} />,
    },
    {
      label: t('fact.id'),
      value: <Copyable value={resource.id} shown={shortId(resource.id)} what={t('fact.id')} />,
    },
  ]
  return facts.filter((fact) => fact !== false)
}

/** What is in a bucket, and its name in the store itself: by that its programs address it. */
function holdsOf({ kind, observed }: Resource, t: TextOf<'resource'>): readonly (Fact | false)[] {
  if (kind !== 'bucket' || observed === null) return []
  const { container, objects, usedBytes } = observed.attributes
  return [
    typeof container === 'string' && {
      label: t('fact.container'),
      value: <Copyable value={container} what={t('fact.container')} />,
    },
    typeof usedBytes === 'number' &&
      typeof objects === 'number' && {
        label: t('fact.holds'),
        value: t('fact.holds-value', { objects, gib: (usedBytes / 1024 ** 3).toFixed(2) }),
      },
  ]
}

/** What keeps a network apart from others with the same addresses (R62). */
function isolationOf({ kind, observed }: Resource, t: TextOf<'resource'>): readonly Fact[] {
  if (kind !== 'network' || typeof observed?.attributes.vni !== 'number') return []
  return [{ label: t('fact.vni'), value: <span className="yh-mono">{String(observed.attributes.vni)}</span> }]
}

function RelatedPanel({ title, items }: { readonly title: string; readonly items: readonly ResourceRef[] }) {
  const t = useText('resource')
  const terms = useText('terms')
  return (
    <Panel title={title} flush={items.length > 0}>
      {items.length === 0 ? (
        <p className="yh-quiet">{t('related.none')}</p>
      ) : (
        <Table
          label={title}
          compact
          rows={items}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'state',
              title: t('column.state'),
              oneLine: true,
              render: (row) => <State of="resource" state={row.state} />,
            },
            {
              key: 'name',
              title: t('column.name'),
              render: (row) => <GoTo to={to('resource', { id: row.id })}>{row.name}</GoTo>,
            },
            { key: 'kind', title: t('column.kind'), render: (row) => terms(`resource-kind.${row.kind}`) },
          ]}
        />
      )}
    </Panel>
  )
}
