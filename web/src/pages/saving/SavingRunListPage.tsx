import { savingRunOperations as operations, type SavingRun } from '@yunheng/contract'
import { ListTable, runColumns, whileAnyRuns } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ListPage } from '../../ui/index.ts'
import { useRunFilter } from './run-bar.tsx'

/** Notices that were sent together, the latest first. */
export default function SavingRunListPage() {
  const t = useText('saving')
  const inWords = useRunFilter()
  return (
    <ListPage title={t('run.list')} meta={<span>{t('run.how')}</span>}>
      <ListTable
        operation={operations.list}
        label={t('run.list')}
        rowKey={(row) => row.id}
        columns={runColumns<SavingRun>(
          t,
          ({ id }, search) => to('savingRun', { id }, search),
          ({ filters }) => inWords(filters),
        )}
        everyMs={whileAnyRuns}
        empty={{ title: t('run.empty'), why: t('run.empty-why') }}
      />
    </ListPage>
  )
}
