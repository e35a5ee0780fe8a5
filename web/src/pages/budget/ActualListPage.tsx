import { ACTUAL_KINDS, budgetOperations as operations } from '@yunheng/contract'
import { choice, choiceOf, FilterBar, flag, ListExport } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ListPage } from '../../ui/index.ts'
import { ActualTable } from './actual-table.tsx'
import { yearOptions } from './budget-fields.tsx'

const names = [
  'fiscalYear',
  'month',
  'kind',
  'unbudgeted',
  'budgetId',
  'bodyId',
  'payerBodyId',
  'spenderBodyId',
  'systemId',
  'requestId',
  'billId',
] as const

/** What bills have charged to the budget; by its flag what no line pays for. */
export default function ActualListPage() {
  const t = useText('budget')
  return (
    <ListPage
      title={t('actuals')}
      actions={<ListExport operation={operations.exportActuals} filters={names} />}
      filters={
        <FilterBar
          filters={[
            choiceOf('fiscalYear', t('year'), yearOptions()),
            choice('kind', t('kind'), ACTUAL_KINDS, (value) => t(`actual-kind.${value}`)),
            flag('unbudgeted', t('not-budgeted')),
          ]}
        />
      }
    >
      <ActualTable filters={names} />
    </ListPage>
  )
}
