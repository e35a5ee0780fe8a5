import { catalogueOperations, type WorkOrder } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { GoTo, useParameterFacts } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import { Facts, Panel, Time } from '../../ui/index.ts'

/** What a department applied for, and its provider is to deliver. */
export function DeliveryFacts({ order }: { readonly order: WorkOrder }) {
  const t = useText('work-order')
  const pick = usePick()
  const clock = useClockFacts(order)
  const parameterFacts = useParameterFacts()
  const catalogue = useAsked(
    catalogueOperations.list,
    { query: { q: order.plan?.offeringCode ?? '', pageSize: 20 } },
    { enabled: order.plan !== null },
  )
  const plan = catalogue.data?.items.flatMap((one) => one.plans).find((one) => one.id === order.plan?.id)
  return (
    <Panel title={t('tab.parameters')}>
      <Facts
        facts={[
          {
            label: t('column.resource'),
            value: order.resource && (
              <GoTo to={to('resource', { id: order.resource.id })}>{order.resource.name}</GoTo>
            ),
          },
          { label: t('column.system'), value: <SystemLink order={order} /> },
          { label: t('fact.plan'), value: order.plan && pick(order.plan.title) },
          { label: t('fact.cloud'), value: order.cloud?.name },
          ...clock,
          ...parameterFacts(plan?.parameters, order.parameters),
          {
            label: t('fact.note'),
            value: order.deliveryNote && <p className="yh-prose">{order.deliveryNote}</p>,
            wide: true,
          },
        ]}
      />
    </Panel>
  )
}

/** What operations dispatched (R40). */
export function DispatchFacts({ order }: { readonly order: WorkOrder }) {
  const t = useText('work-order')
  const clock = useClockFacts(order)
  const seesClouds = useMay('list', 'cloud')
  const { cloud } = order
  return (
    <Panel title={t('tab.dispatched')}>
      <Facts
        facts={[
          { label: t('fact.no'), value: order.no },
          { label: t('fact.opened-by'), value: order.openedBy },
          ...(order.system ? [{ label: t('column.system'), value: <SystemLink order={order} /> }] : []),
          ...(cloud
            ? [
                {
                  label: t('fact.cloud'),
                  value: seesClouds ? (
                    <GoTo to={to('cloud', { id: cloud.id })}>{cloud.name}</GoTo>
                  ) : (
                    cloud.name
                  ),
                },
              ]
            : []),
          ...(order.node ? [{ label: t('fact.node'), value: order.node.name }] : []),
          ...clock,
          ...(order.witness ? [{ label: t('fact.witness'), value: order.witness.name }] : []),
          {
            label: t('fact.description'),
            value: <p className="yh-prose">{order.description}</p>,
            wide: true,
          },
          {
            label: t('fact.result'),
            value: order.deliveryNote && <p className="yh-prose">{order.deliveryNote}</p>,
            wide: true,
          },
        ]}
      />
    </Panel>
  )
}

function SystemLink({ order: { system } }: { readonly order: WorkOrder }) {
  const seesSystems = useMay('list', 'system')
  if (!system) return null
  return seesSystems ? <GoTo to={to('system', { id: system.id })}>{system.name}</GoTo> : system.name
}

function useClockFacts(order: WorkOrder) {
  const t = useText('work-order')
  const pick = usePick()
  return [
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
  ]
}
