import { workflowOperations } from '@yunheng/contract'
import { ApiProblem, useAsked } from '../../api/index.ts'
import { GoTo, ListTable } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { Panel } from '../../ui/index.ts'
import { startedColumns } from '../task/started-columns.tsx'
import { taskColumns } from '../task/task-columns.tsx'

export function TodoPanel() {
  const t = useText('home')
  const task = useText('task')
  const pick = usePick()
  return (
    <Panel title={t('home.todo')} span={8} flush extra={<GoTo to={to('todo')}>{t('home.todo-all')}</GoTo>}>
      <ListTable
        operation={workflowOperations.taskList}
        query={{ box: 'todo' }}
        urlName="todo"
        label={t('home.todo')}
        rowKey={(row) => row.id}
        columns={taskColumns(task, pick, 'todo')}
        empty={{ title: t('home.todo-empty'), why: t('home.todo-empty-why') }}
      />
    </Panel>
  )
}

export function StartedPanel() {
  const t = useText('home')
  const task = useText('task')
  const pick = usePick()
  // Whoever starts nothing in this post has no such list: that is no error to be shown.
  const asked = useAsked(workflowOperations.flowInstanceListStarted, {
    query: { state: 'running', pageSize: 1 },
  })
  if (asked.error instanceof ApiProblem && asked.error.problem.status === 403) return null
  return (
    <Panel
      title={t('home.started')}
      span={4}
      flush
      extra={<GoTo to={to('todo', { tab: 'started' })}>{t('home.started-all')}</GoTo>}
    >
      <ListTable
        operation={workflowOperations.flowInstanceListStarted}
        query={{ state: 'running' }}
        urlName="started"
        label={t('home.started')}
        rowKey={(row) => row.id}
        columns={startedColumns(task, pick, 'short')}
        empty={{ title: t('home.started-empty'), why: t('home.started-empty-why') }}
      />
    </Panel>
  )
}
