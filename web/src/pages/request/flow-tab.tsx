import { workflowOperations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, useBlockedBecause } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton } from '../../ui/index.ts'
import { FlowPanel } from '../task/flow-panel.tsx'
import { HistoryPanel } from '../task/history-panel.tsx'

/** Where the approval stands, with the ways to hurry it and to say something in its history. */
export function FlowTab({ instanceId }: { readonly instanceId: string }) {
  const t = useText('task')
  const because = useBlockedBecause()
  const instance = useLoaded(workflowOperations.flowInstanceGet, { params: { id: instanceId } })
  const [verb, setVerb] = useState<'urge' | 'comment' | null>(null)
  const shared = { params: { id: instanceId }, onClose: () => setVerb(null), also: ['task', 'request'] }
  return (
    <>
      <FlowPanel instance={instance} />
      <div className="yh-row">
        <ActionButton
          label={t('urge.do')}
          blockedBecause={because(instance.actions.urge)}
          onClick={() => setVerb('urge')}
        />
        <ActionButton
          label={t('comment.add')}
          blockedBecause={because(instance.actions.comment)}
          onClick={() => setVerb('comment')}
        />
      </div>
      <HistoryPanel instance={instance} />
      <ActDialog
        {...shared}
        operation={workflowOperations.flowInstanceUrge}
        open={verb === 'urge'}
        title={t('urge.title')}
        verb={t('urge.do')}
        fields={{ comment: { label: t('task.comment') } }}
      />
      <ActDialog
        {...shared}
        operation={workflowOperations.flowInstanceComment}
        open={verb === 'comment'}
        title={t('comment.title')}
        verb={t('comment.add')}
        fields={{ comment: { label: t('task.comment') } }}
      />
    </>
  )
}
