import { type QueryOf, resourceOperations } from '@yunheng/contract'
import { ListTable } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { resourceColumns } from './resource-columns.tsx'

/** The resources of one object, on its page: what the page itself says of all of them is no column. */
export function ResourceTable({
  of,
  without,
}: {
  readonly of: QueryOf<typeof resourceOperations.list>
  readonly without: readonly string[]
}) {
  const t = useText('resource')
  const terms = useText('terms')
  const pick = usePick()
  return (
    <ListTable
      operation={resourceOperations.list}
      query={of}
      urlName="resources"
      label={t('list.title')}
      rowKey={(row) => row.id}
      columns={resourceColumns(t, terms, pick).filter((column) => !without.includes(column.key))}
      empty={{ title: t('list.empty'), why: t('list.empty-why') }}
    />
  )
}
