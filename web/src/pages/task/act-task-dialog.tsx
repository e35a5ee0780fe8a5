import { type TaskDetail, type TaskVerb, workflowOperations } from '@yunheng/contract'
import type { ReactNode } from 'react'
import { ActDialog, type Fields, PersonPicker } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import './task.css'

interface ActTaskDialogProps {
  readonly task: TaskDetail
  readonly verb: TaskVerb | null
  readonly onClose: () => void
  readonly onDone: (answer: TaskDetail) => void
}

const operations = {
  complete: workflowOperations.taskComplete,
  approve: workflowOperations.taskApprove,
  reject: workflowOperations.taskReject,
  return: workflowOperations.taskReturn,
  transfer: workflowOperations.taskTransfer,
  'add-sign': workflowOperations.taskAddSign,
  assign: workflowOperations.taskAssign,
} as const

/** The question, the fields and the words of each act on a task. */
export function ActTaskDialog({ task, verb, onClose, onDone }: ActTaskDialogProps) {
  const t = useText('task')
  const fields = useTaskFields(task)
  if (!verb) return null
  const what: Partial<Record<TaskVerb, ReactNode>> = { reject: <p>{t('act.reject-what')}</p> }
  // Each verb has its own body; they share params, version and answer, which is all that is used here.
  const operation = operations[verb] as typeof workflowOperations.taskApprove
  return (
    <ActDialog
      key={verb}
      operation={operation}
      open
      onClose={onClose}
      params={{ id: task.id }}
      fixed={{ version: task.version }}
      initial={initialOf(task, verb)}
      title={t(`act.${verb}-title`, { subject: task.subject.title })}
      verb={t(`act.${verb}`)}
      danger={verb === 'reject'}
      fields={fields[verb]}
      also={['flow-instance', task.subject.noun]}
      onDone={onDone}
    >
      {what[verb]}
    </ActDialog>
  )
}

function initialOf(task: TaskDetail, verb: TaskVerb): Record<string, unknown> {
  if (verb === 'return') {
    const first = task.returnTargets.find((target) => target.isApplicant) ?? task.returnTargets[0]
    return { to: first?.nodeId, resume: 'replay' }
  }
  return verb === 'add-sign' ? { position: 'before' } : {}
}

function useTaskFields(task: TaskDetail): Record<TaskVerb, Fields> {
  const t = useText('task')
  const pick = usePick()
  const comment = { label: t('task.comment') }
  return {
    complete: { comment },
    approve: { comment },
    reject: { comment },
    return: {
      to: {
        label: t('act.return-to'),
        options: task.returnTargets.map((target) => ({
          value: target.nodeId,
          label: target.isApplicant
            ? t('act.return-applicant', { step: pick(target.name) })
            : pick(target.name),
        })),
      },
      resume: {
        label: t('act.return-resume'),
        as: 'radio',
        options: (['replay', 'direct'] as const).map((value) => ({ value, label: t(`act.resume.${value}`) })),
      },
      comment,
    },
    transfer: {
      personId: { label: t('act.transfer-to'), widget: (props) => <PersonPicker {...props} /> },
      comment,
    },
    'add-sign': {
      personIds: { label: t('act.add-sign-who'), widget: (props) => <PersonPicker {...props} many /> },
      position: {
        label: t('act.add-sign-when'),
        as: 'radio',
        options: (['before', 'after'] as const).map((value) => ({
          value,
          label: t(`act.position.${value}`),
        })),
      },
      comment,
    },
    assign: {
      personIds: { label: t('act.assign-who'), widget: (props) => <PersonPicker {...props} many /> },
      comment,
    },
  }
}
