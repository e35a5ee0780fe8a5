import type { OperationSpec, QueryOf } from '@yunheng/contract'
import type { ReactNode } from 'react'
import { ActionButton } from '../ui/action-button.tsx'
import { ListPage } from '../ui/index.ts'
import { type Filter, FilterBar } from './filter-bar.tsx'
import { ListExport } from './list-export.tsx'
import { ListTable, type RowOf } from './list-table.tsx'
import type { Column } from './table.tsx'

interface WithId {
  readonly id: string
}

interface RegisterPageProps<O extends OperationSpec, F extends OperationSpec> {
  readonly title: string
  readonly meta?: ReactNode
  /** Its rows have an id, which the types ask for here: a list without one is shown by a {@link ListTable}. */
  readonly list: O & (RowOf<O> extends WithId ? unknown : never)
  /** The same list as a file. */
  readonly file?: F
  /** What of the query the address may set: the filters, and what other pages lead here with. */
  readonly names: readonly (keyof QueryOf<O> & keyof QueryOf<F> & string)[]
  readonly search?: { readonly key: string; readonly label: string }
  readonly filters: readonly Filter[]
  readonly columns: readonly Column<RowOf<O>>[]
  readonly empty: { readonly title: string; readonly why: string; readonly action?: ReactNode }
  /** Begins a new entry, for those who may: in the head, and where there is none yet. */
  readonly add?: { readonly label: string; readonly onClick: () => void } | false
  /** What is said above the table. */
  readonly above?: ReactNode
  /** What follows the table, and the dialogs that open over it. */
  readonly children?: ReactNode
}

/** A register: its entries as one list, filtered by the address, taken away as a file, with a way to begin a new one. */
export function RegisterPage<O extends OperationSpec, F extends OperationSpec = O>(
  props: RegisterPageProps<O, F>,
) {
  const { title, meta, list, file, names, search, filters, above, children } = props
  const add = props.add ? <ActionButton type="primary" {...props.add} /> : null
  return (
    <ListPage
      title={title}
      meta={meta}
      actions={
        (file || add) && (
          <>
            {file && <ListExport operation={file} filters={names} />}
            {add}
          </>
        )
      }
      filters={<FilterBar filters={filters} {...(search && { search })} />}
    >
      {above}
      <ListTable<O>
        operation={list}
        filters={names}
        label={title}
        // The type of `list` has made sure of it.
        rowKey={(row) => (row as RowOf<O> & WithId).id}
        columns={props.columns}
        empty={{ ...props.empty, ...(add && { action: add }) }}
      />
      {children}
    </ListPage>
  )
}
