import { noticeOperations } from '@yunheng/contract'
import { useAct } from '../../api/index.ts'
import { FilterBar, flag, GoTo, ListTable, ProblemPanel, subjectPlace } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, ListPage, StateMark, Time } from '../../ui/index.ts'

export default function NoticeListPage() {
  const t = useText('notice')
  const pick = usePick()
  const mark = useAct(noticeOperations.markRead)
  return (
    <ListPage
      title={t('list.title')}
      actions={
        <ActionButton
          label={t('list.mark-all')}
          loading={mark.isPending}
          onClick={() => mark.mutate({ body: { ids: null } })}
        />
      }
      filters={<FilterBar filters={[flag('unread', t('filter.unread'))]} />}
    >
      {mark.error && <ProblemPanel error={mark.error} />}
      <ListTable
        operation={noticeOperations.list}
        filters={['unread']}
        label={t('list.title')}
        rowKey={(row) => row.id}
        empty={{ title: t('list.empty'), why: t('list.empty-why') }}
        columns={[
          {
            key: 'state',
            title: t('column.state'),
            oneLine: true,
            render: (row) => (
              <StateMark tone={row.readAt ? 'off' : 'busy'}>
                {t(row.readAt ? 'state.read' : 'state.unread')}
              </StateMark>
            ),
          },
          {
            key: 'text',
            title: t('column.text'),
            render: (row) => {
              const place = subjectPlace({ noun: row.noun, id: row.objectId })
              const read = () => row.readAt === null && mark.mutate({ body: { ids: [row.id] } })
              return place ? (
                <GoTo to={place} onClick={read}>
                  {pick(row.text)}
                </GoTo>
              ) : (
                pick(row.text)
              )
            },
          },
          { key: 'at', title: t('column.at'), oneLine: true, render: (row) => <Time at={row.at} /> },
        ]}
      />
    </ListPage>
  )
}
