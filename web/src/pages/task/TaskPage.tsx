import { useParams } from '@tanstack/react-router'
import { workflowOperations } from '@yunheng/contract'
import { lazy } from 'react'
import { useLoaded } from '../../api/index.ts'
import { GoTo } from '../../kit/index.ts'
import { subjectPlace } from '../../kit/subject-place.ts'
import { usePick, useText } from '../../text/index.ts'
import { DecisionPage, Facts, Panel, StateBadge, Time } from '../../ui/index.ts'
import { ClockDialog } from './clock-dialog.tsx'
import { DecisionPanel } from './decision-panel.tsx'
import { FlowPanel } from './flow-panel.tsx'
import { HistoryPanel } from './history-panel.tsx'
import { outcomeTones } from './task-words.ts'

const BillEvidence = lazy(() => import('../bill/bill-evidence.tsx'))
const NoticeEvidence = lazy(() => import('../saving/notice-evidence.tsx'))
const RequestEvidence = lazy(() => import('../request/request-evidence.tsx'))

const SubsidyEvidence = lazy(() => import('../budget/subsidy-evidence.tsx'))

const AdoptionEvidence = lazy(() => import('../adoption/adoption-evidence.tsx'))

/** Evidence left, decision right, history below. */
export default function TaskPage() {
  const t = useText('task')
  const pick = usePick()
  const { id } = useParams({ strict: false }) as { id: string }
  const task = useLoaded(workflowOperations.taskGet, { params: { id } })
  const place = subjectPlace(task.subject)
  const state = task.outcome ? (
    <StateBadge tone={outcomeTones[task.outcome]}>{t(`outcome.${task.outcome}`)}</StateBadge>
  ) : task.overdue ? (
    <StateBadge tone="bad">{t('filter.overdue')}</StateBadge>
  ) : null
  return (
    <DecisionPage
      title={t('task.title', { step: pick(task.stepName), subject: task.subject.title })}
      state={state}
      meta={
        <>
          <span>{task.subject.bodyName}</span>
          {task.onBehalfOf && <span>{t('behalf.of', { name: task.onBehalfOf.name })}</span>}
        </>
      }
      decisionLabel={t('task.acts')}
      evidence={
        <>
          <Panel title={t('task.evidence')} extra={place && <GoTo to={place}>{t('task.open-subject')}</GoTo>}>
            <Facts
              facts={[
                { label: t('column.subject'), value: task.subject.title },
                { label: t('column.body'), value: task.subject.bodyName },
                { label: t('column.starter'), value: task.starter?.name },
                { label: t('column.opened'), value: <Time at={task.openedAt} /> },
                {
                  label: t('column.due'),
                  value: task.dueAt ? (
                    <>
                      <Time at={task.dueAt} /> {task.clock && <ClockDialog clock={task.clock} />}
                    </>
                  ) : (
                    t('due.none')
                  ),
                },
              ]}
            />
          </Panel>
          {task.subject.noun === 'request' && <RequestEvidence id={task.subject.id} />}
          {task.subject.noun === 'bill' && <BillEvidence id={task.subject.id} />}
          {task.subject.noun === 'saving-notice' && <NoticeEvidence id={task.subject.id} />}
          {task.subject.noun === 'adoption' && <AdoptionEvidence id={task.subject.id} />}
          {task.subject.noun === 'subsidy' && <SubsidyEvidence id={task.subject.id} />}
          <FlowPanel instance={task.instance} />
        </>
      }
      decision={<DecisionPanel task={task} />}
      history={<HistoryPanel instance={task.instance} />}
    />
  )
}
