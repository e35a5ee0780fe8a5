import { cloudOperations, NETWORK_ZONES, POOL_CLASSES, type Pool } from '@yunheng/contract'
import { Select } from 'antd'
import { useAsked } from '../../api/index.ts'
import {
  AMOUNT_NAMES,
  BodyPicker,
  type FieldSpec,
  type Fields,
  type FormState,
  LevelSelect,
  optionsOf,
  SchemaFields,
  type Values,
  type WidgetProps,
  YesNoSelect,
} from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { Panel } from '../../ui/index.ts'
import { useAmountFields } from './amount-fields.ts'

const DEDICATED: readonly unknown[] = ['dedicated', 'full-stack-dedicated']

/** What was filled in for another class and is not asked any more does not travel. */
export function withoutHidden(values: Values): Values {
  return {
    ...values,
    ...(!DEDICATED.includes(values.class) && { dedicatedBodyId: null }),
    ...(values.class !== 'heterogeneous' && { accelerator: null }),
  }
}

type PoolGroups = Record<'identity' | 'capacity' | 'mapping', Fields>

/** The questions about a pool in three groups; making one asks for its code and zone as well. */
export function usePoolFields(values: Values, pool?: Pool): PoolGroups {
  const t = useText('cloud')
  const terms = useText('terms')
  const poolClass = values.class as string
  const dedicated = DEDICATED.includes(poolClass)
  const amounts = useAmountFields()
  // What stands in it was placed by these; the server refuses to change them (`pool.class_in_use`).
  const held =
    pool && AMOUNT_NAMES.some((name) => pool.capacity.reserved[name] + pool.capacity.allocated[name] > 0)
  const kept = held ? { disabled: true, help: t('pool-edit.in-use') } : {}
  return {
    identity: {
      name: { label: t('field.name') },
      ...(!pool && {
        code: { label: t('field.code'), help: t('field.code-help') },
        zoneId: { label: t('pool-new.zone'), widget: (props: WidgetProps) => <ZoneSelect {...props} /> },
      }),
      class: {
        ...kept,
        label: t('pool.class'),
        options: optionsOf(POOL_CLASSES, (value) => terms(`pool-class.${value}`)),
      },
      networkZone: {
        ...kept,
        label: t('pool.zone'),
        options: optionsOf(NETWORK_ZONES, (value) => terms(`zone.${value}`)),
      },
      ...(dedicated && { dedicatedBodyId: dedicatedField(t('pool.dedicated'), pool, kept) }),
      isDomestic: {
        label: t('pool.domestic'),
        help: t('pool.domestic-help'),
        widget: (props) => <YesNoSelect {...props} />,
      },
      protectionLevel: {
        label: t('pool.protection'),
        help: t('pool.protection-help'),
        widget: (props) => <LevelSelect {...props} clearable />,
      },
    },
    capacity: {
      capacitySource: {
        label: t('pool.source'),
        as: 'radio',
        options: optionsOf(['observed', 'declared'] as const, (value) => t(`pool.source.${value}`)),
      },
      ...(values.capacitySource === 'declared' && { total: { label: t('pool-new.total'), fields: amounts } }),
      heldBack: { label: t('pool-new.held-back'), fields: amounts },
      overCommit: {
        label: t('pool-new.over-commit'),
        fields: {
          vcpus: { label: terms('amount.vcpus') },
          memory: { label: terms('amount.memoryMiB') },
          storage: { label: terms('amount.storageGiB') },
        },
      },
      fileStorageGiB: { label: t('pool.files'), help: t('pool.files-help') },
      ...(poolClass === 'heterogeneous' && {
        accelerator: {
          label: t('pool.accelerator'),
          fields: {
            model: { label: t('accel.model') },
            pflops: { label: t('accel.pflops') },
            precision: {
              label: t('accel.precision'),
              options: optionsOf(['fp16', 'fp32', 'int8'] as const, (value) => value.toUpperCase()),
            },
          },
        },
      }),
    },
    mapping: {
      mapping: {
        label: t('pool.tab.mapping'),
        fields: {
          images: {
            label: t('pool-new.images'),
            fields: {
              code: { label: t('mapping.code') },
              title: { label: t('pool-new.image-title'), fields: bilingual(t) },
              native: { label: t('mapping.native') },
              minDiskGiB: { label: t('mapping.min-disk') },
              isDomestic: { label: t('hosts.domestic'), widget: (props) => <YesNoSelect {...props} /> },
            },
          },
          volumeTypes: {
            label: t('pool-new.tiers'),
            fields: { tier: { label: t('mapping.code') }, native: { label: t('mapping.native') } },
          },
          externalNetwork: { label: t('pool.external-network') },
        },
      },
    },
  }
}

/** Whom a dedicated pool is for; once something stands in it, that is only shown. */
function dedicatedField(
  label: string,
  pool: Pool | undefined,
  kept: { readonly disabled?: boolean; readonly help?: string },
): FieldSpec {
  const body = pool?.dedicatedBody
  const chosen = body ? { value: body.id, label: body.name } : undefined
  if (kept.disabled) return { ...kept, label, options: chosen ? [chosen] : [] }
  return { label, needed: true, widget: (props) => <BodyPicker {...props} chosen={chosen} /> }
}

export const allFields = (groups: PoolGroups): Fields => ({
  ...groups.identity,
  ...groups.capacity,
  ...groups.mapping,
})

export function PoolFields({ form, fields }: { readonly form: FormState; readonly fields: PoolGroups }) {
  const t = useText('cloud')
  const titles = {
    identity: t('group.identity'),
    capacity: t('pool.tab.capacity'),
    mapping: t('pool.tab.mapping'),
  } as const
  return (['identity', 'capacity', 'mapping'] as const).map((group) => (
    <Panel key={group} title={titles[group]}>
      <SchemaFields form={form} fields={fields[group]} />
    </Panel>
  ))
}

const bilingual = (t: ReturnType<typeof useText<'cloud'>>): Fields => ({
  zh: { label: `${t('mapping.image')} (zh)` },
  en: { label: `${t('mapping.image')} (en)` },
})

/** Zones of all clouds, by cloud's node. */
function ZoneSelect(props: WidgetProps) {
  const t = useText('cloud')
  const nodes = useAsked(cloudOperations.listNodes, { query: { pageSize: 200 } })
  return (
    <Select
      id={props.id}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      status={props.invalid ? 'error' : ''}
      showSearch={{ optionFilterProp: 'label' }}
      loading={nodes.isFetching}
      placeholder={t('pool-new.zone')}
      value={(props.value as string | undefined) ?? null}
      options={(nodes.data?.items ?? []).flatMap((node) =>
        node.zones.map((zone) => ({ value: zone.id, label: `${node.name} · ${zone.name}` })),
      )}
      onChange={props.onChange}
    />
  )
}
