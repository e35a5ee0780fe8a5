import { type Host, hostOperations, poolOperations } from '@yunheng/contract'
import { ActDialog, type FieldSpec, Picker, YesNoSelect } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { Notice } from '../../ui/index.ts'

/** Only pools of the zone that the hosts stand in. */
function usePoolField(cloudId: string, zoneId: string | null, chosen: Host['pool']): FieldSpec {
  const t = useText('cloud')
  return {
    label: t('hosts.pool'),
    help: t('hosts.pool-help'),
    widget: (props) => (
      <Picker
        {...props}
        operation={poolOperations.list}
        input={() => ({ query: { cloudId, pageSize: 200 } })}
        keep={(pool) => pool.zone.id === zoneId}
        option={(pool) => ({ value: pool.id, label: pool.name })}
        chosen={chosen ? { value: chosen.id, label: chosen.name } : undefined}
        filterHere
      />
    ),
  }
}

/** What the cloud does not tell of one host. */
export function HostFactsDialog({ host, onClose }: { readonly host: Host; readonly onClose: () => void }) {
  const t = useText('cloud')
  return (
    <ActDialog
      operation={hostOperations.update}
      open
      onClose={onClose}
      params={{ id: host.id }}
      fixed={{ version: host.version }}
      initial={{ poolId: host.pool?.id ?? null, isDomestic: host.isDomestic, power: host.power }}
      title={t('hosts.modify-title', { name: host.name })}
      verb={t('hosts.modify')}
      also={['pool']}
      fields={{
        poolId: usePoolField(host.cloud.id, host.zone?.id ?? null, host.pool),
        isDomestic: { label: t('hosts.domestic'), widget: (props) => <YesNoSelect {...props} /> },
        power: {
          label: t('hosts.power-group'),
          fields: {
            idleWatts: { label: t('hosts.idle'), unit: 'W' },
            peakWatts: { label: t('hosts.peak'), unit: 'W' },
          },
        },
      }}
    />
  )
}

interface AssignProps {
  readonly cloudId: string
  readonly hosts: readonly Host[]
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Which pool many hosts serve. */
export function AssignHostsDialog({ cloudId, hosts, onClose, onDone }: AssignProps) {
  const t = useText('cloud')
  const zones = new Set(hosts.map((host) => host.zone?.id ?? null))
  const [zoneId = null] = zones
  return (
    <ActDialog
      operation={hostOperations.assign}
      open
      onClose={onClose}
      onDone={onDone}
      params={undefined}
      fixed={{ ids: hosts.map((host) => host.id) }}
      initial={{ poolId: null }}
      title={t('hosts.assign', { count: hosts.length })}
      verb={t('hosts.assign-do')}
      also={['pool']}
      ready={zones.size === 1}
      fields={{ poolId: usePoolField(cloudId, zoneId, null) }}
    >
      {zones.size > 1 && <Notice tone="attention">{t('hosts.zones-differ')}</Notice>}
      {zones.size === 1 && zoneId === null && <Notice tone="attention">{t('hosts.zone-unknown')}</Notice>}
    </ActDialog>
  )
}
