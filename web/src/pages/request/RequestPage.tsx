import { useParams } from '@tanstack/react-router'
import { type Request, requestOperations } from '@yunheng/contract'
import { useEffect } from 'react'
import { useLoaded } from '../../api/index.ts'
import { GoTo, StateInHead, type TabSpec, UrlTabs } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { remember } from '../../shell/recent.ts'
import { usePick, useText } from '../../text/index.ts'
import { Notice, ObjectPage } from '../../ui/index.ts'
import { AttachmentsPanel } from './attachments-panel.tsx'
import { EventsPanel } from './events-panel.tsx'
import { EvidencePanels } from './evidence-panels.tsx'
import { FlowTab } from './flow-tab.tsx'
import { outcomeTones } from './outcome-tones.ts'
import { OverviewTab } from './overview-tab.tsx'
import { RequestActions } from './request-actions.tsx'
import { TalkPanel } from './talk-panel.tsx'

/** Changes are told live; while something is being delivered the page also looks by itself, should the line be cut. */
const moving: readonly Request['state'][] = ['provisioning', 'partly-delivered']
const FOLLOW_MS = 10_000

export default function RequestPage() {
  const t = useText('request')
  const pick = usePick()
  const { id } = useParams({ strict: false }) as { id: string }
  const request = useLoaded(
    requestOperations.get,
    { params: { id } },
    { everyMs: (answer) => (moving.includes(answer.state) ? FOLLOW_MS : false) },
  )
  useEffect(
    () => remember({ title: `${request.no} ${request.title}`, place: to('request', { id }) }),
    [id, request],
  )
  const { condition } = request
  const outcomeTone = outcomeTones[request.state]
  const tabs: readonly TabSpec[] = [
    { key: 'overview', label: t('tab.overview'), content: () => <OverviewTab request={request} /> },
    ...(request.flowInstanceId
      ? [
          {
            key: 'flow',
            label: t('tab.flow'),
            content: () => <FlowTab instanceId={request.flowInstanceId as string} />,
          },
        ]
      : []),
    { key: 'history', label: t('tab.history'), content: () => <EventsPanel requestId={id} /> },
    { key: 'talk', label: t('tab.talk'), content: () => <TalkPanel request={request} /> },
    { key: 'files', label: t('tab.files'), content: () => <AttachmentsPanel request={request} /> },
    { key: 'evidence', label: t('tab.evidence'), content: () => <EvidencePanels requestId={id} /> },
  ]
  return (
    <ObjectPage
      title={request.title}
      state={<StateInHead of="request" state={request.state} />}
      meta={
        <>
          <span className="yh-mono">{request.no}</span>
          <span>{request.body.name}</span>
          <span>
            <GoTo to={to('system', { id: request.system.id })}>{request.system.name}</GoTo>
          </span>
        </>
      }
      actions={<RequestActions request={request} />}
      notice={
        <>
          {condition && <Notice tone="attention">{pick(condition.text)}</Notice>}
          {request.outcomeComment && outcomeTone && (
            <Notice tone={outcomeTone} title={t('fact.outcome')}>
              {request.outcomeComment}
            </Notice>
          )}
        </>
      }
    >
      <UrlTabs label={t('tab.label')} tabs={tabs} />
    </ObjectPage>
  )
}
