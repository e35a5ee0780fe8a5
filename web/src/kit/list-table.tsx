import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { OperationSpec, QueryOf, ResponseOf } from '@yunheng/contract'
import { Select } from 'antd'
import { type ReactNode, useRef } from 'react'
import { type InputOf, queryOf } from '../api/index.ts'
import type { Search } from '../paths.ts'
import { useText } from '../text/index.ts'
import { ActionButton } from '../ui/action-button.tsx'
import { EmptyState, Waiting } from '../ui/index.ts'
import { ProblemPanel } from './problem-panel.tsx'
import { type Column, Table } from './table.tsx'
import { useUrlState } from './url-state.ts'

/** An operation that answers `{ items }`, by pages or all at once. */
export type RowOf<O extends OperationSpec> =
  ResponseOf<O> extends { readonly items: readonly (infer Row)[] } ? Row : never

interface ListTableProps<O extends OperationSpec> {
  readonly operation: O
  /** What the page fixes itself (the box, the owner). */
  readonly query?: Partial<QueryOf<O>>
  readonly params?: InputOf<O>['params']
  /** Names of the query that the address bar may set: the filters of the page. */
  readonly filters?: readonly (keyof QueryOf<O> & string)[]
  readonly columns: readonly Column<RowOf<O>>[]
  readonly rowKey: (row: RowOf<O>) => string
  readonly label: string
  readonly empty: { readonly title: string; readonly why: string; readonly action?: ReactNode }
  readonly compact?: boolean
  /** Asks again by itself, while something on the page moves. */
  readonly everyMs?: (rows: readonly RowOf<O>[]) => number | false
  /** Prefix in the address, when a page has more than one table. */
  readonly urlName?: string
}

const SIZES = [20, 50, 100]

/** A list bound to its operation: filters, page and size stand in the address. Pages go by key, never by number. */
export function ListTable<O extends OperationSpec>(props: ListTableProps<O>) {
  const t = useText('ui')
  const [url, change] = useUrlState()
  const name = (key: string) => (props.urlName ? `${props.urlName}.${key}` : key)
  const filters = pick(url, props.filters ?? [])
  const pageSize = Number(url[name('size')] ?? 20)
  const pageToken = url[name('after')]
  const paged = props.operation.query?.properties.pageToken !== undefined
  const query = {
    ...props.query,
    ...filters,
    ...(paged ? { pageSize, ...(pageToken ? { pageToken } : {}) } : {}),
  }
  const input = { params: props.params, query } as unknown as InputOf<O>
  const asked = useQuery({
    ...queryOf(props.operation, input),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      props.everyMs?.((state.data as { items: readonly RowOf<O>[] } | undefined)?.items ?? []) ?? false,
  })
  const earlier = useEarlierPages(JSON.stringify([props.query, filters, pageSize]))

  if (asked.isError && !asked.data)
    return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const page = asked.data as unknown as { items: readonly RowOf<O>[]; nextPageToken?: string | null }
  const filtered = Object.keys(filters).length > 0
  if (page.items.length === 0 && !pageToken)
    return filtered ? (
      <EmptyState
        title={t('filter.none')}
        why={t('filter.none-why')}
        action={
          <ActionButton
            label={t('filter.clear')}
            onClick={() =>
              change(Object.fromEntries([...(props.filters ?? []), name('after')].map((k) => [k, undefined])))
            }
          />
        }
      />
    ) : (
      <EmptyState {...props.empty} />
    )

  const goOn = (token: string) => {
    earlier.push(pageToken ?? '')
    change({ [name('after')]: token }, { push: true })
  }
  const goBack = () => change({ [name('after')]: earlier.pop() ?? '' }, { push: true })
  return (
    <div className="yh-list" aria-busy={asked.isFetching}>
      <Table
        label={props.label}
        columns={props.columns}
        rows={page.items}
        rowKey={props.rowKey}
        compact={props.compact ?? false}
      />
      <nav className="yh-list-foot" aria-label={t('table.paging', { list: props.label })}>
        <span className="yh-quiet">
          {t(page.nextPageToken ? 'table.more' : pageToken ? 'table.shown' : 'table.all', {
            count: page.items.length,
          })}
        </span>
        {paged && (
          <span className="yh-row">
            {pageToken && (
              <ActionButton
                size="small"
                label={earlier.known() ? t('table.previous') : t('table.first')}
                onClick={goBack}
              />
            )}
            {page.nextPageToken && (
              <ActionButton
                size="small"
                label={t('table.next')}
                onClick={() => goOn(page.nextPageToken as string)}
              />
            )}
            {(page.nextPageToken || pageToken || pageSize !== 20) && (
              <Select
                size="small"
                aria-label={t('table.size-label')}
                value={pageSize}
                options={SIZES.map((count) => ({ value: count, label: t('table.size', { count }) }))}
                onChange={(size) => change({ [name('size')]: String(size), [name('after')]: undefined })}
              />
            )}
          </span>
        )}
      </nav>
    </div>
  )
}

function pick(url: Search, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.flatMap((key) => (url[key] ? [[key, url[key]] as const] : [])))
}

/** Keys of the pages one came from. They belong to one filter; a new filter forgets them. */
function useEarlierPages(of: string) {
  const kept = useRef<{ of: string; tokens: string[] }>({ of, tokens: [] })
  if (kept.current.of !== of) kept.current = { of, tokens: [] }
  return {
    push: (token: string) => void kept.current.tokens.push(token),
    pop: () => kept.current.tokens.pop(),
    known: () => kept.current.tokens.length > 0,
  }
}
