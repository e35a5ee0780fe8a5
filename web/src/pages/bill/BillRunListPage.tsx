import { type BillRun, billRunOperations as operations } from '@yunheng/contract'
import { ListTable, runColumns, whileAnyRuns } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ListPage } from '../../ui/index.ts'
import { useRunFilter } from './run-bar.tsx'

/** What was done to many bills at once, the latest first. */
export default function BillRunListPage() {
  const t = useText('bill')
  const inWords = useRunFilter()
  return (
    <ListPage title={t('run.title')} meta={<span>{t('run.how')}</span>}>
      <ListTable
        operation={operations.list}
        label={t('run.title')}
        rowKey={(row) => row.id}
        columns={runColumns<BillRun>(
          t,
          ({ id }, search) => to('billRun', { id }, search),
          ({ filters }) => inWords(filters),
          [
            {
              key: 'verb',
              title: t('run.verb'),
              oneLine: true,
              render: (row) => t(`run.title.${row.verb}`),
            },
          ],
        )}
        everyMs={whileAnyRuns}
        empty={{ title: t('run.empty'), why: t('run.empty-why') }}
      />
    </ListPage>
  )
}
