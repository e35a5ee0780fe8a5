import { useParams } from '@tanstack/react-router'
import { workOrderOperations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActionBar, type ObjectAction, StateInHead, useActorWords } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ObjectPage, Panel, StateBadge, Timeline } from '../../ui/index.ts'
import { EvidencePanel } from './evidence-panel.tsx'
import { DeliveryFacts, DispatchFacts } from './order-facts.tsx'
import { WitnessPanel } from './witness-panel.tsx'
import { type Verb, WorkOrderDialogs } from './work-order-dialogs.tsx'

const ofDelivery: readonly Verb[] = ['accept', 'deliver', 'confirm', 'return', 'decline']
const ofDispatch: readonly Verb[] = ['accept', 'deliver', 'pass', 'sendBack', 'decline', 'cancel']
const DANGER: ReadonlySet<Verb> = new Set(['decline', 'cancel'])

export default function WorkOrderPage() {
  const t = useText('work-order')
  const terms = useText('terms')
  const { id } = useParams({ strict: false }) as { id: string }
  const order = useLoaded(workOrderOperations.get, { params: { id } })
  const actorWords = useActorWords()
  const [verb, setVerb] = useState<Verb | null>(null)
  const isDispatched = order.resource === null
  const isDestruction = order.task === 'destruction'
  const verbs = [...(isDestruction ? ['witness' as const] : []), ...(isDispatched ? ofDispatch : ofDelivery)]
  const actions = verbs.map(
    (one): ObjectAction => ({
      key: one,
      label: t(one === 'deliver' && isDispatched ? 'action.deliver-done' : `action.${one}`),
      allowance: order.actions[one],
      main: order.actions[one].allowed && !DANGER.has(one),
      danger: DANGER.has(one),
      onAct: () => setVerb(one),
    }),
  )
  return (
    <ObjectPage
      title={t('title.value', { task: terms(`work-order-task.${order.task}`), name: order.title })}
      state={
        <>
          <StateInHead of="work-order" state={order.state} />
          {order.overdue && <StateBadge tone="bad">{t('overdue')}</StateBadge>}
        </>
      }
      meta={
        <>
          {order.no && <span>{order.no}</span>}
          {order.body && <span>{order.body.name}</span>}
          <span>{order.provider.name}</span>
        </>
      }
      actions={<ActionBar actions={actions} />}
    >
      {isDispatched ? <DispatchFacts order={order} /> : <DeliveryFacts order={order} />}
      <EvidencePanel order={order} />
      {isDestruction && <WitnessPanel order={order} />}
      <Panel title={t('history.title')}>
        <Timeline
          label={t('history.title')}
          entries={order.history.toReversed().map((entry) => ({
            id: `${entry.at}${entry.state}`,
            tone: entry.state === 'declined' || entry.state === 'cancelled' ? 'attention' : 'good',
            title: t('history.line', {
              actor: actorWords(entry.actor),
              state: terms(`work-order.${entry.state}`),
            }),
            at: entry.at,
            body: entry.comment,
          }))}
        />
      </Panel>
      <WorkOrderDialogs order={order} verb={verb} onClose={() => setVerb(null)} />
    </ObjectPage>
  )
}
