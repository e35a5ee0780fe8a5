import { useParams } from '@tanstack/react-router'
import { type InventoryChange, type InventoryItem, inventoryOperations } from '@yunheng/contract'
import { useState } from 'react'
import { useAsked, useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, GoTo, ProblemPanel } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { inSeries, type TextOf, useText } from '../../text/index.ts'
import {
  Copyable,
  EmptyState,
  Facts,
  ObjectPage,
  Panel,
  StateBadge,
  Time,
  Timeline,
  type Tone,
  Waiting,
} from '../../ui/index.ts'
import { OldNotice } from './cloud-age.tsx'
import { standingTones } from './item-columns.tsx'

/** One thing that a cloud shows: what it is, whose it is, and everything that became different of it. */
export default function InventoryItemPage() {
  const t = useText('inventory')
  const terms = useText('terms')
  const { id } = useParams({ strict: false }) as { id: string }
  const item = useLoaded(inventoryOperations.item, { params: { id } })
  const [verb, setVerb] = useState<'ignore' | 'unignore' | null>(null)
  const act = (one: 'ignore' | 'unignore') => ({
    key: one,
    label: t(`item.${one}`),
    allowance: item.actions[one],
    onAct: () => setVerb(one),
  })
  const shared = { params: { id }, onClose: () => setVerb(null), also: ['drift', 'home'] }
  return (
    <ObjectPage
      title={item.name || item.externalId}
      state={<StateBadge tone={standingTones[item.standing]}>{t(`standing.${item.standing}`)}</StateBadge>}
      meta={
        <>
          <span>{terms(`resource-kind.${item.kind}`)}</span>
          <span>{item.cloud.name}</span>
        </>
      }
      actions={<ActionBar actions={[act(item.ignored ? 'unignore' : 'ignore')]} />}
      notice={<OldNotice cloudId={item.cloud.id} />}
    >
      <Panel title={t('item.facts')}>
        <ItemFacts item={item} />
      </Panel>
      <Told title={t('item.spec')} told={item.spec} />
      <Told title={t('item.attributes')} told={item.attributes} />
      <Changes id={id} />
      <ActDialog
        {...shared}
        operation={inventoryOperations.ignore}
        open={verb === 'ignore'}
        initial={{ until: null }}
        title={t('item.ignore-title', { name: item.name })}
        verb={t('item.ignore')}
        fields={{
          reason: { label: t('field.reason'), as: 'area' },
          until: { label: t('field.until'), help: t('field.until-help') },
        }}
      >
        <p>{t('item.ignore-what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={inventoryOperations.unignore}
        open={verb === 'unignore'}
        title={t('item.unignore-title', { name: item.name })}
        verb={t('item.unignore')}
      >
        <p>{t('item.unignore-what')}</p>
      </ActDialog>
    </ObjectPage>
  )
}

function ItemFacts({ item }: { readonly item: InventoryItem }) {
  const t = useText('inventory')
  const { ignored, resource } = item
  return (
    <Facts
      facts={[
        {
          label: t('column.external'),
          value: <Copyable value={item.externalId} what={t('column.external')} />,
        },
        {
          label: t('column.cloud'),
          value: <GoTo to={to('cloud', { id: item.cloud.id }, { tab: 'scans' })}>{item.cloud.name}</GoTo>,
        },
        { label: t('column.project'), value: item.projectName ?? item.projectRef },
        { label: t('column.item-state'), value: <span className="yh-mono">{item.nativeState}</span> },
        {
          label: t('column.resource'),
          value: resource ? (
            <GoTo to={to('resource', { id: resource.id })}>{resource.name}</GoTo>
          ) : (
            t('item.no-resource')
          ),
        },
        { label: t('column.first-seen'), value: <Time at={item.firstSeenAt} /> },
        { label: t('column.changed'), value: <Time at={item.knownSince} /> },
        ...(item.vanishedAt ? [{ label: t('item.vanished'), value: <Time at={item.vanishedAt} /> }] : []),
        ...(item.fault ? [{ label: t('column.fault'), value: item.fault, wide: true }] : []),
        ...(ignored
          ? [
              {
                label: t('column.ignored'),
                value: ignored.until
                  ? t('item.ignored-until', { reason: ignored.reason, until: ignored.until })
                  : ignored.reason,
                wide: true,
              },
            ]
          : []),
      ]}
    />
  )
}

/** What the cloud tells, by its own names. */
function Told({ title, told }: { readonly title: string; readonly told: Readonly<Record<string, unknown>> }) {
  const facts = Object.entries(told).flatMap(([label, value]) =>
    value === null ? [] : [{ label, value: <span className="yh-mono">{asText(value)}</span> }],
  )
  return facts.length === 0 ? null : (
    <Panel title={title}>
      <Facts facts={facts} />
    </Panel>
  )
}

const asText = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? inSeries(value.map(asText))
      : JSON.stringify(value)

const changeTones: Record<InventoryChange['sort'], Tone> = {
  changed: 'busy',
  vanished: 'bad',
  reappeared: 'attention',
}

function Changes({ id }: { readonly id: string }) {
  const t = useText('inventory')
  const asked = useAsked(inventoryOperations.changes, { params: { id }, query: { pageSize: 200 } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const { items } = asked.data
  return (
    <Panel title={t('item.changes')}>
      {items.length === 0 ? (
        <EmptyState title={t('item.changes-none')} why={t('item.changes-none-why')} />
      ) : (
        <Timeline
          label={t('item.changes')}
          entries={items.map((change) => ({
            id: change.id,
            tone: changeTones[change.sort],
            title: `${t(`change.${change.sort}`)} · ${t(`change.by-${change.by}`)}`,
            at: change.at,
            body: change.differences.map((one) => differenceWords(one, t)).join('\n'),
          }))}
        />
      )}
    </Panel>
  )
}

const differenceWords = (one: InventoryChange['differences'][number], t: TextOf<'inventory'>): string =>
  t('change.line', { field: one.field, before: one.before ?? '—', after: one.after ?? '—' })
