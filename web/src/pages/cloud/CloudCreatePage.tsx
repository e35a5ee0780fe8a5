import { type CloudCreate, type CloudKind, cloudOperations, NETWORK_TYPES } from '@yunheng/contract'
import { Radio } from 'antd'
import { useMemo, useState } from 'react'
import { type InputOf, useAct, useLoaded } from '../../api/index.ts'
import {
  ErrorSummary,
  type JsonSchema,
  labelOf,
  optionsOf,
  ProblemPanel,
  ProviderPicker,
  SchemaFields,
  SimulatedTag,
  useForm,
  useGoTo,
  type WidgetProps,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, FormPage, Notice, Panel } from '../../ui/index.ts'
import { connectionSchema, useConnectionFields, WayChoice, wayIn } from './connection-fields.tsx'
import { FindingsPanel } from './findings-panel.tsx'

const create = cloudOperations.create.body as unknown as JsonSchema

/** Identity of every cloud, then what its kind asks for; a trial says in plain words what is wrong before it counts. */
export default function CloudCreatePage() {
  const t = useText('cloud')
  const pick = usePick()
  const { items: kinds } = useLoaded(cloudOperations.kinds, {})
  const [code, setCode] = useState(kinds[0]?.kind ?? '')
  const kind = kinds.find((one) => one.kind === code)
  return (
    <FormPage title={t('new.title')}>
      <Panel title={t('new.kind')}>
        <Radio.Group
          aria-label={t('new.kind')}
          value={code}
          options={kinds.map((one) => ({
            value: one.kind,
            label: (
              <>
                {pick(one.title)} <SimulatedTag when={one.isSimulated} />
              </>
            ),
          }))}
          onChange={(event) => setCode(event.target.value)}
        />
      </Panel>
      {kind && <KindForm key={kind.kind} kind={kind} />}
    </FormPage>
  )
}

function KindForm({ kind }: { readonly kind: CloudKind }) {
  const t = useText('cloud')
  const terms = useText('terms')
  const go = useGoTo()
  const [way, setWay] = useState(() => wayIn(kind, {}))
  const connection = useMemo(() => connectionSchema(kind, way, false), [kind, way])
  const schema = useMemo<JsonSchema>(
    () => ({
      type: 'object',
      properties: {
        name: create.properties?.name as JsonSchema,
        code: create.properties?.code as JsonSchema,
        providerBodyId: create.properties?.providerBodyId as JsonSchema,
        networkType: create.properties?.networkType as JsonSchema,
        ...connection.properties,
      },
      required: ['name', 'code', 'providerBodyId', ...(connection.required ?? [])],
    }),
    [connection],
  )
  const form = useForm(schema, { networkType: 'government-extranet', options: {}, credentials: {} })
  const trial = useAct(cloudOperations.try)
  const regions = trial.data?.findings.flatMap((finding) => finding.regions ?? [])
  const connectionFields = useConnectionFields(kind, way, false, regions)
  const identity = {
    name: { label: t('field.name') },
    code: { label: t('field.code'), help: t('field.code-help') },
    providerBodyId: {
      label: t('field.provider'),
      widget: (props: WidgetProps) => <ProviderPicker {...props} />,
    },
    networkType: {
      label: t('field.network-type'),
      help: t('field.network-type-help'),
      options: optionsOf(NETWORK_TYPES, (value) => terms(`network-type.${value}`)),
      needed: true,
    },
  }
  const register = useAct(cloudOperations.create, {
    also: ['node', 'pool'],
    onDone: (made) => go(to('cloud', { id: made.id })),
  })
  const values = () => {
    const sent = form.submit(labelOf({ ...identity, ...connectionFields }))
    return sent && ({ kind: kind.kind, ...sent } as unknown as CloudCreate)
  }
  const tryIt = () => {
    const body = values()
    if (!body) return
    const { name: _, code: __, providerBodyId: ___, networkType: ____, ...asked } = body
    trial.mutate({ body: asked } as InputOf<typeof cloudOperations.try>, {
      onError: (error) => form.refuse(error),
    })
  }
  const submit = () => {
    const body = values()
    if (body) register.mutate({ body }, { onError: (error) => form.refuse(error) })
  }
  const error = register.error ?? trial.error
  const good = trial.data?.findings.every((finding) => finding.ok)
  return (
    <>
      <ErrorSummary form={form} />
      {error && form.errors.length === 0 && <ProblemPanel error={error} />}
      <Panel title={t('group.identity')}>
        <SchemaFields form={form} fields={identity} />
      </Panel>
      <Panel title={t('group.connection')}>
        <WayChoice kind={kind} way={way} onChange={setWay} />
        <SchemaFields form={form} fields={connectionFields} />
      </Panel>
      {trial.data && (
        <>
          <Notice tone={good ? 'good' : 'bad'}>{t(good ? 'new.try-good' : 'new.try-bad')}</Notice>
          <FindingsPanel findings={trial.data.findings} />
        </>
      )}
      <div className="yh-form-foot">
        <ActionButton size="large" label={t('new.try')} loading={trial.isPending} onClick={tryIt} />
        <ActionButton
          size="large"
          type="primary"
          label={t('new.do')}
          loading={register.isPending}
          onClick={submit}
        />
      </div>
    </>
  )
}
