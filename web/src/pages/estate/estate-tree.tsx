import type {
  Estate,
  EstateCapacity,
  EstateCloud,
  EstateNode,
  EstatePool,
  EstateZone,
} from '@yunheng/contract'
import { type ReactNode, useState } from 'react'
import { type AmountName, CapacityBars, GoTo, SimulatedTag, State } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { StateMark, Tag } from '../../ui/index.ts'
import { AgeWords } from './age-words.tsx'

/** With more nodes than this the tree begins with its clouds closed. */
const OPEN_NODES_MAX = 30

/** The estate as nested, native disclosures: they open by keyboard and read themselves aloud. */
export function EstateTree({ estate }: { readonly estate: Estate }) {
  const isSmall = estate.clouds.reduce((total, cloud) => total + cloud.nodes.length, 0) <= OPEN_NODES_MAX
  return (
    <ul className="yh-estate-tree">
      {estate.clouds.map((cloud) => (
        <CloudBranch key={cloud.id} cloud={cloud} isOpen={isSmall} />
      ))}
    </ul>
  )
}

interface BranchProps {
  readonly head: ReactNode
  readonly capacity: EstateCapacity
  readonly isOpen: boolean
  readonly children: () => ReactNode
}

/** What is closed is not drawn: thousands of pools cost nothing until they are looked at. */
function Branch({ head, capacity, isOpen, children }: BranchProps) {
  const [open, setOpen] = useState(isOpen)
  return (
    <li>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <div className="yh-estate-head">{head}</div>
          <Room capacity={capacity} />
        </summary>
        {open && <ul>{children()}</ul>}
      </details>
    </li>
  )
}

function CloudBranch({ cloud, isOpen }: { readonly cloud: EstateCloud; readonly isOpen: boolean }) {
  const t = useText('estate')
  return (
    <Branch
      isOpen={isOpen}
      capacity={cloud.capacity}
      head={
        <>
          <State of="cloud" state={cloud.state} />
          <strong>{cloud.name}</strong>
          <SimulatedTag when={cloud.isSimulated} />
          <span className="yh-quiet">{cloud.provider.name}</span>
          <span className="yh-quiet">{t('count.nodes', { count: cloud.nodes.length })}</span>
          <AgeWords cloud={cloud} />
        </>
      }
    >
      {() => (
        <>
          <li className="yh-small">
            <GoTo to={to('cloud', { id: cloud.id })}>{t('cloud.open', { name: cloud.name })}</GoTo>
          </li>
          {cloud.nodes.length === 0 && <li className="yh-quiet">{t('cloud.no-node')}</li>}
          {cloud.nodes.map((node) => (
            <NodeBranch key={node.id} node={node} isOpen={isOpen} />
          ))}
        </>
      )}
    </Branch>
  )
}

function NodeBranch({ node, isOpen }: { readonly node: EstateNode; readonly isOpen: boolean }) {
  const t = useText('estate')
  const terms = useText('terms')
  return (
    <Branch
      isOpen={isOpen}
      capacity={node.capacity}
      head={
        <>
          <span>{node.name}</span>
          <Tag>{terms(`node-kind.${node.kind}`)}</Tag>
          <span className="yh-quiet">{node.region.name}</span>
          {node.kmToBackbone !== null && (
            <span className="yh-quiet">{t('tree.km', { km: Math.round(node.kmToBackbone) })}</span>
          )}
        </>
      }
    >
      {() =>
        node.zones.length === 0 ? (
          <li className="yh-quiet">{t('node.no-zone')}</li>
        ) : (
          node.zones.map((zone) => <ZoneBranch key={zone.id} zone={zone} />)
        )
      }
    </Branch>
  )
}

function ZoneBranch({ zone }: { readonly zone: EstateZone }) {
  const t = useText('estate')
  return (
    <Branch
      isOpen={false}
      capacity={zone.capacity}
      head={
        <>
          <span>{zone.name}</span>
          <span className="yh-quiet">{t('count.pools', { count: zone.pools.length })}</span>
        </>
      }
    >
      {() =>
        zone.pools.length === 0 ? (
          <li className="yh-quiet">{t('zone.no-pool')}</li>
        ) : (
          zone.pools.map((pool) => <PoolLeaf key={pool.id} pool={pool} />)
        )
      }
    </Branch>
  )
}

function PoolLeaf({ pool }: { readonly pool: EstatePool }) {
  const t = useText('estate')
  const terms = useText('terms')
  const seesPools = useMay('list', 'pool')
  return (
    <li className="yh-estate-leaf">
      <div className="yh-estate-head">
        {seesPools ? <GoTo to={to('pool', { id: pool.id })}>{pool.name}</GoTo> : <span>{pool.name}</span>}
        <Tag>{terms(`pool-class.${pool.class}`)}</Tag>
        <span className="yh-quiet">{terms(`zone.${pool.networkZone}`)}</span>
        {pool.state === 'closed' && <StateMark tone="off">{t('pool.closed')}</StateMark>}
        {pool.isOverCommitted && <StateMark tone="bad">{t('pool.over')}</StateMark>}
        {pool.isOld && <StateMark tone="attention">{t('old')}</StateMark>}
      </div>
      <Room capacity={pool.capacity} />
    </li>
  )
}

const SHOWN: readonly AmountName[] = ['vcpus', 'memoryMiB', 'storageGiB']

/** Three bars: what is delivered and promised of what may be. */
const Room = ({ capacity }: { readonly capacity: EstateCapacity }) => (
  <div className="yh-estate-room">
    <CapacityBars capacity={capacity} only={SHOWN} />
  </div>
)
