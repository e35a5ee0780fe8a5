import { cloudOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { ProblemPanel, Table } from '../../kit/index.ts'
import { inSeries, useText } from '../../text/index.ts'
import { Facts, Panel, Waiting } from '../../ui/index.ts'

/** What the cloud answers when it is asked now. */
export function OfferPanel({ cloudId }: { readonly cloudId: string }) {
  const t = useText('cloud')
  const asked = useAsked(cloudOperations.offer, { params: { id: cloudId } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const { zones, images, volumeTypes, externalNetworks, aggregates } = asked.data
  return (
    <>
      <Panel title={t('cloud.tab.offer')}>
        <Facts
          facts={[
            { label: t('zone.title'), value: inSeries(zones) },
            { label: t('mapping.tiers'), value: inSeries(volumeTypes) },
            { label: t('pool.external-network'), value: inSeries(externalNetworks) },
          ]}
        />
      </Panel>
      {aggregates.length > 0 && (
        <Panel title={t('offer.aggregates')} flush>
          <Table
            label={t('offer.aggregates')}
            compact
            rows={aggregates}
            rowKey={(group) => group.name}
            columns={[
              { key: 'name', title: t('column.name'), render: (group) => group.name },
              { key: 'zone', title: t('zone.title'), render: (group) => group.zone },
              { key: 'hosts', title: t('offer.hosts'), number: true, render: (group) => group.hosts },
            ]}
          />
        </Panel>
      )}
      <Panel title={t('mapping.images')} flush>
        <Table
          label={t('mapping.images')}
          compact
          rows={images}
          rowKey={(image) => image.id}
          columns={[
            { key: 'name', title: t('mapping.image'), render: (image) => image.name },
            { key: 'distro', title: t('column.kind'), render: (image) => image.osDistro },
            { key: 'disk', title: t('mapping.min-disk'), number: true, render: (image) => image.minDiskGiB },
            {
              key: 'id',
              title: t('mapping.native'),
              wideOnly: true,
              render: (image) => <span className="yh-mono">{image.id}</span>,
            },
          ]}
        />
      </Panel>
    </>
  )
}
