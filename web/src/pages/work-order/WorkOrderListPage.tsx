import { WORK_ORDER_STATES, type WorkOrder, workOrderOperations } from '@yunheng/contract'
import {
  type Column,
  FilterBar,
  GoTo,
  ListExport,
  ListTable,
  optionsOf,
  State,
  type Terms,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { ListPage, StateMark, Time } from '../../ui/index.ts'

const names = ['state', 'overdue', 'systemId', 'resourceId'] as const

export default function WorkOrderListPage() {
  const t = useText('work-order')
  const terms = useText('terms')
  return (
    <ListPage
      title={t('list.title')}
      actions={<ListExport operation={workOrderOperations.export} filters={names} />}
      filters={
        <FilterBar
          filters={[
            {
              kind: 'choice',
              key: 'state',
              label: t('filter.state'),
              options: optionsOf(WORK_ORDER_STATES, (value) => terms(`work-order.${value}`)),
            },
            { kind: 'flag', key: 'overdue', label: t('filter.overdue') },
          ]}
        />
      }
    >
      <ListTable
        operation={workOrderOperations.list}
        filters={names}
        label={t('list.title')}
        rowKey={(row) => row.id}
        columns={columns(t, terms)}
        empty={{ title: t('list.empty'), why: t('list.empty-why') }}
      />
    </ListPage>
  )
}

function columns(t: TextOf<'work-order'>, terms: Terms): readonly Column<WorkOrder>[] {
  return [
    {
      key: 'state',
      title: t('column.state'),
      oneLine: true,
      render: (row) => <State of="work-order" state={row.state} />,
    },
    {
      key: 'resource',
      title: t('column.resource'),
      render: (row) => <GoTo to={to('workOrder', { id: row.id })}>{row.resource.name}</GoTo>,
    },
    {
      key: 'task',
      title: t('column.task'),
      oneLine: true,
      render: (row) => terms(`work-order-task.${row.task}`),
    },
    { key: 'body', title: t('column.body'), render: (row) => row.body.name },
    { key: 'system', title: t('column.system'), wideOnly: true, render: (row) => row.system.name },
    { key: 'provider', title: t('column.provider'), wideOnly: true, render: (row) => row.provider.name },
    {
      key: 'opened',
      title: t('column.opened'),
      oneLine: true,
      wideOnly: true,
      render: (row) => <Time at={row.openedAt} />,
    },
    {
      key: 'due',
      title: t('column.due'),
      oneLine: true,
      render: (row) =>
        row.overdue ? (
          <StateMark tone="bad">
            {t('overdue')} <Time at={row.dueAt} />
          </StateMark>
        ) : (
          <Time at={row.dueAt} />
        ),
    },
  ]
}
