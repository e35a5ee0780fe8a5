import {
  NETWORK_ZONES,
  type PlacementShape,
  POOL_CLASSES,
  placementWhatIfOperations as whatIfs,
} from '@yunheng/contract'
import { useAct } from '../../api/index.ts'
import {
  BodyPicker,
  ErrorSummary,
  ExportButton,
  type Fields,
  type JsonSchema,
  LevelSelect,
  labelOf,
  optionsOf,
  ProblemPanel,
  ProviderPicker,
  SchemaFields,
  useForm,
} from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, FormPage, Notice, Panel } from '../../ui/index.ts'
import { useAmountFields } from '../cloud/amount-fields.ts'
import { RulesPicker } from './rules-picker.tsx'
import { WhatIfResult } from './what-if-result.tsx'

const SHAPE: PlacementShape = {
  count: 10,
  unit: { vcpus: 4, memoryMiB: 8192, storageGiB: 100, floatingIps: 0, cards: 0 },
  poolClass: 'general',
  networkZone: 'government-extranet',
  bodyId: null,
  systemId: null,
  providerBodyId: null,
  protectionLevel: null,
  domesticOnly: false,
  needsExternalNetwork: false,
  atEdge: false,
  atRecovery: false,
  kinds: [],
  ruleSetId: null,
}

/** R9: where so many alike would go, by the rules in force or by a draft of others. */
export default function WhatIfPage() {
  const t = useText('placement')
  const form = useForm(whatIfs.shape.body as unknown as JsonSchema, { ...SHAPE })
  const fields = useShapeFields()
  const all = { ...fields.shape, ...fields.needs }
  const ask = useAct(whatIfs.shape)
  const submit = () => {
    const values = form.submit(labelOf(all))
    if (values) ask.mutate({ body: values as PlacementShape }, { onError: (error) => form.refuse(error) })
  }
  return (
    <FormPage title={t('title')}>
      <Notice tone="busy">{t('what')}</Notice>
      <ErrorSummary form={form} />
      {ask.error && form.errors.length === 0 && <ProblemPanel error={ask.error} />}
      <Panel title={t('group.shape')}>
        <SchemaFields form={form} fields={fields.shape} />
      </Panel>
      <Panel title={t('group.needs')}>
        <SchemaFields form={form} fields={fields.needs} />
      </Panel>
      <div>
        <ActionButton type="primary" size="large" label={t('do')} loading={ask.isPending} onClick={submit} />
      </div>
      {ask.data && ask.variables && (
        <WhatIfResult
          result={ask.data}
          extra={
            <ExportButton operation={whatIfs.exportShape} input={{ query: {}, body: ask.variables.body }} />
          }
        />
      )}
    </FormPage>
  )
}

function useShapeFields(): Record<'shape' | 'needs', Fields> {
  const t = useText('placement')
  const terms = useText('terms')
  return {
    shape: {
      count: { label: t('count') },
      unit: { label: t('unit'), fields: useAmountFields() },
      poolClass: {
        label: t('pool-class'),
        options: optionsOf(POOL_CLASSES, (value) => terms(`pool-class.${value}`)),
      },
      networkZone: {
        label: t('network-zone'),
        options: optionsOf(NETWORK_ZONES, (value) => terms(`zone.${value}`)),
      },
    },
    needs: {
      ruleSetId: {
        label: t('rules'),
        help: t('rules-help'),
        widget: (props) => <RulesPicker {...props} />,
      },
      bodyId: { label: t('body'), help: t('body-help'), widget: (props) => <BodyPicker {...props} /> },
      providerBodyId: { label: t('provider'), widget: (props) => <ProviderPicker {...props} /> },
      protectionLevel: { label: t('level'), widget: (props) => <LevelSelect {...props} clearable /> },
      domesticOnly: { label: t('domestic-only') },
      needsExternalNetwork: { label: t('external-network') },
      atEdge: { label: t('at-edge') },
      atRecovery: { label: t('at-recovery') },
    },
  }
}
