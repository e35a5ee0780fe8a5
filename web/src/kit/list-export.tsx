import type { OperationSpec, QueryOf } from '@yunheng/contract'
import type { InputOf } from '../api/index.ts'
import { ExportButton } from './export-button.tsx'
import { useUrlState } from './url-state.ts'

/** Exports a list as it is seen: with the filters that stand in the address. */
export function ListExport<O extends OperationSpec>({
  operation,
  filters,
  label,
}: {
  readonly operation: O
  readonly filters: readonly (keyof QueryOf<O> & string)[]
  readonly label?: string
}) {
  const [url] = useUrlState()
  const query = Object.fromEntries(filters.flatMap((name) => (url[name] ? [[name, url[name]] as const] : [])))
  const input = { query } as unknown as InputOf<O>
  return <ExportButton operation={operation} input={input} {...(label ? { label } : {})} />
}
