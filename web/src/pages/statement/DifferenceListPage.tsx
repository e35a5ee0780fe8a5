import {
  DIFFERENCE_DUES,
  DIFFERENCE_KINDS,
  DIFFERENCE_OWNERS,
  DIFFERENCE_STATES,
  differenceOperations as operations,
} from '@yunheng/contract'
import { choice, choiceOf, FilterBar, flag, ListExport, ListTable } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ListPage } from '../../ui/index.ts'
import { useDifferenceColumns } from './difference-columns.tsx'
import { monthOptions } from './months.ts'

const names = ['month', 'unsettled', 'state', 'kind', 'owner', 'due', 'statementId', 'providerId'] as const

/** Differences in sight, the largest first: a provider's own, a department's to answer, all of them for the regulator. */
export default function DifferenceListPage() {
  const t = useText('statement')
  const terms = useText('terms')
  return (
    <ListPage
      title={t('differences')}
      meta={<span>{t('differences-how')}</span>}
      actions={<ListExport operation={operations.export} filters={names} />}
      filters={
        <FilterBar
          filters={[
            choiceOf('month', t('month'), monthOptions()),
            flag('unsettled', t('unsettled')),
            choice('state', t('state'), DIFFERENCE_STATES, (value) => terms(`difference.${value}`)),
            choice('kind', t('kind'), DIFFERENCE_KINDS, (value) => t(`kind.${value}`)),
            choice('owner', t('owner'), DIFFERENCE_OWNERS, (value) => t(`owner.${value}`)),
            choice('due', t('due'), DIFFERENCE_DUES, (value) => t(`due.${value}`)),
          ]}
        />
      }
    >
      <ListTable
        operation={operations.list}
        filters={names}
        label={t('differences')}
        rowKey={(row) => row.id}
        columns={useDifferenceColumns()}
        empty={{ title: t('differences-empty'), why: t('differences-empty-why') }}
      />
    </ListPage>
  )
}
