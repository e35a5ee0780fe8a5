import { type Host, hostOperations, type Pool } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { ProblemPanel } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatPercent, formatTime, Panel, Waiting } from '../../ui/index.ts'
import './cloud.css'
import { HostTable } from './host-table.tsx'

const SHOWN = 200

/** The hosts of a pool: how full each is, as a picture, and the same as a list. */
export function PoolHosts({ pool }: { readonly pool: Pool }) {
  const t = useText('cloud')
  const query = { poolId: pool.id }
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
      <HostTable cloudId={pool.cloud.id} poolId={pool.id} />
    </>
  )
}

/** The scarcer of cores and memory. */
function fullness({ used, limit }: Host): number {
  const share = (a: number, b: number) => (b > 0 ? a / b : 0)
  return Math.max(share(used.vcpus, limit.vcpus), share(used.memoryMiB, limit.memoryMiB))
}

const BANDS = [0.01, 0.4, 0.7, 0.9, 1.0001]

const KEY = ['0', '1', '2', '3', '4', '5', 'out'] as const

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
        <span className="yh-heat-key">
          {KEY.map((band) => (
            <span key={band}>
              <span className="yh-heat-cell" data-band={band} /> {t(`hosts.band.${band}`)}
            </span>
          ))}
        </span>
        {t('hosts.key')}
        {!isAll && ` ${t('hosts.first', { count: hosts.length })}`}
        {observedAt && ` ${t('hosts.as-of', { time: formatTime(observedAt) })}`}
      </figcaption>
    </figure>
  )
}
