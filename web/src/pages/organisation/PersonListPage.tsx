import { organisationOperations } from '@yunheng/contract'
import { FilterBar, ListExport, ListTable } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ListPage } from '../../ui/index.ts'
import { personColumns } from './body-columns.tsx'

const names = ['search', 'bodyId'] as const

export default function PersonListPage() {
  const seesPosts = useMay('list', 'post')
  const t = useText('organisation')
  return (
    <ListPage
      title={t('people.title')}
      actions={
        <>
          <ListExport operation={organisationOperations.exportPeople} filters={names} />
          {seesPosts && (
            <ListExport
              operation={organisationOperations.exportPosts}
              filters={['bodyId']}
              label={t('posts.export')}
            />
          )}
        </>
      }
      filters={<FilterBar search={{ key: 'search', label: t('people.search') }} filters={[]} />}
    >
      <ListTable
        operation={organisationOperations.listPeople}
        filters={names}
        label={t('people.title')}
        rowKey={(row) => row.id}
        columns={personColumns(t)}
        empty={{ title: t('people.empty'), why: t('people.empty-why') }}
      />
    </ListPage>
  )
}
