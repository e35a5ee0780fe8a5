import { useParams } from '@tanstack/react-router'
import { requestOperations, type System, systemOperations } from '@yunheng/contract'
import { useEffect, useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, ListTable, StateInHead, UrlTabs, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { remember } from '../../shell/recent.ts'
import { useMay } from '../../shell/session.ts'
import { inSeries, usePick, useText } from '../../text/index.ts'
import { type Fact, Facts, ObjectPage, Panel, Time } from '../../ui/index.ts'
import { BondTable, NewBond } from '../placement/bond-table.tsx'
import { SchedulesOf } from '../power-schedule/schedule-columns.tsx'
import { ProjectApprovalPanel } from '../request/project-approval-panel.tsx'
import { requestColumns } from '../request/request-columns.tsx'
import { ResourceTable } from '../resource/resource-table.tsx'
import { SystemUsage } from '../usage/usage-panel.tsx'
import { Responsibilities } from './responsibilities.tsx'
import type { Level } from './system-columns.tsx'
import { TopologyTab } from './topology/topology-tab.tsx'

const next: Partial<Record<System['lifecycle'], 'building' | 'trial' | 'running'>> = {
  planned: 'building',
  building: 'trial',
  trial: 'running',
}

export default function SystemPage() {
  const t = useText('system')
  const usage = useText('usage')
  const schedules = useText('power-schedule')
  const terms = useText('terms')
  const go = useGoTo()
  const { id } = useParams({ strict: false }) as { id: string }
  const system = useLoaded(systemOperations.get, { params: { id } })
  const seesResources = useMay('list', 'resource')
  const seesUsage = useMay('list', 'usage')
  const seesSchedules = useMay('list', 'power-schedule')
  const seesRequests = useMay('list', 'request')
  const seesProject = useMay('view', 'request')
  const seesBonds = useMay('list', 'placement-bond')
  const [dialog, setDialog] = useState<'advance' | 'retire' | null>(null)
  useEffect(() => remember({ title: system.name, place: to('system', { id }) }), [id, system.name])
  const { actions, name } = system
  const shared = { params: { id }, fixed: { version: system.version }, onClose: () => setDialog(null) }
  return (
    <ObjectPage
      title={name}
      state={<StateInHead of="lifecycle" state={system.lifecycle} />}
      meta={
        <>
          <span className="yh-mono">{system.code}</span>
          <span>{system.body.name}</span>
          <span>{terms(`level.${String(system.protectionLevel) as Level}`)}</span>
        </>
      }
      actions={
        <ActionBar
          actions={[
            {
              key: 'apply',
              label: t('action.apply'),
              main: true,
              allowance: actions.apply,
              onAct: () => go(to('requestNew', { system: id })),
            },
            {
              key: 'modify',
              label: t('action.modify'),
              main: true,
              allowance: actions.modify,
              onAct: () => go(to('systemEdit', { id })),
            },
            {
              key: 'advance',
              label: t('action.advance'),
              allowance: actions.advance,
              onAct: () => setDialog('advance'),
            },
            {
              key: 'retire',
              label: t('action.retire'),
              danger: true,
              allowance: actions.retire,
              onAct: () => setDialog('retire'),
            },
          ]}
        />
      }
    >
      <UrlTabs
        label={t('tab.label')}
        tabs={[
          {
            key: 'overview',
            label: t('tab.overview'),
            content: () => (
              <>
                <Overview system={system} />
                {seesProject && <ProjectApprovalPanel systemId={id} />}
              </>
            ),
          },
          { key: 'duties', label: t('duty.title'), content: () => <Responsibilities systemId={id} /> },
          {
            key: 'resources',
            label: t('tab.resources'),
            shown: seesResources,
            content: () => <ResourceTable of={{ systemId: id }} without={['system', 'body']} />,
          },
          {
            key: 'topology',
            label: t('topology.title'),
            shown: seesResources,
            content: () => <TopologyTab systemId={id} />,
          },
          {
            key: 'usage',
            label: usage('tab.usage'),
            shown: seesUsage,
            content: () => <SystemUsage systemId={id} />,
          },
          {
            key: 'schedules',
            label: schedules('list.title'),
            shown: seesSchedules,
            content: () => <SchedulesOf query={{ systemId: id }} />,
          },
          {
            key: 'requests',
            label: t('tab.requests'),
            shown: seesRequests,
            content: () => <Requests systemId={id} />,
          },
          {
            key: 'bonds',
            label: t('tab.bonds'),
            shown: seesBonds,
            content: () => (
              <>
                <div>
                  <NewBond systemId={id} />
                </div>
                <BondTable query={{ systemId: id }} />
              </>
            ),
          },
        ]}
      />
      <ActDialog
        {...shared}
        operation={systemOperations.advance}
        open={dialog === 'advance'}
        initial={{ to: next[system.lifecycle] ?? 'running' }}
        title={t('action.advance-title', { name })}
        verb={t('action.advance')}
        fields={{
          to: {
            label: t('action.advance-to'),
            as: 'radio',
            options: (['building', 'trial', 'running'] as const).map((value) => ({
              value,
              label: terms(`lifecycle.${value}`),
            })),
          },
        }}
      />
      <ActDialog
        {...shared}
        operation={systemOperations.retire}
        open={dialog === 'retire'}
        title={t('action.retire-title', { name })}
        verb={t('action.retire')}
        danger
        fields={{ reason: { label: t('action.reason'), as: 'area' } }}
      >
        <p>{t('action.retire-what')}</p>
      </ActDialog>
    </ObjectPage>
  )
}

function Overview({ system }: { readonly system: System }) {
  const t = useText('system')
  const terms = useText('terms')
  const ui = useText('ui')
  const yes = (flag: boolean) => ui(flag ? 'value.yes' : 'value.no')
  const facts: readonly (Fact | false)[] = [
    { label: t('column.body'), value: system.body.name },
    { label: t('field.person'), value: system.responsiblePerson?.name },
    { label: t('field.kind'), value: terms(`system-kind.${system.kind}`) },
    { label: t('field.level'), value: terms(`level.${String(system.protectionLevel) as Level}`) },
    { label: t('field.filing'), value: system.protectionFilingNo },
    { label: t('field.classification'), value: terms(`classification.${system.classification}`) },
    { label: t('field.zone'), value: terms(`zone.${system.networkZone}`) },
    { label: t('field.paths'), value: inSeries(system.accessPaths.map((path) => terms(`path.${path}`))) },
    { label: t('fact.web'), value: yes(system.hasWeb) },
    { label: t('fact.vertical'), value: yes(system.isVertical) },
    { label: t('field.deployment'), value: terms(`deployment.${system.deployment}`) },
    system.kind === 'stock' && { label: t('field.wave'), value: system.wave?.name },
    system.trialSince !== null && {
      label: t('fact.trial-since'),
      value: <Time at={system.trialSince} as="day" />,
    },
    system.exemption !== null && {
      label: t('fact.exemption'),
      value:
        system.exemption &&
        t('fact.exemption-value', {
          basis: system.exemption.basis,
          by: system.exemption.approvedBy,
          on: system.exemption.approvedOn,
        }),
    },
    { label: t('fact.updated'), value: <Time at={system.updatedAt} /> },
    {
      label: t('field.summary'),
      value: system.summary && <p className="yh-prose">{system.summary}</p>,
      wide: true,
    },
  ]
  return (
    <Panel title={t('tab.overview')}>
      <Facts facts={facts.filter((fact) => fact !== false)} />
    </Panel>
  )
}

function Requests({ systemId }: { readonly systemId: string }) {
  const t = useText('request')
  const terms = useText('terms')
  const pick = usePick()
  return (
    <ListTable
      operation={requestOperations.list}
      query={{ systemId }}
      urlName="requests"
      label={t('list.title')}
      rowKey={(row) => row.id}
      columns={requestColumns(t, terms, pick).filter((column) => !['system', 'body'].includes(column.key))}
      empty={{ title: t('list.empty'), why: t('list.empty-why') }}
    />
  )
}
