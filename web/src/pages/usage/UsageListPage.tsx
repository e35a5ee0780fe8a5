import { DIMENSIONS, USAGE_BY, type UsageItem, usageOperations } from '@yunheng/contract'
import {
  type Column,
  choice,
  FilterBar,
  GoTo,
  ListExport,
  ListTable,
  latestMonths,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ListPage } from '../../ui/index.ts'
import { formatUsage } from './hours.ts'

const names = ['month', 'by', 'dimension', 'bodyId', 'systemId', 'providerBodyId'] as const
type By = (typeof USAGE_BY)[number]
const isBy = (value: string | undefined): value is By => USAGE_BY.some((by) => by === value)

/** A month of everything in sight, by body, system, resource or provider. */
export default function UsageListPage() {
  const t = useText('usage')
  const terms = useText('terms')
  const [url] = useUrlState()
  const by = isBy(url.by) ? url.by : 'system'
  return (
    <ListPage
      title={t('list.title')}
      meta={<span>{t('list.how')}</span>}
      actions={<ListExport operation={usageOperations.export} filters={names} />}
      filters={
        <FilterBar
          filters={[
            choice('month', t('filter.month'), latestMonths(), (month) => month),
            choice('by', t('filter.by'), USAGE_BY, (value) => t(`by.${value}`)),
            choice('dimension', t('filter.dimension'), DIMENSIONS, (value) => terms(`dimension.${value}`)),
          ]}
        />
      }
    >
      <ListTable
        operation={usageOperations.list}
        filters={names}
        label={t('list.title')}
        rowKey={(row) => `${row.of.id} ${row.dimension}`}
        columns={useColumns(by)}
        empty={{ title: t('list.empty'), why: t('list.empty-why') }}
      />
    </ListPage>
  )
}

function useColumns(by: By): readonly Column<UsageItem>[] {
  const t = useText('usage')
  const terms = useText('terms')
  const figure = (key: keyof UsageItem['held'], title: string, wideOnly = false): Column<UsageItem> => ({
    key,
    title,
    number: true,
    wideOnly,
    render: (row) => formatUsage(row.dimension, row.held[key]),
  })
  return [
    { key: 'month', title: t('filter.month'), oneLine: true, render: (row) => row.month },
    { key: 'of', title: t(`by.${by}`), render: (row) => <Owner by={by} row={row} /> },
    {
      key: 'dimension',
      title: t('column.dimension'),
      oneLine: true,
      render: (row) => terms(`dimension.${row.dimension}`),
    },
    figure('total', t('column.total')),
    figure('serving', t('holding.serving'), true),
    figure('stopped', t('holding.stopped'), true),
    figure('unseen', t('holding.unseen'), true),
    figure('adjusted', t('column.adjusted'), true),
  ]
}

/** Leads one step further down: a body to its systems, a system and a resource to their days. */
function Owner({ by, row: { of, month, dimension } }: { readonly by: By; readonly row: UsageItem }) {
  const days = { tab: 'usage', 'usage.month': month, 'usage.of': dimension }
  switch (by) {
    case 'system':
      return <GoTo to={to('system', { id: of.id }, days)}>{of.name || of.id}</GoTo>
    case 'resource':
      return <GoTo to={to('resource', { id: of.id }, days)}>{of.name || of.id}</GoTo>
    case 'body':
      return <GoTo to={to('usage', { by: 'system', bodyId: of.id, month })}>{of.name || of.id}</GoTo>
    case 'provider':
      return of.name || of.id
  }
}
