import { useParams } from '@tanstack/react-router'
import { type Resource, resourceOperations } from '@yunheng/contract'
import { useEffect } from 'react'
import { useLoaded } from '../../api/index.ts'
import { SimulatedTag, StateInHead, type TabSpec, UrlTabs } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { remember } from '../../shell/recent.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { BalanceMark, formatTime, Notice, ObjectPage } from '../../ui/index.ts'
import { ResourceMeasures } from '../measure/measure-panel.tsx'
import { SchedulesOf } from '../power-schedule/schedule-columns.tsx'
import { ResourceUsage } from '../usage/usage-panel.tsx'
import { HistoryPanel } from './history-panel.tsx'
import { ListenersPanel } from './listeners-panel.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { PlacementPanel } from './placement-panel.tsx'
import { ResourceActions } from './resource-actions.tsx'
import { balances, intendedWords, useObservedWords } from './resource-words.ts'
import { RulesPanel } from './rules-panel.tsx'

const settled: readonly Resource['state'][] = ['ready', 'stopped', 'released', 'cooling-off']
const FOLLOW_MS = 10_000

export default function ResourcePage() {
  const t = useText('resource')
  const usage = useText('usage')
  const measure = useText('measure')
  const schedules = useText('power-schedule')
  const observed = useObservedWords()
  const seesUsage = useMay('list', 'usage')
  const seesSchedules = useMay('list', 'power-schedule')
  const { id } = useParams({ strict: false }) as { id: string }
  const resource = useLoaded(
    resourceOperations.get,
    { params: { id } },
    {
      // Changes are told live; while the two sides differ the page also looks by itself, should the line be cut.
      everyMs: (answer) =>
        answer.agreement !== 'level' || !settled.includes(answer.state) ? FOLLOW_MS : false,
    },
  )
  useEffect(() => remember({ title: resource.name, place: to('resource', { id }) }), [id, resource.name])
  const { spec } = resource.desired
  const tabs: readonly TabSpec[] = [
    { key: 'overview', label: t('tab.overview'), content: () => <OverviewTab resource={resource} /> },
    ...(spec.kind === 'security-group'
      ? [{ key: 'rules', label: t('tab.rules'), content: () => <RulesPanel rules={spec.rules} /> }]
      : []),
    ...(spec.kind === 'load-balancer'
      ? [
          {
            key: 'listeners',
            label: t('tab.listeners'),
            content: () => <ListenersPanel listeners={spec.listeners} servers={resource.standsOn} />,
          },
        ]
      : []),
    {
      key: 'usage',
      label: usage('tab.usage'),
      shown: seesUsage,
      content: () => <ResourceUsage resourceId={id} />,
    },
    ...(spec.kind === 'server'
      ? [
          {
            key: 'measures',
            label: measure('tab.measures'),
            shown: seesUsage,
            content: () => <ResourceMeasures resourceId={id} />,
          },
          {
            key: 'schedules',
            label: schedules('list.title'),
            shown: seesSchedules,
            content: () => <SchedulesOf query={{ resourceId: id }} />,
          },
        ]
      : []),
    { key: 'history', label: t('tab.history'), content: () => <HistoryPanel resourceId={id} /> },
    ...(resource.placementId
      ? [
          {
            key: 'placement',
            label: t('tab.placement'),
            content: () => <PlacementPanel placementId={resource.placementId as string} />,
          },
        ]
      : []),
  ]
  return (
    <ObjectPage
      title={resource.name}
      state={
        <>
          <StateInHead of="resource" state={resource.state} />
          <BalanceMark
            balance={balances[resource.agreement]}
            intended={intendedWords(resource, t)}
            observed={observed(resource)}
          />
        </>
      }
      meta={
        <>
          <span>{resource.body.name}</span>
          <span>{resource.system.name}</span>
          <span>
            {resource.cloud.name} <SimulatedTag when={resource.cloud.isSimulated} />
          </span>
          {resource.observedAt && (
            <span>{t('balance.as-of', { time: formatTime(resource.observedAt) })}</span>
          )}
        </>
      }
      actions={<ResourceActions resource={resource} />}
      notice={
        resource.state === 'cooling-off' &&
        resource.coolingUntil && (
          <Notice tone="attention">{t('cooling.notice', { time: formatTime(resource.coolingUntil) })}</Notice>
        )
      }
    >
      <UrlTabs label={t('tab.label')} tabs={tabs} />
    </ObjectPage>
  )
}
