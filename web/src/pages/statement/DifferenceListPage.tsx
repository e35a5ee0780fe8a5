import {
  DIFFERENCE_DUES,
  DIFFERENCE_KINDS,
  DIFFERENCE_OWNERS,
  DIFFERENCE_STATES,
  differenceOperations as operations,
} from '@yunheng/contract'
import { FilterBar, ListExport, ListTable, optionsOf } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ListPage } from '../../ui/index.ts'
import { useDifferenceColumns } from './difference-columns.tsx'
import { monthOptions } from './months.ts'

const names = ['month', 'state', 'kind', 'owner', 'due', 'statementId', 'providerId'] as const

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
            { kind: 'choice', key: 'month', label: t('month'), options: monthOptions() },
            {
              kind: 'choice',
              key: 'state',
              label: t('state'),
              options: optionsOf(DIFFERENCE_STATES, (value) => terms(`difference.${value}`)),
            },
            {
              kind: 'choice',
              key: 'kind',
              label: t('kind'),
              options: optionsOf(DIFFERENCE_KINDS, (value) => t(`kind.${value}`)),
            },
            {
              kind: 'choice',
              key: 'owner',
              label: t('owner'),
              options: optionsOf(DIFFERENCE_OWNERS, (value) => t(`owner.${value}`)),
            },
            {
              kind: 'choice',
              key: 'due',
              label: t('due'),
              options: optionsOf(DIFFERENCE_DUES, (value) => t(`due.${value}`)),
            },
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
