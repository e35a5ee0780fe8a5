import {
  type InventoryItem,
  ITEM_STANDINGS,
  inventoryOperations,
  OBSERVED_STATES,
  RESOURCE_KINDS,
} from '@yunheng/contract'
import { useState } from 'react'
import { useAsked } from '../../api/index.ts'
import {
  choice,
  choiceOf,
  FilterBar,
  flag,
  GoTo,
  ListExport,
  ListTable,
  SavedViews,
  useColumnChoice,
  useSelection,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, formatNumber, ListPage } from '../../ui/index.ts'
import { IgnoreManyDialog, ItemsDecidedNotice, type Outcome } from './ignore-many.tsx'
import { SHOWN_FIRST, useItemColumns } from './item-columns.tsx'

const names = [
  'q',
  'cloudId',
  'kind',
  'standing',
  'state',
  'projectRef',
  'withoutPlan',
  'changedSince',
] as const

/** Everything that the clouds show, ours or not. */
export default function ExplorerPage() {
  const t = useText('inventory')
  const [url] = useUrlState()
  const [asking, setAsking] = useState<'ignore' | 'unignore' | null>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const query = Object.fromEntries(names.flatMap((name) => (url[name] ? [[name, url[name]] as const] : [])))
  const count = useAsked(inventoryOperations.count, { query: query as never })
  const selection = useSelection<InventoryItem>(
    (row) => row.id,
    (row) => row.name || row.externalId,
  )
  const { columns, picker } = useColumnChoice(useItemColumns(), SHOWN_FIRST)
  return (
    <ListPage
      title={t('explorer.title')}
      actions={
        <>
          <SavedViews page="explorer" />
          {picker}
          <ListExport operation={inventoryOperations.export} filters={names} />
        </>
      }
      meta={
        <>
          {count.data && (
            <span>
              {t(count.data.isEstimate ? 'explorer.count-about' : 'explorer.count', {
                count: formatNumber(count.data.count),
              })}
            </span>
          )}
          {!url.standing && <span>{t('explorer.not-shown')}</span>}
        </>
      }
      filters={<ExplorerFilters />}
    >
      {outcome && <ItemsDecidedNotice outcome={outcome} />}
      {selection.bar(
        (['ignore', 'unignore'] as const).map((verb) => (
          <ActionButton
            key={verb}
            size="small"
            label={t(`many.${verb}`, { count: selection.rows.length })}
            onClick={() => setAsking(verb)}
          />
        )),
      )}
      <ListTable
        operation={inventoryOperations.items}
        filters={names}
        label={t('explorer.title')}
        rowKey={(row) => row.id}
        columns={[selection.column, ...columns]}
        empty={{
          title: t('explorer.empty'),
          why: t('explorer.empty-why'),
          action: <GoTo to={to('scans')}>{t('old.look')}</GoTo>,
        }}
        compact
      />
      {asking && (
        <IgnoreManyDialog
          verb={asking}
          rows={selection.rows}
          onClose={() => setAsking(null)}
          onDone={(answer) => {
            setOutcome({ rows: selection.rows, answer })
            selection.clear()
          }}
        />
      )}
    </ListPage>
  )
}

function ExplorerFilters() {
  const t = useText('inventory')
  const terms = useText('terms')
  const [url] = useUrlState()
  const clouds = useAsked(inventoryOperations.clouds, {})
  // Projects of the cloud that is chosen: of all clouds together there are too many to choose from.
  const projects = useAsked(
    inventoryOperations.items,
    { query: { cloudId: url.cloudId ?? '', kind: 'project', pageSize: 200 } },
    { enabled: url.cloudId !== undefined },
  )
  return (
    <FilterBar
      search={{ key: 'q', label: t('explorer.search') }}
      filters={[
        choice('standing', t('column.standing'), ITEM_STANDINGS, (value) => t(`standing.${value}`)),
        choiceOf(
          'cloudId',
          t('column.cloud'),
          clouds.data?.items.map(({ cloud }) => ({ value: cloud.id, label: cloud.name })) ?? [],
        ),
        choice('kind', t('column.kind'), RESOURCE_KINDS, (value) => terms(`resource-kind.${value}`)),
        ...(url.cloudId
          ? [
              choiceOf(
                'projectRef',
                t('column.project'),
                projects.data?.items.map((row) => ({ value: row.externalId, label: row.name })) ?? [],
              ),
            ]
          : []),
        choice(
          'state',
          t('column.item-state'),
          OBSERVED_STATES.filter((state) => state !== 'gone'),
          (value) => terms(`observed.${value}`),
        ),
        flag('withoutPlan', t('without-plan')),
        { kind: 'day-from', key: 'changedSince', label: t('filter.changed-since') },
      ]}
    />
  )
}
