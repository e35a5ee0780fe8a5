import { organisationOperations } from '@yunheng/contract'
import { FilterBar, ListTable } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ListPage } from '../../ui/index.ts'
import { personColumns } from './body-columns.tsx'

export default function PersonListPage() {
  const t = useText('organisation')
  return (
    <ListPage
      title={t('people.title')}
      filters={<FilterBar search={{ key: 'search', label: t('people.search') }} filters={[]} />}
    >
      <ListTable
        operation={organisationOperations.listPeople}
        filters={['search', 'bodyId']}
        label={t('people.title')}
        rowKey={(row) => row.id}
        columns={personColumns(t)}
        empty={{ title: t('people.empty'), why: t('people.empty-why') }}
      />
    </ListPage>
  )
}
