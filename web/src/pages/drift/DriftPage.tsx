import {
  DRIFT_SORTS,
  type Drift,
  type DriftChoice,
  driftOperations,
  inventoryOperations,
  RESOURCE_KINDS,
} from '@yunheng/contract'
import { useState } from 'react'
import { useAsked } from '../../api/index.ts'
import { choice, choiceOf, FilterBar, ListTable, UrlTabs, useSelection } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, formatNumber, ListPage } from '../../ui/index.ts'
import { DecideDialog, type Decided, DecidedNotice } from './decide-dialog.tsx'
import { DecisionsTab } from './decisions-tab.tsx'
import { useDriftColumns } from './drift-columns.tsx'

/** Where what the clouds show and what is intended part, with the choice about each. */
export default function DriftPage() {
  const t = useText('drift')
  const counts = useAsked(driftOperations.counts, {})
  return (
    <ListPage
      title={t('title')}
      meta={
        counts.data &&
        DRIFT_SORTS.map((sort) => {
          const { count, isMore } = counts.data[sort]
          const shown = formatNumber(count)
          return (
            <span key={sort}>{`${t(`sort.${sort}`)} ${isMore ? t('more', { count: shown }) : shown}`}</span>
          )
        })
      }
    >
      <UrlTabs
        label={t('tabs')}
        name="view"
        tabs={[
          { key: 'open', label: t('tab.open'), content: () => <DriftTab key="open" /> },
          { key: 'accepted', label: t('tab.accepted'), content: () => <DriftTab key="accepted" accepted /> },
          { key: 'decisions', label: t('tab.decisions'), content: () => <DecisionsTab /> },
        ]}
      />
    </ListPage>
  )
}

const filters = ['sort', 'kind', 'cloudId', 'q'] as const

function DriftTab({ accepted = false }: { readonly accepted?: boolean }) {
  const t = useText('drift')
  const [asking, setAsking] = useState<{ choice: DriftChoice; rows: readonly Drift[] } | null>(null)
  const [decided, setDecided] = useState<Decided | null>(null)
  const selection = useSelection<Drift>(
    (row) => row.id,
    (row) => row.name,
  )
  const ask = (choice: DriftChoice, rows: readonly Drift[]) => setAsking({ choice, rows })
  const columns = useDriftColumns(ask)
  const choices: readonly DriftChoice[] = accepted ? ['withdraw'] : ['put-back', 'take-over', 'accept']
  return (
    <>
      <DriftFilters />
      {decided && <DecidedNotice decided={decided} />}
      {selection.bar(
        choices.map((choice) => (
          <ActionButton
            key={choice}
            size="small"
            label={t(`many.${choice}`, { count: selection.rows.length })}
            onClick={() => ask(choice, selection.rows)}
          />
        )),
      )}
      <ListTable
        operation={driftOperations.list}
        query={{ accepted }}
        filters={filters}
        label={t(accepted ? 'tab.accepted' : 'tab.open')}
        rowKey={(row) => row.id}
        columns={[selection.column, ...columns]}
        empty={
          accepted
            ? { title: t('empty.accepted'), why: t('empty.accepted-why') }
            : { title: t('empty.open'), why: t('empty.open-why') }
        }
      />
      {asking && (
        <DecideDialog
          choice={asking.choice}
          rows={asking.rows}
          onClose={() => setAsking(null)}
          onDone={(answer) => {
            selection.clear()
            setDecided({ choice: asking.choice, rows: asking.rows, answer })
          }}
        />
      )}
    </>
  )
}

function DriftFilters() {
  const t = useText('drift')
  const terms = useText('terms')
  const seesInventory = useMay('list', 'inventory')
  const clouds = useAsked(inventoryOperations.clouds, {}, { enabled: seesInventory })
  const options = clouds.data?.items.map(({ cloud }) => ({ value: cloud.id, label: cloud.name }))
  return (
    <FilterBar
      search={{ key: 'q', label: t('search') }}
      filters={[
        choice('sort', t('column.sort'), DRIFT_SORTS, (value) => t(`sort.${value}`)),
        choice('kind', t('column.kind'), RESOURCE_KINDS, (value) => terms(`resource-kind.${value}`)),
        ...(options ? [choiceOf('cloudId', t('column.cloud'), options)] : []),
      ]}
    />
  )
}
