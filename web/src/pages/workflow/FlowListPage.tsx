import { flowOperations } from '@yunheng/contract'
import { DefaultTag, GoTo, ListTable } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { ListPage, StateMark } from '../../ui/index.ts'

export default function FlowListPage() {
  const t = useText('workflow')
  const pick = usePick()
  return (
    <ListPage title={t('flows.title')}>
      <ListTable
        operation={flowOperations.flowList}
        label={t('flows.title')}
        rowKey={(row) => row.id}
        empty={{ title: t('flows.empty'), why: t('flows.empty-why') }}
        columns={[
          {
            key: 'published',
            title: t('column.published'),
            oneLine: true,
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
            render: (row) => (
              <>
                <GoTo to={to('flow', { id: row.id })}>{pick(row.name)}</GoTo>{' '}
                <DefaultTag when={row.isProductDefault} />
              </>
            ),
          },
          { key: 'key', title: t('column.key'), render: (row) => <span className="yh-mono">{row.key}</span> },
          {
            key: 'subject',
            title: t('column.subject'),
            render: (row) => (row.subjectNoun === 'request' ? t('subject.request') : row.subjectNoun),
          },
          { key: 'running', title: t('column.running'), number: true, render: (row) => row.runningInstances },
        ]}
      />
    </ListPage>
  )
}
