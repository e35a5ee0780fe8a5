import { TASK_VERBS, type Task, type TaskDetail, type TaskVerb, workflowOperations } from '@yunheng/contract'
import { useState } from 'react'
import { ActDialog, useBlockedBecause, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, Notice, Panel, StateMark, Time, useToast } from '../../ui/index.ts'
import { ActTaskDialog } from './act-task-dialog.tsx'
import { outcomeTones } from './task-words.ts'

const main: readonly TaskVerb[] = ['approve', 'complete']
const danger: readonly TaskVerb[] = ['reject']

/** Everything one may do with the task now, and how the step is decided. */
export function DecisionPanel({ task }: { readonly task: TaskDetail }) {
  const t = useText('task')
  const because = useBlockedBecause()
  const toast = useToast()
  const go = useGoTo()
  const [verb, setVerb] = useState<TaskVerb | null>(null)
  const verbs = TASK_VERBS.filter(
    (one) => task.kind === 'approve' || !['approve', 'reject'].includes(one),
  ).filter((one) => task.kind !== 'approve' || one !== 'complete')
  return (
    <>
      <Panel title={t('task.decision')}>
        <div className="yh-stack">
          {task.outcome && (
            <Notice tone={outcomeTones[task.outcome]}>
              {t('task.closed', { outcome: t(`outcome.${task.outcome}`) })}
            </Notice>
          )}
          <div className="yh-decision-buttons">
            {verbs.map((one) => (
              <ActionButton
                key={one}
                size="large"
                block
                type={main.includes(one) ? 'primary' : 'default'}
                danger={danger.includes(one)}
                label={t(`act.${one}`)}
                blockedBecause={because(task.actions[one])}
                onClick={() => setVerb(one)}
              />
            ))}
          </div>
        </div>
      </Panel>
      <Votes task={task} />
      <ActTaskDialog
        task={task}
        verb={verb}
        onClose={() => setVerb(null)}
        onDone={(answer: Task) => {
          toast(t('act.done'))
          if (answer.state === 'done') go(to('todo'))
        }}
      />
    </>
  )
}

function Votes({ task }: { readonly task: TaskDetail }) {
  const t = useText('task')
  const [removing, setRemoving] = useState<TaskDetail['addedSigners'][number] | null>(null)
  const { mode, value, veto } = task.completion
  const rule = [t(`task.completion.${mode}`, { value: value ?? 0 }), veto ? t('task.completion.veto') : null]
  return (
    <Panel title={t('task.votes')}>
      <p className="yh-quiet yh-small">{rule.filter(Boolean).join(' · ')}</p>
      <ul className="yh-votes">
        {task.votes.map((vote) => (
          <li key={vote.person.personId}>
            <span>
              {vote.person.name}
              {vote.person.postName && <span className="yh-quiet"> · {vote.person.postName}</span>}
            </span>
            {vote.outcome ? (
              <StateMark tone={outcomeTones[vote.outcome]}>{t(`outcome.${vote.outcome}`)}</StateMark>
            ) : (
              <StateMark tone="off">{t('task.votes-open')}</StateMark>
            )}
            {vote.at && (
              <span className="yh-quiet yh-small">
                <Time at={vote.at} />
              </span>
            )}
          </li>
        ))}
        {task.addedSigners.map((signer) => (
          <li key={signer.taskId}>
            <span>{signer.person.name}</span>
            <ActionButton size="small" label={t('act.remove-sign')} onClick={() => setRemoving(signer)} />
          </li>
        ))}
      </ul>
      <ActDialog
        operation={workflowOperations.taskRemoveSign}
        open={removing !== null}
        onClose={() => setRemoving(null)}
        params={{ id: task.id }}
        fixed={{ version: task.version, taskId: removing?.taskId ?? '' }}
        title={t('act.remove-sign-title', { name: removing?.person.name ?? '' })}
        verb={t('act.remove-sign')}
        fields={{ comment: { label: t('task.comment') } }}
      />
    </Panel>
  )
}
