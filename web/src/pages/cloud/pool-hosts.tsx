import { type Host, hostOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { ListTable, ProblemPanel } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatNumber, formatPercent, formatTime, Panel, Waiting } from '../../ui/index.ts'
import './cloud.css'

const SHOWN = 200

/** The hosts of a pool: how full each is, as a picture, and the same as a list. */
export function PoolHosts({ poolId }: { readonly poolId: string }) {
  const t = useText('cloud')
  const query = { poolId }
  const asked = useAsked(hostOperations.list, { query: { ...query, pageSize: SHOWN } })
  return (
    <>
      {asked.error && <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isPending && <Waiting />}
      {asked.data && asked.data.items.length > 0 && (
        <Panel title={t('hosts.picture')}>
          <HeatMap hosts={asked.data.items} isAll={asked.data.nextPageToken === null} />
        </Panel>
      )}
      <Panel title={t('hosts.title')} flush>
        <ListTable
          operation={hostOperations.list}
          query={query}
          urlName="hosts"
          label={t('hosts.title')}
          rowKey={(host) => host.id}
          columns={[
            { key: 'name', title: t('hosts.name'), render: (host) => host.name },
            { key: 'state', title: t('hosts.state'), render: (host) => t(`hosts.state.${host.state}`) },
            {
              key: 'vcpus',
              title: t('hosts.vcpus'),
              number: true,
              render: (host) => `${formatNumber(host.used.vcpus)} / ${formatNumber(host.limit.vcpus)}`,
            },
            {
              key: 'memory',
              title: t('hosts.memory'),
              number: true,
              render: (host) =>
                `${formatNumber(host.used.memoryMiB / 1024)} / ${formatNumber(host.limit.memoryMiB / 1024)}`,
            },
            { key: 'machines', title: t('hosts.machines'), number: true, render: (host) => host.machines },
            {
              key: 'domestic',
              title: t('hosts.domestic'),
              wideOnly: true,
              render: (host) =>
                t(host.isDomestic === null ? 'hosts.unknown' : host.isDomestic ? 'hosts.yes' : 'hosts.no'),
            },
            {
              key: 'power',
              title: t('hosts.power'),
              number: true,
              wideOnly: true,
              render: (host) =>
                host.power === null ? t('hosts.unknown') : `${host.power.idleWatts}–${host.power.peakWatts}`,
            },
          ]}
          empty={{ title: t('hosts.none'), why: t('hosts.none-why') }}
        />
      </Panel>
    </>
  )
}

/** The scarcer of cores and memory. */
function fullness({ used, limit }: Host): number {
  const share = (a: number, b: number) => (b > 0 ? a / b : 0)
  return Math.max(share(used.vcpus, limit.vcpus), share(used.memoryMiB, limit.memoryMiB))
}

const BANDS = [0.01, 0.4, 0.7, 0.9, 1.0001]

function HeatMap({ hosts, isAll }: { readonly hosts: readonly Host[]; readonly isAll: boolean }) {
  const t = useText('cloud')
  const bandOf = (host: Host) => {
    const at = BANDS.findIndex((end) => fullness(host) < end)
    return at < 0 ? BANDS.length : at
  }
  const observedAt = hosts[0]?.observedAt
  return (
    <figure className="yh-heat">
      <div className="yh-heat-cells" role="img" aria-label={t('hosts.picture-of', { count: hosts.length })}>
        {hosts.map((host) => (
          <span
            key={host.id}
            className="yh-heat-cell"
            data-band={host.state === 'in-service' ? bandOf(host) : 'out'}
            title={`${host.name} · ${formatPercent(fullness(host))} · ${t(`hosts.state.${host.state}`)}`}
          />
        ))}
      </div>
      <figcaption className="yh-quiet yh-small">
        {t('hosts.key')}
        {!isAll && ` ${t('hosts.first', { count: hosts.length })}`}
        {observedAt && ` ${t('hosts.as-of', { time: formatTime(observedAt) })}`}
      </figcaption>
    </figure>
  )
}
