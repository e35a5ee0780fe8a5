import { COMMITMENT_KINDS, COMMITMENT_SOURCES } from '@yunheng/contract'
import { FilterBar, optionsOf } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ListPage } from '../../ui/index.ts'
import { yearOptions } from './budget-fields.tsx'
import { CommitmentTable } from './commitment-table.tsx'

/** Every entry of the ledger; by its flag those that no line pays for yet. */
export default function CommitmentListPage() {
  const t = useText('budget')
  return (
    <ListPage
      title={t('commitments')}
      filters={
        <FilterBar
          filters={[
            { kind: 'choice', key: 'fiscalYear', label: t('year'), options: yearOptions() },
            {
              kind: 'choice',
              key: 'kind',
              label: t('kind'),
              options: optionsOf(COMMITMENT_KINDS, (value) => t(`kind.${value}`)),
            },
            {
              kind: 'choice',
              key: 'source',
              label: t('committed-by'),
              options: optionsOf(COMMITMENT_SOURCES, (value) => t(`source.${value}`)),
            },
            { kind: 'flag', key: 'unbudgeted', label: t('unbudgeted') },
          ]}
        />
      }
    >
      <CommitmentTable
        filters={['fiscalYear', 'kind', 'source', 'unbudgeted', 'bodyId', 'requestId', 'resourceId']}
      />
    </ListPage>
  )
}
