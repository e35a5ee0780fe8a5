import type { FlowInstanceDetail, FlowPicture as Picture, Text } from '@yunheng/contract'
import { Table } from '../../kit/index.ts'
import { inSeries, type TextOf, usePick, useText } from '../../text/index.ts'
import {
  type FlowLayout,
  FlowPicture,
  formatTime,
  Notice,
  Panel,
  StateMark,
  Time,
  type Tone,
} from '../../ui/index.ts'

type Step = Picture['steps'][number]
type NodeState = Picture['nodes'][number]['state']

export const nodeTones: Record<NodeState, Tone> = {
  idle: 'off',
  done: 'good',
  current: 'busy',
  overdue: 'bad',
  returned: 'attention',
  skipped: 'unknown',
  rejected: 'bad',
}

/** Where it stands: the picture, its ordered-list twin, and why this flow was taken. */
export function FlowPanel({ instance }: { readonly instance: FlowInstanceDetail }) {
  const t = useText('task')
  const pick = usePick()
  return (
    <Panel title={`${t('task.flow')} · ${pick(instance.flowName)}`}>
      <div className="yh-stack">
        <FlowPicture layout={layoutOf(instance.picture, pick)} finding={findingOf(instance, t, pick)} />
        <StepTable steps={instance.picture.steps} />
        {instance.decision && (
          <p className="yh-quiet yh-small">
            {t('flow.chosen-by', {
              note: pick(instance.decision.note),
              source: instance.decision.source,
            })}
          </p>
        )}
        {instance.isProductDefault && <Notice tone="attention">{t('flow.default')}</Notice>}
      </div>
    </Panel>
  )
}

interface StepTableProps {
  readonly steps: Picture['steps']
  /** Nothing has happened yet: a simulation walks through all steps, which makes none of them done. */
  readonly preview?: boolean
}

export function StepTable({ steps, preview = false }: StepTableProps) {
  const t = useText('task')
  const pick = usePick()
  return (
    <Table
      label={t('flow.steps')}
      compact
      rows={steps.filter((step) => step.kind === 'user')}
      rowKey={(step) => `${step.number}-${step.nodeId}`}
      columns={[
        {
          key: 'state',
          title: t('flow.step-state'),
          oneLine: true,
          render: (step: Step) => (
            <StateMark tone={nodeTones[step.state]}>{t(`node.${step.state}`)}</StateMark>
          ),
        },
        { key: 'step', title: t('flow.step'), render: (step: Step) => pick(step.name) },
        {
          key: 'people',
          title: t('flow.people'),
          render: (step: Step) =>
            inSeries(step.people.map((person) => [person.name, person.postName].filter(Boolean).join(' · '))),
        },
        {
          key: 'term',
          title: t('flow.term'),
          oneLine: true,
          render: (step: Step) =>
            step.closedAt && !preview ? (
              <Time at={step.closedAt} />
            ) : step.dueAt ? (
              formatTime(step.dueAt)
            ) : step.termWorkingDays !== null ? (
              t('flow.term-days', { days: step.termWorkingDays })
            ) : null,
        },
      ].filter((column) => !preview || column.key !== 'state')}
    />
  )
}

export function layoutOf(picture: Picture, pick: (text: Text) => string): FlowLayout {
  return {
    width: picture.width,
    height: picture.height,
    nodes: picture.nodes.map((node) => ({ ...node, name: pick(node.name) })),
    edges: picture.edges.map((edge) => ({ ...edge, label: edge.label && pick(edge.label) })),
    arcs: picture.arcs.map((arc) => ({
      number: arc.number,
      points: arc.points,
      words: [arc.by, formatTime(arc.at), arc.comment].filter(Boolean).join(' · '),
    })),
  }
}

function findingOf(instance: FlowInstanceDetail, t: TextOf<'task'>, pick: (text: Text) => string): string {
  const flow = pick(instance.flowName)
  if (instance.outcome) return t('flow.finding.ended', { flow, outcome: t(`outcome.${instance.outcome}`) })
  const steps = instance.picture.steps.filter((step) => step.kind === 'user')
  return t('flow.finding.running', {
    flow,
    total: steps.length,
    done: steps.filter((step) => step.state === 'done').length,
    step: inSeries(instance.currentSteps.map((step) => pick(step.name))),
  })
}
