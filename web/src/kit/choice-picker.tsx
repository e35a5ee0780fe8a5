import {
  type NetworkZone,
  type PoolClass,
  poolOperations,
  type ResourceKind,
  resourceOperations,
} from '@yunheng/contract'
import { Select } from 'antd'
import { useAsked } from '../api/index.ts'
import { usePick, useText } from '../text/index.ts'
import type { WidgetProps } from './form/index.ts'

/** Where the thing will stand: its choices are those of the system and of the pools it may go to. */
export interface ChoicePlace {
  readonly systemId: string
  readonly poolClass: PoolClass
  readonly networkZone: NetworkZone
}

interface ChoicePickerProps extends WidgetProps {
  readonly choices: string
  readonly many: boolean
  readonly place: ChoicePlace
}

const kinds: Readonly<Record<string, ResourceKind>> = {
  subnets: 'subnet',
  networks: 'network',
  'security-groups': 'security-group',
  'key-pairs': 'key-pair',
  volumes: 'volume',
  backups: 'backup',
  servers: 'server',
}

/** Chooses what the system has already, or what the pools offer. */
export function ChoicePicker({ choices, many, place, ...props }: ChoicePickerProps) {
  const kind = kinds[choices]
  if (kind) return <OwnResource {...props} kind={kind} many={many} systemId={place.systemId} />
  return <PoolOffer {...props} choices={choices} many={many} place={place} />
}

function OwnResource({
  kind,
  many,
  systemId,
  ...props
}: WidgetProps & { readonly kind: ResourceKind; readonly many: boolean; readonly systemId: string }) {
  const asked = useAsked(resourceOperations.list, { query: { systemId, kind, pageSize: 200 } })
  const options = (asked.data?.items ?? []).map((row) => ({
    value: row.id,
    label: [row.name, row.sizes, row.addresses[0]].filter(Boolean).join(' · '),
  }))
  return <Choice {...props} many={many} options={options} loading={asked.isFetching} />
}

/** Images and tiers as the open pools offer them, asked without showing the pools themselves. */
function PoolOffer({ choices, many, place, ...props }: ChoicePickerProps) {
  const pick = usePick()
  const asked = useAsked(poolOperations.choices, {
    query: { class: place.poolClass, networkZone: place.networkZone },
  })
  const options =
    choices === 'images'
      ? (asked.data?.images ?? []).map((image) => ({ value: image.code, label: pick(image.title) }))
      : (asked.data?.tiers ?? []).map((tier) => ({ value: tier, label: tier }))
  return <Choice {...props} many={many} options={options} loading={asked.isFetching} />
}

interface ChoiceProps extends WidgetProps {
  readonly many: boolean
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly loading: boolean
}

function Choice({ many, options, loading, ...props }: ChoiceProps) {
  const t = useText('ui')
  return (
    <Select
      id={props.id}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      {...(many ? { mode: 'multiple' as const } : {})}
      allowClear={{ label: t('filter.clear-choice') }}
      showSearch={{ optionFilterProp: 'label' }}
      loading={loading}
      placeholder={t('filter.choose')}
      notFoundContent={loading ? t('waiting') : t('picker.nothing')}
      value={(props.value as string | undefined) ?? (many ? [] : null)}
      options={[...options]}
      onChange={(value: unknown) => props.onChange(value ?? undefined)}
    />
  )
}
