import { useParams } from '@tanstack/react-router'
import { type Cloud, cloudOperations } from '@yunheng/contract'
import { useEffect, useState } from 'react'
import { useAct, useLoaded } from '../../api/index.ts'
import {
  ActDialog,
  ActionBar,
  ProblemPanel,
  SimulatedTag,
  StateInHead,
  UrlTabs,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { remember } from '../../shell/recent.ts'
import { inSeries, usePick, useText } from '../../text/index.ts'
import { Facts, formatTime, ObjectPage, Panel, Time } from '../../ui/index.ts'
import { CloudsPanel } from '../adoption/clouds-panel.tsx'
import { OldNotice, useCloudAge } from '../inventory/cloud-age.tsx'
import { ScansTab } from '../inventory/scans-tab.tsx'
import { CloudEditDialog } from './cloud-edit-dialog.tsx'
import { FindingsPanel } from './findings-panel.tsx'
import { HostTable } from './host-table.tsx'
import { NodesPanel } from './nodes-panel.tsx'
import { OfferPanel } from './offer-panel.tsx'
import { PoolTable } from './pool-table.tsx'

type Verb = 'suspend' | 'resume' | 'remove' | 'modify'

export default function CloudPage() {
  const t = useText('cloud')
  const { id } = useParams({ strict: false }) as { id: string }
  const cloud = useLoaded(cloudOperations.get, { params: { id } })
  const [verb, setVerb] = useState<Verb | null>(null)
  const probe = useAct(cloudOperations.probe)
  const age = useCloudAge(id)
  useEffect(() => remember({ title: cloud.name, place: to('cloud', { id }) }), [id, cloud.name])
  const { actions } = cloud
  return (
    <ObjectPage
      title={cloud.name}
      state={
        <>
          <StateInHead of="cloud" state={cloud.state} />
          <SimulatedTag when={cloud.isSimulated} />
        </>
      }
      meta={
        <>
          <span>{cloud.provider.name}</span>
          <span className="yh-mono">{cloud.code}</span>
          {cloud.lastProbedAt && <span>{`${t('column.probed')} ${formatTime(cloud.lastProbedAt)}`}</span>}
        </>
      }
      actions={
        <ActionBar
          actions={[
            {
              key: 'probe',
              label: t('cloud.probe'),
              main: true,
              allowance: actions.probe,
              onAct: () => probe.mutate({ params: { id } }),
            },
            {
              key: 'modify',
              label: t('cloud.modify'),
              allowance: actions.modify,
              onAct: () => setVerb('modify'),
            },
            cloud.state === 'suspended'
              ? {
                  key: 'resume',
                  label: t('cloud.resume'),
                  allowance: actions.resume,
                  onAct: () => setVerb('resume'),
                }
              : {
                  key: 'suspend',
                  label: t('cloud.suspend'),
                  allowance: actions.suspend,
                  onAct: () => setVerb('suspend'),
                },
            {
              key: 'remove',
              label: t('cloud.remove'),
              danger: true,
              allowance: actions.remove,
              onAct: () => setVerb('remove'),
            },
          ]}
        />
      }
      notice={
        <>
          {probe.error && <ProblemPanel error={probe.error} />}
          <OldNotice cloudId={id} />
        </>
      }
    >
      <UrlTabs
        label={t('cloud.tabs')}
        tabs={[
          { key: 'overview', label: t('cloud.tab.overview'), content: () => <Overview cloud={cloud} /> },
          { key: 'adoption', label: t('cloud.tab.adoption'), content: () => <CloudsPanel cloudId={id} /> },
          { key: 'nodes', label: t('cloud.tab.nodes'), content: () => <NodesPanel cloud={cloud} /> },
          { key: 'pools', label: t('cloud.tab.pools'), content: () => <PoolTable query={{ cloudId: id }} /> },
          { key: 'hosts', label: t('pool.tab.hosts'), content: () => <HostTable cloudId={id} /> },
          {
            key: 'scans',
            label: t('cloud.tab.scans'),
            shown: age !== null,
            content: () => <ScansTab cloudId={id} />,
          },
          { key: 'offer', label: t('cloud.tab.offer'), content: () => <OfferPanel cloudId={id} /> },
        ]}
      />
      <CloudDialogs cloud={cloud} verb={verb} onClose={() => setVerb(null)} />
      {verb === 'modify' && <CloudEditDialog cloud={cloud} onClose={() => setVerb(null)} />}
    </ObjectPage>
  )
}

function Overview({ cloud }: { readonly cloud: Cloud }) {
  const t = useText('cloud')
  const terms = useText('terms')
  const pick = usePick()
  const { items: kinds } = useLoaded(cloudOperations.kinds, {})
  const kind = kinds.find((one) => one.kind === cloud.kind)
  const titleOf = (name: string) => {
    const field = kind?.fields.find((one) => one.name === name)
    return field ? pick(field.title) : name
  }
  return (
    <>
      <FindingsPanel findings={cloud.findings} />
      <Panel title={t('cloud.tab.overview')}>
        <Facts
          facts={[
            { label: t('column.kind'), value: kind ? pick(kind.title) : cloud.kind },
            { label: t('column.provider'), value: cloud.provider.name },
            { label: t('field.network-type'), value: terms(`network-type.${cloud.networkType}`) },
            { label: t('field.endpoint'), value: <span className="yh-mono">{cloud.endpoint}</span> },
            { label: t('field.region'), value: cloud.region },
            ...Object.entries(cloud.options).map(([name, value]) => ({ label: titleOf(name), value })),
            { label: t('cloud.credentials'), value: inSeries(cloud.credentialNames.map(titleOf)) },
            ...(cloud.lacks.length === 0
              ? []
              : [
                  {
                    label: t('cloud.lacks'),
                    value: inSeries(cloud.lacks.map((one) => terms(`resource-kind.${one}`))),
                  },
                ]),
            { label: t('cloud.created'), value: <Time at={cloud.createdAt} as="day" /> },
          ]}
        />
      </Panel>
    </>
  )
}

interface DialogsProps {
  readonly cloud: Cloud
  readonly verb: Verb | null
  readonly onClose: () => void
}

function CloudDialogs({ cloud, verb, onClose }: DialogsProps) {
  const t = useText('cloud')
  const go = useGoTo()
  const shared = { params: { id: cloud.id }, onClose, also: ['pool', 'node'] }
  const fixed = { version: cloud.version }
  const { name } = cloud
  return (
    <>
      <ActDialog
        {...shared}
        operation={cloudOperations.suspend}
        open={verb === 'suspend'}
        fixed={fixed}
        title={t('cloud.suspend-title', { name })}
        verb={t('cloud.suspend')}
      >
        <p>{t('cloud.suspend-what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={cloudOperations.resume}
        open={verb === 'resume'}
        fixed={fixed}
        title={t('cloud.resume-title', { name })}
        verb={t('cloud.resume')}
      />
      <ActDialog
        {...shared}
        operation={cloudOperations.remove}
        open={verb === 'remove'}
        title={t('cloud.remove-title', { name })}
        verb={t('cloud.remove')}
        danger
        typeToConfirm={name}
        onDone={() => go(to('clouds'))}
      >
        <p>{t('cloud.remove-what')}</p>
      </ActDialog>
    </>
  )
}
