import { type Export, type ExportedList, exportOperations } from '@yunheng/contract'
import { useAct } from '../../api/index.ts'
import { type Column, GoTo, ListTable, ProblemPanel, useBlockedBecause } from '../../kit/index.ts'
import { type Search, to } from '../../paths.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { ActionButton, formatNumber, ListPage, StateMark, Time, type Tone } from '../../ui/index.ts'
import { DownloadLink } from './download-link.tsx'
import './export.css'

const tones: Record<Export['state'], Tone> = {
  waiting: 'off',
  running: 'busy',
  ready: 'good',
  failed: 'bad',
  cancelled: 'off',
}

/** The list that was exported, as it stands now. */
const places: Record<ExportedList, (search: Search) => ReturnType<typeof to>> = {
  'inventory.export': (search) => to('explorer', search),
  'resource.export': (search) => to('resources', search),
  'work-order.export': (search) => to('workOrders', search),
  'request.export': (search) => to('requests', search),
  'system.export': (search) => to('systems', search),
  'person.export': (search) => to('people', search),
  'post.export': (search) => to('people', search),
  'adoption.download': (search) => to('adoption', search),
  'guide-check.export': (search) => to('guideChecks', search),
  'major-issue.export': (search) => to('majorIssues', search),
  'usage.export': (search) => to('usage', search),
  'statement.export-lines': ({ statementId, ...search }) =>
    statementId ? to('statement', { id: statementId }, search) : to('statements'),
  'difference.export': (search) => to('differences', search),
  'spending.export': (search) => to('spending', search),
  'spending-rate.export': (search) => to('spendingRates', search),
  'bill.export-focus': ({ contractId, ...search }) =>
    contractId ? to('contract', { id: contractId }, search) : to('monthEnd', search),
}

const WHILE_UNDER_WAY_MS = 2_000
const isUnderWay = ({ state }: Export) => state === 'waiting' || state === 'running'

/** Lists that are being written to files, and the files that are kept. */
export default function ExportListPage() {
  const t = useText('export')
  const columns = useColumns(t)
  return (
    <ListPage
      title={t('list.title')}
      meta={
        <>
          <span>{t('list.kept')}</span>
          <GoTo to={to('fileCheck')}>{t('check.title')}</GoTo>
        </>
      }
    >
      <ListTable
        operation={exportOperations.list}
        label={t('list.title')}
        rowKey={(row) => row.id}
        empty={{ title: t('list.empty'), why: t('list.empty-why') }}
        everyMs={(rows) => (rows.some(isUnderWay) ? WHILE_UNDER_WAY_MS : false)}
        columns={columns}
      />
    </ListPage>
  )
}

function useColumns(t: TextOf<'export'>): readonly Column<Export>[] {
  const pick = usePick()
  return [
    {
      key: 'what',
      title: t('column.what'),
      render: (row) => (
        <GoTo to={places[row.list](searchOf(row))}>{`${pick(row.title)} ${row.format.toUpperCase()}`}</GoTo>
      ),
    },
    {
      key: 'filters',
      title: t('column.filters'),
      wideOnly: true,
      render: (row) => {
        const count = Object.keys(row.filters).length
        return count === 0 ? t('filters.none') : t('filters.count', { count })
      },
    },
    {
      key: 'state',
      title: t('column.state'),
      render: (row) => (
        <>
          <StateMark tone={tones[row.state]}>{t(`state.${row.state}`)}</StateMark>
          <Progress row={row} />
          {row.problem && <div className="yh-quiet yh-small">{pick(row.problem)}</div>}
        </>
      ),
    },
    { key: 'rows', title: t('column.rows'), number: true, render: (row) => rowsOf(t, row) },
    { key: 'size', title: t('column.size'), number: true, render: (row) => sizeOf(t, row) },
    { key: 'at', title: t('column.at'), oneLine: true, render: (row) => <Time at={row.createdAt} /> },
    {
      key: 'kept',
      title: t('column.kept'),
      oneLine: true,
      wideOnly: true,
      render: (row) => row.keptUntil && <Time at={row.keptUntil} />,
    },
    { key: 'acts', title: t('column.acts'), render: (row) => <Acts row={row} /> },
  ]
}

/** How far it is; nothing while it is not known how far it goes. */
function Progress({ row: { state, rows, expectedRows } }: { readonly row: Export }) {
  const t = useText('export')
  if (state !== 'running' || expectedRows === null) return null
  const all = Math.max(rows, expectedRows.count, 1)
  return <progress className="yh-export-progress" aria-label={t('progress')} value={rows} max={all} />
}

/** What can be done with it just now: fetched, called off, or thrown away. */
function Acts({ row }: { readonly row: Export }) {
  const t = useText('export')
  const pick = usePick()
  const because = useBlockedBecause()
  const cancel = useAct(exportOperations.cancel)
  const remove = useAct(exportOperations.remove)
  const ending = isUnderWay(row)
    ? { verb: 'cancel' as const, act: cancel, allowance: row.actions.cancel }
    : { verb: 'remove' as const, act: remove, allowance: row.actions.remove }
  return (
    <div className="yh-row">
      {row.actions.download.allowed && <DownloadLink row={row} />}
      <ActionButton
        size="small"
        label={t(`act.${ending.verb}`)}
        aria-label={t(`act.${ending.verb}-what`, { what: row.fileName ?? pick(row.title) })}
        blockedBecause={because(ending.allowance)}
        loading={ending.act.isPending}
        onClick={() => ending.act.mutate({ params: { id: row.id } })}
      />
      {ending.act.error && <ProblemPanel error={ending.act.error} />}
    </div>
  )
}

const searchOf = (row: Export): Record<string, string> =>
  Object.fromEntries(Object.entries(row.filters).map(([name, value]) => [name, String(value)]))

function rowsOf(t: TextOf<'export'>, { state, rows, expectedRows }: Export): string {
  const written = formatNumber(rows)
  if (state !== 'running' || expectedRows === null) return state === 'waiting' ? '' : written
  const expected = formatNumber(Math.max(rows, expectedRows.count))
  return t(expectedRows.isEstimate ? 'rows.of-about' : 'rows.of', { rows: written, expected })
}

const MIB = 1024 * 1024

function sizeOf(t: TextOf<'export'>, { sizeBytes }: Export): string {
  if (sizeBytes === null) return ''
  return sizeBytes >= MIB
    ? t('size.mib', { size: formatNumber(sizeBytes / MIB, 1) })
    : t('size.kib', { size: formatNumber(Math.max(1, sizeBytes / 1024)) })
}
