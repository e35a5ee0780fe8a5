import type { FlowInstanceDetail, TaskAction, Text } from '@yunheng/contract'
import { inSeries, type TextOf, usePick, useText } from '../../text/index.ts'
import { Panel, Timeline, type Tone } from '../../ui/index.ts'

type Act = TaskAction['act']

const tones: Record<Act, Tone> = {
  start: 'busy',
  complete: 'good',
  approve: 'good',
  reject: 'bad',
  return: 'attention',
  transfer: 'off',
  'add-sign': 'off',
  'remove-sign': 'off',
  assign: 'off',
  withdraw: 'attention',
  void: 'bad',
  urge: 'attention',
  comment: 'off',
  escalate: 'bad',
  'time-out': 'bad',
  service: 'good',
  end: 'good',
}

/** Who did what and said what, latest first. */
export function HistoryPanel({ instance }: { readonly instance: Pick<FlowInstanceDetail, 'timeline'> }) {
  const t = useText('task')
  const pick = usePick()
  return (
    <Panel title={t('task.history')}>
      <Timeline
        label={t('task.history')}
        entries={instance.timeline.toReversed().map((action) => ({
          id: action.id,
          tone: tones[action.act],
          title: sentenceOf(action, t, pick),
          at: action.at,
          body: action.comment,
        }))}
      />
    </Panel>
  )
}

function sentenceOf(action: TaskAction, t: TextOf<'task'>, pick: (text: Text) => string): string {
  return t(`history.${action.act}`, {
    who: whoOf(action.actor, t),
    step: action.stepName ? pick(action.stepName) : '',
    target: action.toStepName ? pick(action.toStepName) : '',
    people: inSeries(action.toPeople.map((person) => person.name)),
  })
}

function whoOf(actor: TaskAction['actor'], t: TextOf<'task'>): string {
  if (!actor) return t('history.platform')
  const who = actor.postName ? `${actor.name}（${actor.postName}）` : actor.name
  return actor.onBehalfOf ? t('history.behalf', { who, whom: actor.onBehalfOf.name }) : who
}
