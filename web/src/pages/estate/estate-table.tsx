import type { Estate, EstateCloud, EstateNode } from '@yunheng/contract'
import { GoTo, State, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { formatNumber, StateMark, Time } from '../../ui/index.ts'

interface Row {
  readonly cloud: EstateCloud
  readonly node: EstateNode
}

/** The same as the map, to read: one line for each node. */
export function EstateTable({ estate }: { readonly estate: Estate }) {
  const t = useText('estate')
  const terms = useText('terms')
  const rows = estate.clouds.flatMap((cloud) => cloud.nodes.map((node): Row => ({ cloud, node })))
  return (
    <Table
      label={t('tab.table')}
      rows={rows}
      rowKey={({ node }) => node.id}
      columns={[
        {
          key: 'state',
          title: t('column.state'),
          oneLine: true,
          render: ({ cloud }) => <State of="cloud" state={cloud.state} />,
        },
        {
          key: 'node',
          title: t('column.node'),
          render: ({ node }) => (
            <>
              {node.name}
              {node.intake !== 'managed' && (
                <div>
                  <StateMark tone="attention">{t(`intake.${node.intake}`)}</StateMark>
                </div>
              )}
            </>
          ),
        },
        {
          key: 'cloud',
          title: t('column.cloud'),
          render: ({ cloud }) => <GoTo to={to('cloud', { id: cloud.id })}>{cloud.name}</GoTo>,
        },
        { key: 'kind', title: t('column.kind'), render: ({ node }) => terms(`node-kind.${node.kind}`) },
        { key: 'region', title: t('column.region'), wideOnly: true, render: ({ node }) => node.region.name },
        {
          key: 'place',
          title: t('column.place'),
          oneLine: true,
          wideOnly: true,
          render: ({ node }) =>
            node.latitude === null || node.longitude === null ? '—' : `${node.latitude}, ${node.longitude}`,
        },
        {
          key: 'km',
          title: t('column.km'),
          number: true,
          render: ({ node }) => (node.kmToBackbone === null ? '—' : formatNumber(node.kmToBackbone, 1)),
        },
        {
          key: 'grade',
          title: t('column.grade'),
          wideOnly: true,
          render: ({ node }) =>
            node.grade === null ? (
              '—'
            ) : (
              <>
                {t(`grade.${node.grade}`)}
                {node.certificateUntil && (
                  <div className="yh-quiet yh-small">{t('grade.until', { day: node.certificateUntil })}</div>
                )}
              </>
            ),
        },
        {
          key: 'room',
          title: t('column.room'),
          oneLine: true,
          number: true,
          render: ({ node: { capacity } }) =>
            capacity.limit.vcpus === 0 && capacity.allocated.vcpus === 0
              ? '—'
              : `${formatNumber(capacity.allocated.vcpus + capacity.reserved.vcpus, 0)} / ${formatNumber(capacity.limit.vcpus, 0)} vCPU`,
        },
        {
          key: 'age',
          title: t('column.age'),
          oneLine: true,
          render: ({ cloud }) => (
            <>
              <Time at={cloud.completeSince} />
              {cloud.isOld && (
                <div>
                  <StateMark tone="attention">{t('old')}</StateMark>
                </div>
              )}
            </>
          ),
        },
      ]}
    />
  )
}
