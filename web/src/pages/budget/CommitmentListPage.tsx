import { COMMITMENT_KINDS, COMMITMENT_SOURCES } from '@yunheng/contract'
import { choice, choiceOf, FilterBar, flag } from '../../kit/index.ts'
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
            choiceOf('fiscalYear', t('year'), yearOptions()),
            choice('kind', t('kind'), COMMITMENT_KINDS, (value) => t(`kind.${value}`)),
            choice('source', t('committed-by'), COMMITMENT_SOURCES, (value) => t(`source.${value}`)),
            flag('unbudgeted', t('unbudgeted')),
          ]}
        />
      }
    >
      <CommitmentTable
        filters={[
          'fiscalYear',
          'month',
          'kind',
          'source',
          'unbudgeted',
          'budgetId',
          'bodyId',
          'payerBodyId',
          'systemId',
          'requestId',
          'resourceId',
        ]}
      />
    </ListPage>
  )
}
