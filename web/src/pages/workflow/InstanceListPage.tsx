import { type FlowInstance, INSTANCE_STATES, workflowOperations } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, choice, flag, RegisterPage } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton } from '../../ui/index.ts'
import { startedColumns } from '../task/started-columns.tsx'

export default function InstanceListPage() {
  const t = useText('workflow')
  const task = useText('task')
  const pick = usePick()
  const mayVoid = useMay('operate', 'flow-instance')
  const [voiding, setVoiding] = useState<FlowInstance | null>(null)
  return (
    <RegisterPage
      title={t('instances.title')}
      list={workflowOperations.flowInstanceList}
      names={['state', 'overdue', 'flowKey']}
      filters={[
        choice('state', t('filter.state'), INSTANCE_STATES, (value) => task(`instance.state.${value}`)),
        flag('overdue', t('filter.overdue')),
      ]}
      columns={[
        ...startedColumns(task, pick, 'full'),
        ...(mayVoid
          ? [
              {
                key: 'void',
                title: t('instances.void'),
                render: (row: FlowInstance) =>
                  row.state === 'running' && (
                    <ActionButton size="small" label={t('instances.void')} onClick={() => setVoiding(row)} />
                  ),
              },
            ]
          : []),
      ]}
      empty={{ title: t('instances.empty'), why: t('instances.empty-why') }}
    >
      <ActDialog
        operation={workflowOperations.flowInstanceVoid}
        open={voiding !== null}
        onClose={() => setVoiding(null)}
        params={{ id: voiding?.id ?? '' }}
        fixed={{ version: voiding?.version ?? 1 }}
        title={t('instances.void-title', { subject: voiding?.subject.title ?? '' })}
        verb={t('instances.void')}
        danger
        also={['task', 'request']}
        fields={{ comment: { label: t('instances.comment'), as: 'area' } }}
      >
        <p>{t('instances.void-what')}</p>
      </ActDialog>
    </RegisterPage>
  )
}
