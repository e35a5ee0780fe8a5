import { useParams } from '@tanstack/react-router'
import { catalogueOperations, type WorkOrder, workOrderOperations } from '@yunheng/contract'
import { useState } from 'react'
import { useAsked, useLoaded } from '../../api/index.ts'
import {
  ActDialog,
  ActionBar,
  GoTo,
  type ObjectAction,
  StateInHead,
  useActorWords,
  useParameterFacts,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { Facts, ObjectPage, Panel, StateBadge, Time, Timeline } from '../../ui/index.ts'
import { EvidencePanel } from './evidence-panel.tsx'

type Verb = 'accept' | 'decline' | 'deliver' | 'confirm' | 'return'
const verbs: readonly Verb[] = ['accept', 'deliver', 'confirm', 'return', 'decline']

export default function WorkOrderPage() {
  const t = useText('work-order')
  const terms = useText('terms')
  const pick = usePick()
  const { id } = useParams({ strict: false }) as { id: string }
  const order = useLoaded(workOrderOperations.get, { params: { id } })
  const actorWords = useActorWords()
  const parameterFacts = useParameterFacts()
  const catalogue = useAsked(
    catalogueOperations.list,
    { query: { q: order.plan?.offeringCode ?? '', pageSize: 20 } },
    { enabled: order.plan !== null },
  )
  const plan = catalogue.data?.items.flatMap((one) => one.plans).find((one) => one.id === order.plan?.id)
  const [verb, setVerb] = useState<Verb | null>(null)
  const actions = verbs.map(
    (one): ObjectAction => ({
      key: one,
      label: t(`action.${one}`),
      allowance: order.actions[one],
      main: order.actions[one].allowed && one !== 'decline',
      danger: one === 'decline',
      onAct: () => setVerb(one),
    }),
  )
  return (
    <ObjectPage
      title={t('title.value', { task: terms(`work-order-task.${order.task}`), name: order.resource.name })}
      state={
        <>
          <StateInHead of="work-order" state={order.state} />
          {order.overdue && <StateBadge tone="bad">{t('overdue')}</StateBadge>}
        </>
      }
      meta={
        <>
          <span>{order.body.name}</span>
          <span>{order.provider.name}</span>
        </>
      }
      actions={<ActionBar actions={actions} />}
    >
      <Panel title={t('tab.parameters')}>
        <Facts
          facts={[
            {
              label: t('column.resource'),
              value: <GoTo to={to('resource', { id: order.resource.id })}>{order.resource.name}</GoTo>,
            },
            {
              label: t('column.system'),
              value: <GoTo to={to('system', { id: order.system.id })}>{order.system.name}</GoTo>,
            },
            { label: t('fact.plan'), value: order.plan && pick(order.plan.title) },
            { label: t('fact.cloud'), value: order.cloud.name },
            { label: t('column.opened'), value: <Time at={order.openedAt} /> },
            {
              label: t('column.due'),
              value: (
                <>
                  <Time at={order.dueAt} />
                  <div className="yh-quiet yh-small">{pick(order.dueText)}</div>
                </>
              ),
            },
            { label: t('fact.accepted-by'), value: order.acceptedBy },
            ...parameterFacts(plan?.parameters, order.parameters),
            {
              label: t('fact.note'),
              value: order.deliveryNote && <p className="yh-prose">{order.deliveryNote}</p>,
              wide: true,
            },
          ]}
        />
      </Panel>
      <EvidencePanel order={order} />
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

interface DialogsProps {
  readonly order: WorkOrder
  readonly verb: Verb | null
  readonly onClose: () => void
}

function WorkOrderDialogs({ order, verb, onClose }: DialogsProps) {
  const t = useText('work-order')
  const shared = {
    params: { id: order.id },
    fixed: { version: order.version },
    onClose,
    also: ['resource', 'request', 'task'],
  }
  const name = order.resource.name
  const reason = { reason: { label: t('field.reason'), as: 'area' as const } }
  return (
    <>
      <ActDialog
        {...shared}
        operation={workOrderOperations.accept}
        open={verb === 'accept'}
        title={t('action.accept-title', { name })}
        verb={t('action.accept')}
      />
      <ActDialog
        {...shared}
        operation={workOrderOperations.decline}
        open={verb === 'decline'}
        title={t('action.decline-title', { name })}
        verb={t('action.decline')}
        danger
        fields={reason}
      >
        <p>{t('action.decline-what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={workOrderOperations.deliver}
        open={verb === 'deliver'}
        title={t('action.deliver-title', { name })}
        verb={t('action.deliver')}
        fields={{ note: { label: t('field.note'), help: t('field.note-help'), as: 'area' } }}
      />
      <ActDialog
        {...shared}
        operation={workOrderOperations.confirm}
        open={verb === 'confirm'}
        initial={{ comment: null }}
        title={t('action.confirm-title', { name })}
        verb={t('action.confirm')}
        fields={{ comment: { label: t('field.comment'), as: 'area' } }}
      />
      <ActDialog
        {...shared}
        operation={workOrderOperations.return}
        open={verb === 'return'}
        title={t('action.return-title', { name })}
        verb={t('action.return')}
        fields={reason}
      />
    </>
  )
}
