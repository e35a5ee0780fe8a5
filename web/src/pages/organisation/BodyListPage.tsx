import { BODY_KINDS, organisationOperations } from '@yunheng/contract'
import { useState } from 'react'
import { choice, RegisterPage } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { bodyColumns } from './body-columns.tsx'
import { BodyCreateDialog } from './body-dialogs.tsx'

export default function BodyListPage() {
  const t = useText('organisation')
  const terms = useText('terms')
  const mayAdd = useMay('create', 'body')
  const [creating, setCreating] = useState(false)
  return (
    <RegisterPage
      title={t('bodies.title')}
      list={organisationOperations.listBodies}
      names={['search', 'kind', 'regionId', 'parentId']}
      search={{ key: 'search', label: t('bodies.search') }}
      filters={[choice('kind', t('filter.kind'), BODY_KINDS, (value) => terms(`body-kind.${value}`))]}
      columns={bodyColumns(t, terms)}
      empty={{ title: t('bodies.empty'), why: t('bodies.empty-why') }}
      add={mayAdd && { label: t('bodies.new'), onClick: () => setCreating(true) }}
    >
      <BodyCreateDialog open={creating} onClose={() => setCreating(false)} />
    </RegisterPage>
  )
}
