import { GoTo, Table } from '../../kit/index.ts'
import { useFound } from '../../shell/find.ts'
import { usePick, useText } from '../../text/index.ts'
import { EmptyState, Waiting } from '../../ui/index.ts'

/** Objects of all lists whose name or number holds the words. */
export function FoundObjects({ words }: { readonly words: string }) {
  const t = useText('home')
  const shell = useText('shell')
  const { found, pending } = useFound(words, usePick())
  if (found.length === 0)
    return pending ? <Waiting /> : <EmptyState title={t('search.nothing')} why={t('search.nothing-why')} />
  return (
    <Table
      label={t('search.title', { words })}
      rows={found}
      rowKey={(row) => `${row.kind}${row.id}`}
      columns={[
        { key: 'name', title: shell('find.name'), render: (row) => <GoTo to={row.place}>{row.title}</GoTo> },
        { key: 'kind', title: shell('find.kind'), render: (row) => shell(`find.${row.kind}`) },
        { key: 'detail', title: shell('find.detail'), render: (row) => row.detail },
      ]}
    />
  )
}
