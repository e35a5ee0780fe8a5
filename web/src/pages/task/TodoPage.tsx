import { INSTANCE_STATES, workflowOperations } from '@yunheng/contract'
import { choice, FilterBar, flag, ListTable, UrlTabs } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { ListPage } from '../../ui/index.ts'
import { startedColumns } from './started-columns.tsx'
import { taskColumns } from './task-columns.tsx'

export default function TodoPage() {
  const t = useText('task')
  return (
    <ListPage title={t('todo.title')}>
      <UrlTabs
        label={t('todo.boxes')}
        tabs={[
          { key: 'todo', label: t('todo.box.todo'), content: () => <Box box="todo" /> },
          { key: 'done', label: t('todo.box.done'), content: () => <Box box="done" /> },
          { key: 'started', label: t('todo.box.started'), content: () => <Started /> },
        ]}
      />
    </ListPage>
  )
}

function Box({ box }: { readonly box: 'todo' | 'done' }) {
  const t = useText('task')
  const pick = usePick()
  const empty =
    box === 'todo'
      ? { title: t('todo.empty'), why: t('todo.empty-why') }
      : { title: t('todo.done-empty'), why: t('todo.done-empty-why') }
  return (
    <>
      <FilterBar
        search={{ key: 'text', label: t('todo.search') }}
        filters={box === 'todo' ? [flag('overdue', t('filter.overdue'))] : []}
      />
      <ListTable
        operation={workflowOperations.taskList}
        query={{ box }}
        filters={['text', 'overdue']}
        label={t(`todo.box.${box}`)}
        rowKey={(row) => row.id}
        columns={taskColumns(t, pick, box)}
        empty={empty}
      />
    </>
  )
}

function Started() {
  const t = useText('task')
  const pick = usePick()
  return (
    <>
      <FilterBar
        filters={[
          choice('state', t('filter.state'), INSTANCE_STATES, (value) => t(`instance.state.${value}`)),
        ]}
      />
      <ListTable
        operation={workflowOperations.flowInstanceListStarted}
        filters={['state']}
        label={t('todo.box.started')}
        rowKey={(row) => row.id}
        columns={startedColumns(t, pick, 'full')}
        empty={{ title: t('todo.started-empty'), why: t('todo.started-empty-why') }}
      />
    </>
  )
}
