import {
  cloudOperations,
  NETWORK_ZONES,
  POOL_CLASSES,
  type PoolCreate,
  poolOperations,
} from '@yunheng/contract'
import { Select } from 'antd'
import { useAct, useAsked } from '../../api/index.ts'
import {
  BodyPicker,
  ErrorSummary,
  type Fields,
  type JsonSchema,
  labelOf,
  optionsOf,
  ProblemPanel,
  SchemaFields,
  useForm,
  useGoTo,
  type WidgetProps,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, FormPage, Panel } from '../../ui/index.ts'
import { useAmountFields } from './amount-fields.ts'

const nothing = { vcpus: 0, memoryMiB: 0, storageGiB: 0, floatingIps: 0, cards: 0 }

export default function PoolCreatePage() {
  const t = useText('cloud')
  const go = useGoTo()
  const form = useForm(poolOperations.create.body as unknown as JsonSchema, {
    class: 'general',
    networkZone: 'government-extranet',
    dedicatedBodyId: null,
    capacitySource: 'observed',
    total: nothing,
    heldBack: nothing,
    overCommit: { vcpus: '4', memory: '1', storage: '1' },
    accelerator: null,
    mapping: { images: [], volumeTypes: [], externalNetwork: null },
  })
  const fields = usePoolFields(form.values.class as string, form.values.capacitySource as string)
  const create = useAct(poolOperations.create, { onDone: (made) => go(to('pool', { id: made.id })) })
  const submit = () => {
    const values = form.submit(labelOf({ ...fields.identity, ...fields.capacity, ...fields.mapping }))
    if (values) create.mutate({ body: values as PoolCreate }, { onError: (error) => form.refuse(error) })
  }
  return (
    <FormPage title={t('pool-new.title')}>
      <ErrorSummary form={form} />
      {create.error && form.errors.length === 0 && <ProblemPanel error={create.error} />}
      <Panel title={t('group.identity')}>
        <SchemaFields form={form} fields={fields.identity} />
      </Panel>
      <Panel title={t('pool.tab.capacity')}>
        <SchemaFields form={form} fields={fields.capacity} />
      </Panel>
      <Panel title={t('pool.tab.mapping')}>
        <SchemaFields form={form} fields={fields.mapping} />
      </Panel>
      <div>
        <ActionButton
          type="primary"
          size="large"
          label={t('pool-new.do')}
          loading={create.isPending}
          onClick={submit}
        />
      </div>
    </FormPage>
  )
}

function usePoolFields(
  poolClass: string,
  source: string,
): Record<'identity' | 'capacity' | 'mapping', Fields> {
  const t = useText('cloud')
  const terms = useText('terms')
  const dedicated = poolClass === 'dedicated' || poolClass === 'full-stack-dedicated'
  const amounts = useAmountFields()
  return {
    identity: {
      name: { label: t('field.name') },
      code: { label: t('field.code'), help: t('field.code-help') },
      zoneId: { label: t('pool-new.zone'), widget: (props) => <ZoneSelect {...props} /> },
      class: {
        label: t('pool.class'),
        options: optionsOf(POOL_CLASSES, (value) => terms(`pool-class.${value}`)),
      },
      networkZone: {
        label: t('pool.zone'),
        options: optionsOf(NETWORK_ZONES, (value) => terms(`zone.${value}`)),
      },
      isDomestic: { label: t('pool.domestic'), help: t('pool.domestic-help') },
      protectionLevel: { label: t('pool.protection'), help: t('pool.protection-help') },
      ...(dedicated && {
        dedicatedBodyId: { label: t('pool.dedicated'), widget: (props) => <BodyPicker {...props} /> },
      }),
    },
    capacity: {
      capacitySource: {
        label: t('pool.source'),
        as: 'radio',
        options: optionsOf(['observed', 'declared'] as const, (value) => t(`pool.source.${value}`)),
      },
      ...(source === 'declared' && { total: { label: t('pool-new.total'), fields: amounts } }),
      heldBack: { label: t('pool-new.held-back'), fields: amounts },
      overCommit: {
        label: t('pool-new.over-commit'),
        fields: {
          vcpus: { label: terms('amount.vcpus') },
          memory: { label: terms('amount.memoryMiB') },
          storage: { label: terms('amount.storageGiB') },
        },
      },
      ...(poolClass === 'heterogeneous' && {
        accelerator: {
          label: t('pool.accelerator'),
          fields: {
            model: { label: t('accel.model') },
            pflops: { label: t('accel.pflops') },
            precision: { label: t('accel.precision') },
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
