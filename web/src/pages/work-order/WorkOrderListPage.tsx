import { WORK_ORDER_STATES, WORK_ORDER_TASKS, type WorkOrder, workOrderOperations } from '@yunheng/contract'
import { useState } from 'react'
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
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { ActionButton, ListPage, StateMark, Time } from '../../ui/index.ts'
import { DispatchDialog } from './dispatch-dialog.tsx'

const names = ['state', 'task', 'overdue', 'dispatched', 'systemId', 'resourceId'] as const

export default function WorkOrderListPage() {
  const t = useText('work-order')
  const terms = useText('terms')
  const [dispatching, setDispatching] = useState(false)
  const mayDispatch = useMay('create', 'work-order')
  return (
    <ListPage
      title={t('list.title')}
      actions={
        <>
          {mayDispatch && (
            <ActionButton type="primary" label={t('dispatch.new')} onClick={() => setDispatching(true)} />
          )}
          <ListExport operation={workOrderOperations.export} filters={names} />
        </>
      }
      filters={
        <FilterBar
          filters={[
            {
              kind: 'choice',
              key: 'state',
              label: t('filter.state'),
              options: optionsOf(WORK_ORDER_STATES, (value) => terms(`work-order.${value}`)),
            },
            {
              kind: 'choice',
              key: 'task',
              label: t('filter.task'),
              options: optionsOf(WORK_ORDER_TASKS, (value) => terms(`work-order-task.${value}`)),
            },
            { kind: 'flag', key: 'overdue', label: t('filter.overdue') },
            { kind: 'flag', key: 'dispatched', label: t('filter.dispatched') },
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
      <DispatchDialog open={dispatching} onClose={() => setDispatching(false)} />
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
