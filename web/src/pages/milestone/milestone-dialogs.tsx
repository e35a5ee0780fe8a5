import { MILESTONE_FIGURES, type Milestone, milestoneOperations as operations } from '@yunheng/contract'
import { ActDialog, optionsOf } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'

export interface Doing {
  readonly verb: 'achieve' | 'measure' | 'reopen' | 'modify' | 'remove'
  readonly milestone: Milestone
}

function usePlanFields() {
  const t = useText('milestone')
  return {
    title: { label: t('milestone') },
    startsOn: { label: t('starts-on'), help: t('starts-on-help') },
    dueOn: { label: t('due-on') },
    source: { label: t('source'), help: t('source-help') },
    figure: {
      label: t('figure'),
      help: t('figure-help'),
      options: optionsOf(MILESTONE_FIGURES, (value) => t(`figure.${value}`)),
    },
    target: { label: t('target'), help: t('target-help') },
    note: { label: t('note'), as: 'area' },
  } as const
}

export function PlanDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText('milestone')
  return (
    <ActDialog
      operation={operations.create}
      open
      onClose={onClose}
      params={undefined}
      initial={{ startsOn: null, figure: null, target: null, note: '' }}
      title={t('new')}
      verb={t('new')}
      fields={usePlanFields()}
    />
  )
}

export function MilestoneDialogs({
  doing: { verb, milestone },
  onClose,
}: {
  readonly doing: Doing
  readonly onClose: () => void
}) {
  const t = useText('milestone')
  const pick = usePick()
  const name = pick(milestone.title)
  const shared = {
    open: true,
    onClose,
    params: { id: milestone.id },
    fixed: { version: milestone.version },
    title: t('act.title', { verb: t(`act.${verb}`), name }),
    verb: t(`act.${verb}`),
  }
  const planFields = usePlanFields()
  switch (verb) {
    case 'achieve':
      return (
        <ActDialog
          {...shared}
          operation={operations.achieve}
          initial={{ documentNo: null }}
          fields={{
            document: { label: t('document') },
            documentNo: { label: t('document-no') },
            on: { label: t('document-on') },
          }}
        >
          <p>{t('achieve-what')}</p>
        </ActDialog>
      )
    case 'measure':
      return (
        <ActDialog {...shared} operation={operations.measure}>
          <p>{t('measure-what', { actual: milestone.actual ?? '—', target: milestone.target ?? '—' })}</p>
        </ActDialog>
      )
    case 'reopen':
      return (
        <ActDialog
          {...shared}
          operation={operations.reopen}
          danger
          fields={{ reason: { label: t('reason'), as: 'area' } }}
        />
      )
    case 'modify': {
      const { startsOn, dueOn, source, figure, target, note } = milestone
      return (
        <ActDialog
          {...shared}
          operation={operations.update}
          initial={{ title: milestone.title.zh, startsOn, dueOn, source, figure, target, note }}
          fields={planFields}
        />
      )
    }
    case 'remove':
      return (
        <ActDialog
          open
          onClose={onClose}
          params={shared.params}
          title={shared.title}
          verb={shared.verb}
          operation={operations.remove}
          danger
        />
      )
  }
}
