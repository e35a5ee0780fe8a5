import { BODY_KINDS, organisationOperations } from '@yunheng/contract'
import { useState } from 'react'
import { FilterBar, ListTable, optionsOf } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, ListPage } from '../../ui/index.ts'
import { bodyColumns } from './body-columns.tsx'
import { BodyCreateDialog } from './body-dialogs.tsx'

export default function BodyListPage() {
  const t = useText('organisation')
  const terms = useText('terms')
  const mayAdd = useMay('create', 'body')
  const [creating, setCreating] = useState(false)
  return (
    <ListPage
      title={t('bodies.title')}
      actions={
        mayAdd && <ActionButton type="primary" label={t('bodies.new')} onClick={() => setCreating(true)} />
      }
      filters={
        <FilterBar
          search={{ key: 'search', label: t('bodies.search') }}
          filters={[
            {
              kind: 'choice',
              key: 'kind',
              label: t('filter.kind'),
              options: optionsOf(BODY_KINDS, (value) => terms(`body-kind.${value}`)),
            },
          ]}
        />
      }
    >
      <ListTable
        operation={organisationOperations.listBodies}
        filters={['search', 'kind', 'regionId', 'parentId']}
        label={t('bodies.title')}
        rowKey={(row) => row.id}
        columns={bodyColumns(t, terms)}
        empty={{ title: t('bodies.empty'), why: t('bodies.empty-why') }}
      />
      <BodyCreateDialog open={creating} onClose={() => setCreating(false)} />
    </ListPage>
  )
}
