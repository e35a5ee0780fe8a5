import { choiceOf, FilterBar, UrlTabs } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ListPage } from '../../ui/index.ts'
import { yearOptions } from './budget-fields.tsx'
import { ComparisonsTab } from './comparisons-tab.tsx'
import { DuplicatesTab } from './duplicates-tab.tsx'
import { ReductionsTab } from './reductions-tab.tsx'
import { StopsTab } from './stops-tab.tsx'

/** R270, R272, R273: what the budget is asked about, each with its evidence. */
export default function BudgetChecksPage() {
  const t = useText('budget')
  return (
    <ListPage
      title={t('checks.title')}
      filters={<FilterBar filters={[choiceOf('fiscalYear', t('year'), yearOptions())]} />}
    >
      <UrlTabs
        label={t('checks.title')}
        tabs={[
          { key: 'comparisons', label: t('comparisons.tab'), content: () => <ComparisonsTab /> },
          { key: 'duplicates', label: t('duplicates.tab'), content: () => <DuplicatesTab /> },
          { key: 'reductions', label: t('reductions.tab'), content: () => <ReductionsTab /> },
          { key: 'stops', label: t('stops.tab'), content: () => <StopsTab /> },
        ]}
      />
    </ListPage>
  )
}
