import { WORK_ORDER_STATES, WORK_ORDER_TASKS, type WorkOrder, workOrderOperations } from '@yunheng/contract'
import { useState } from 'react'
import { type Column, choice, flag, GoTo, RegisterPage, State, type Terms } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { StateMark, Time } from '../../ui/index.ts'
import { DispatchDialog } from './dispatch-dialog.tsx'

const names = ['state', 'task', 'overdue', 'dispatched', 'systemId', 'resourceId'] as const

export default function WorkOrderListPage() {
  const t = useText('work-order')
  const terms = useText('terms')
  const [dispatching, setDispatching] = useState(false)
  const mayDispatch = useMay('create', 'work-order')
  return (
    <RegisterPage
      title={t('list.title')}
      list={workOrderOperations.list}
      file={workOrderOperations.export}
      names={names}
      filters={[
        choice('state', t('filter.state'), WORK_ORDER_STATES, (value) => terms(`work-order.${value}`)),
        choice('task', t('filter.task'), WORK_ORDER_TASKS, (value) => terms(`work-order-task.${value}`)),
        flag('overdue', t('filter.overdue')),
        flag('dispatched', t('filter.dispatched')),
      ]}
      columns={columns(t, terms)}
      empty={{ title: t('list.empty'), why: t('list.empty-why') }}
      add={mayDispatch && { label: t('dispatch.new'), onClick: () => setDispatching(true) }}
    >
      <DispatchDialog open={dispatching} onClose={() => setDispatching(false)} />
    </RegisterPage>
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
      key: 'title',
      title: t('column.title'),
      render: (row) => (
        <>
          <GoTo to={to('workOrder', { id: row.id })}>{row.title}</GoTo>
          {row.no && <div className="yh-quiet yh-small">{row.no}</div>}
        </>
      ),
    },
    {
      key: 'task',
      title: t('column.task'),
      oneLine: true,
      render: (row) => terms(`work-order-task.${row.task}`),
    },
    { key: 'body', title: t('column.body'), render: (row) => row.body?.name },
    { key: 'system', title: t('column.system'), wideOnly: true, render: (row) => row.system?.name },
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
