import { type FlowInstance, INSTANCE_STATES, workflowOperations } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, FilterBar, ListTable, optionsOf } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, ListPage } from '../../ui/index.ts'
import { startedColumns } from '../task/started-columns.tsx'

export default function InstanceListPage() {
  const t = useText('workflow')
  const task = useText('task')
  const pick = usePick()
  const mayVoid = useMay('operate', 'flow-instance')
  const [voiding, setVoiding] = useState<FlowInstance | null>(null)
  return (
    <ListPage
      title={t('instances.title')}
      filters={
        <FilterBar
          filters={[
            {
              kind: 'choice',
              key: 'state',
              label: t('filter.state'),
              options: optionsOf(INSTANCE_STATES, (value) => task(`instance.state.${value}`)),
            },
            { kind: 'flag', key: 'overdue', label: t('filter.overdue') },
          ]}
        />
      }
    >
      <ListTable
        operation={workflowOperations.flowInstanceList}
        filters={['state', 'overdue', 'flowKey']}
        label={t('instances.title')}
        rowKey={(row) => row.id}
        columns={[
          ...startedColumns(task, pick, 'full'),
          ...(mayVoid
            ? [
                {
                  key: 'void',
                  title: t('instances.void'),
                  render: (row: FlowInstance) =>
                    row.state === 'running' && (
                      <ActionButton
                        size="small"
                        label={t('instances.void')}
                        onClick={() => setVoiding(row)}
                      />
                    ),
                },
              ]
            : []),
        ]}
        empty={{ title: t('instances.empty'), why: t('instances.empty-why') }}
      />
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
    </ListPage>
  )
}
