import { decisionOperations } from '@yunheng/contract'
import { GoTo, ListTable } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { ListPage, StateMark } from '../../ui/index.ts'

export default function DecisionTableListPage() {
  const t = useText('workflow')
  const pick = usePick()
  return (
    <ListPage title={t('decisions.title')}>
      <ListTable
        operation={decisionOperations.decisionTableList}
        label={t('decisions.title')}
        rowKey={(row) => row.id}
        empty={{ title: t('decisions.empty'), why: t('decisions.empty-why') }}
        columns={[
          {
            key: 'published',
            title: t('column.published'),
            render: (row) =>
              row.publishedNumber === null ? (
                <StateMark tone="off">{t('version.none')}</StateMark>
              ) : (
                <StateMark tone="good">{t('version.number', { number: row.publishedNumber })}</StateMark>
              ),
          },
          {
            key: 'name',
            title: t('column.name'),
            render: (row) => <GoTo to={to('decisionTable', { id: row.id })}>{pick(row.name)}</GoTo>,
          },
          { key: 'key', title: t('column.key'), render: (row) => <span className="yh-mono">{row.key}</span> },
        ]}
      />
    </ListPage>
  )
}
