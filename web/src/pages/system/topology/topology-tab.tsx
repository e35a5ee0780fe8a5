import { type ResourceItem, type SystemTopology, topologyOperations } from '@yunheng/contract'
import { useMemo, useState } from 'react'
import { useAsked } from '../../../api/index.ts'
import { ProblemPanel, Table } from '../../../kit/index.ts'
import { usePick, useText } from '../../../text/index.ts'
import { EmptyState, formatTime, Notice, Panel, Waiting } from '../../../ui/index.ts'
import { resourceColumns } from '../../resource/resource-columns.tsx'
import { layoutTopology } from './layout.ts'
import { TopologyPicture } from './topology-picture.tsx'

/** What a system consists of, across clouds: the picture, and the table that says the same. */
export function TopologyTab({ systemId }: { readonly systemId: string }) {
  const t = useText('system')
  const { data: topology, error } = useAsked(topologyOperations.get, { params: { id: systemId } })
  if (error) return <ProblemPanel error={error} />
  if (!topology) return <Waiting />
  if (topology.items.length === 0)
    return <EmptyState title={t('topology.empty')} why={t('topology.empty-why')} />
  return (
    <>
      {topology.isCut && <Notice tone="attention" title={t('topology.cut')} />}
      <Picture topology={topology} />
      <Panel title={t('topology.table')} flush>
        <TopologyTable items={topology.items} />
      </Panel>
    </>
  )
}

function Picture({ topology }: { readonly topology: SystemTopology }) {
  const t = useText('system')
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const layout = useMemo(() => layoutTopology(topology, open), [topology, open])
  const toggle = (key: string) =>
    setOpen((before) =>
      before.has(key) ? new Set([...before].filter((one) => one !== key)) : new Set([...before, key]),
    )
  return (
    <Panel title={t('topology.title')}>
      <p className="yh-quiet yh-small">{t('topology.as-of', { time: formatTime(topology.asOf) })}</p>
      <TopologyPicture layout={layout} open={open} onToggle={toggle} />
    </Panel>
  )
}

function TopologyTable({ items }: { readonly items: readonly ResourceItem[] }) {
  const t = useText('system')
  const resource = useText('resource')
  const terms = useText('terms')
  const pick = usePick()
  return (
    <Table
      label={t('topology.table')}
      rows={items}
      rowKey={(row) => row.id}
      columns={resourceColumns(resource, terms, pick).filter(({ key }) => !['system', 'body'].includes(key))}
    />
  )
}
