import { type Cloud, type CloudNode, cloudOperations, NODE_GRADES, NODE_KINDS } from '@yunheng/contract'
import { useState } from 'react'
import { useAsked } from '../../api/index.ts'
import {
  ActDialog,
  CapacityBars,
  type Fields,
  optionsOf,
  ProblemPanel,
  RegionPicker,
  RowAct,
  Table,
  useBlockedBecause,
} from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, EmptyState, Facts, Panel, StateMark, Tag, Waiting } from '../../ui/index.ts'
import { INTAKE_TONES, intakeFacts, NODE_VERBS, NodeIntakeDialog, type NodeVerb } from './node-intake.tsx'

/** Nodes of a cloud with their zones and what the cloud says of each. */
export function NodesPanel({ cloud }: { readonly cloud: Cloud }) {
  const t = useText('cloud')
  const because = useBlockedBecause()
  const fields = useNodeFields()
  const [adding, setAdding] = useState(false)
  const asked = useAsked(cloudOperations.listNodes, { query: { cloudId: cloud.id, pageSize: 200 } })
  const add = (
    <ActionButton
      label={t('cloud.add-node')}
      blockedBecause={because(cloud.actions.addNode)}
      onClick={() => setAdding(true)}
    />
  )
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  return (
    <>
      {asked.data.items.length === 0 ? (
        <EmptyState title={t('nodes.empty')} why={t('nodes.empty-why')} action={add} />
      ) : (
        <div>{add}</div>
      )}
      {asked.data.items.map((node) => (
        <NodePanel key={node.id} node={node} />
      ))}
      <ActDialog
        operation={cloudOperations.addNode}
        open={adding}
        onClose={() => setAdding(false)}
        params={{ id: cloud.id }}
        title={t('node.title')}
        verb={t('cloud.add-node')}
        also={['cloud']}
        fields={{ code: { label: t('field.code'), help: t('field.code-help') }, ...fields }}
      />
    </>
  )
}

function NodePanel({ node }: { readonly node: CloudNode }) {
  const t = useText('cloud')
  const terms = useText('terms')
  const fields = useNodeFields()
  const [verb, setVerb] = useState<'modify' | 'zone' | NodeVerb | null>(null)
  const close = () => setVerb(null)
  return (
    <Panel
      title={node.name}
      extra={
        <>
          <Tag>{terms(`node-kind.${node.kind}`)}</Tag>
          {node.intake !== 'managed' && (
            <StateMark tone={INTAKE_TONES[node.intake]}>{t(`intake.${node.intake}`)}</StateMark>
          )}
          {node.intake !== 'managed' &&
            NODE_VERBS.map((each) => (
              <RowAct
                key={each}
                label={t(`intake.do.${each}`)}
                allowance={node.actions[each]}
                onAct={() => setVerb(each)}
              />
            ))}
          <RowAct label={t('node.modify')} allowance={node.actions.modify} onAct={() => setVerb('modify')} />
          <RowAct label={t('node.add-zone')} allowance={node.actions.addZone} onAct={() => setVerb('zone')} />
        </>
      }
    >
      <div className="yh-stack">
        <Facts
          facts={[
            { label: t('field.code'), value: <span className="yh-mono">{node.code}</span> },
            { label: t('node.grade'), value: node.grade && t(`node.grade.${node.grade}`) },
            { label: t('node.certificate'), value: node.certificateNo },
            { label: t('node.certificate-until'), value: node.certificateUntil },
            ...intakeFacts(node, t),
          ]}
        />
        {node.zones.length > 0 && <Zones node={node} />}
      </div>
      <ActDialog
        operation={cloudOperations.updateNode}
        open={verb === 'modify'}
        onClose={close}
        params={{ id: node.id }}
        fixed={{ version: node.version }}
        initial={{ ...node, siteRegionId: node.siteRegionId ?? null }}
        title={t('node.modify')}
        verb={t('node.modify')}
        also={['cloud']}
        fields={fields}
      />
      <NodeIntakeDialog
        node={node}
        verb={verb === 'modify' || verb === 'zone' ? null : verb}
        onClose={close}
      />
      <ActDialog
        operation={cloudOperations.addZone}
        open={verb === 'zone'}
        onClose={close}
        params={{ id: node.id }}
        title={t('node.add-zone-title', { name: node.name })}
        verb={t('node.add-zone')}
        also={['node', 'cloud']}
        fields={{
          name: { label: t('field.name') },
          code: { label: t('field.code'), help: t('field.code-help') },
          nativeZone: { label: t('zone.native') },
        }}
      />
    </Panel>
  )
}

function Zones({ node }: { readonly node: CloudNode }) {
  const t = useText('cloud')
  return (
    <Table
      label={t('zone.title')}
      rows={node.zones}
      rowKey={(zone) => zone.id}
      columns={[
        { key: 'name', title: t('zone.title'), render: (zone) => zone.name },
        {
          key: 'native',
          title: t('zone.native'),
          render: (zone) => <span className="yh-mono">{zone.nativeZone}</span>,
        },
        { key: 'observed', title: t('zone.observed'), render: (zone) => <Observed zone={zone} /> },
      ]}
    />
  )
}

function Observed({ zone }: { readonly zone: CloudNode['zones'][number] }) {
  const t = useText('cloud')
  if (!zone.observed) return <span className="yh-quiet">{t('zone.not-observed')}</span>
  const seen = zone.observed
  const none = { floatingIps: 0, cards: 0 }
  return (
    <CapacityBars
      small
      only={['vcpus', 'memoryMiB', 'storageGiB']}
      capacity={{
        limit: {
          vcpus: seen.vcpusTotal,
          memoryMiB: seen.memoryMiBTotal,
          storageGiB: seen.diskGiBTotal,
          ...none,
        },
        allocated: {
          vcpus: seen.vcpusUsed,
          memoryMiB: seen.memoryMiBUsed,
          storageGiB: seen.diskGiBUsed,
          ...none,
        },
        reserved: { vcpus: 0, memoryMiB: 0, storageGiB: 0, ...none },
      }}
    />
  )
}

function useNodeFields(): Fields {
  const t = useText('cloud')
  const terms = useText('terms')
  return {
    name: { label: t('field.name') },
    kind: { label: t('node.kind'), options: optionsOf(NODE_KINDS, (value) => terms(`node-kind.${value}`)) },
    regionId: { label: t('node.region'), widget: (props) => <RegionPicker {...props} /> },
    siteRegionId: {
      label: t('node.site'),
      help: t('node.site-help'),
      widget: (props) => <RegionPicker {...props} />,
    },
    grade: { label: t('node.grade'), options: optionsOf(NODE_GRADES, (value) => t(`node.grade.${value}`)) },
    certificateNo: { label: t('node.certificate') },
    certificateUntil: { label: t('node.certificate-until') },
    latitude: { label: t('node.latitude') },
    longitude: { label: t('node.longitude') },
  }
}
