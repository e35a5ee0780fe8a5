import { GOAL_INDICATORS, type Goal, goalOperations as operations } from '@yunheng/contract'
import { ActDialog, optionsOf } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'

export interface Doing {
  readonly verb: 'modify' | 'remove'
  readonly goal: Goal
}

function usePlanFields() {
  const t = useText('goal')
  return {
    target: { label: t('target'), help: t('target-help') },
    dueMonth: { label: t('due'), help: t('month-help') },
    source: { label: t('source'), help: t('source-help') },
    note: { label: t('note'), as: 'area' },
  } as const
}

export function SetGoalDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText('goal')
  const planFields = usePlanFields()
  return (
    <ActDialog
      operation={operations.create}
      open
      onClose={onClose}
      params={undefined}
      initial={{ baseline: null, note: '' }}
      title={t('new')}
      verb={t('new')}
      fields={{
        indicator: {
          label: t('indicator'),
          options: optionsOf(GOAL_INDICATORS, (value) => t(`indicator.${value}`)),
        },
        baselineMonth: { label: t('baseline-month'), help: t('month-help') },
        baseline: { label: t('baseline'), help: t('baseline-help') },
        ...planFields,
      }}
    />
  )
}

export function GoalDialogs({
  doing: { verb, goal },
  onClose,
}: {
  readonly doing: Doing
  readonly onClose: () => void
}) {
  const t = useText('goal')
  const pick = usePick()
  const planFields = usePlanFields()
  const shared = {
    open: true,
    onClose,
    params: { id: goal.id },
    title: t('act.title', { verb: t(`act.${verb}`), name: pick(goal.name) }),
    verb: t(`act.${verb}`),
  }
  if (verb === 'remove')
    return (
      <ActDialog {...shared} operation={operations.remove} danger>
        <p>{t('remove-what')}</p>
      </ActDialog>
    )
  const { target, dueMonth, source, note } = goal
  return (
    <ActDialog
      {...shared}
      operation={operations.update}
      fixed={{ version: goal.version }}
      initial={{ target, dueMonth, source, note }}
      fields={planFields}
    />
  )
}
