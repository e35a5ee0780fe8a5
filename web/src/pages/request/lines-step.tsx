import {
  catalogueOperations,
  type Gate,
  type NetworkZone,
  type Offering,
  type Plan,
  type PoolClass,
  type Request,
  type RequestCheck,
  type RequestLineInput,
  resourceOperations,
} from '@yunheng/contract'
import { Input, InputNumber, Select } from 'antd'
import { useId } from 'react'
import { useAsked } from '../../api/index.ts'
import { defaultParameters, ParameterFields, Picker } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, EmptyState, Notice, Panel } from '../../ui/index.ts'
import { emptyLine, isFilled, withoutLine } from './new-content.ts'
import { isVolume, problemAt, type ServerChoice, ServerLine, serversIn } from './server-line.tsx'
import type { useDraft } from './use-draft.ts'

interface LinesStepProps {
  readonly request: Request
  readonly draft: ReturnType<typeof useDraft>
  readonly check: RequestCheck | undefined
}

export function LinesStep({ request, draft, check }: LinesStepProps) {
  const t = useText('request')
  const offerings = useAsked(catalogueOperations.list, { query: { pageSize: 200, state: 'published' } })
  const { poolClass, networkZone } = draft.content
  const lines = draft.form.values.lines as readonly RequestLineInput[]
  const place = { systemId: request.system.id, poolClass, networkZone }
  const set = (next: readonly RequestLineInput[]) => draft.form.set('lines', next)
  const change = (index: number, patch: Partial<RequestLineInput>) =>
    set(lines.map((line, at) => (at === index ? { ...line, ...patch } : line)))
  return (
    <>
      {lines.length === 0 && <EmptyState title={t('line.none')} why={t('line.none-why')} />}
      {lines.map((line, index) => (
        <LineEditor
          place={place}
          // Lines have no identity before they are saved.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          number={index + 1}
          asked={isFilled(line) ? lines.slice(0, index).filter(isFilled).length + 1 : null}
          line={line}
          request={request}
          offerings={offerings.data?.items ?? []}
          check={check}
          onChange={(patch) => change(index, patch)}
          servers={serversIn(lines, offerings.data?.items ?? [])}
          onRemove={() => set(withoutLine(lines, index))}
        />
      ))}
      {request.kind === 'new' ? (
        <div>
          <ActionButton type="dashed" label={t('line.add')} onClick={() => set([...lines, emptyLine])} />
        </div>
      ) : (
        <AddResource
          systemId={request.system.id}
          onAdd={(resourceId) =>
            lines.some((line) => line.resourceId === resourceId) ||
            set([...lines, { ...emptyLine, resourceId }])
          }
        />
      )}
    </>
  )
}

function AddResource({
  systemId,
  onAdd,
}: {
  readonly systemId: string
  readonly onAdd: (id: string) => void
}) {
  const t = useText('request')
  const id = useId()
  return (
    <div className="yh-field">
      <label htmlFor={id}>{t('line.add-resource')}</label>
      <Picker
        id={id}
        label={t('line.add-resource')}
        invalid={false}
        describedBy={undefined}
        operation={resourceOperations.list}
        input={(words) => ({ query: { systemId, pageSize: 50, ...(words ? { search: words } : {}) } })}
        option={(row) => ({ value: row.id, label: [row.name, row.sizes].filter(Boolean).join(' · ') })}
        value={null}
        onChange={(value) => value && onAdd(value as string)}
      />
    </div>
  )
}

interface LineEditorProps {
  readonly place: {
    readonly systemId: string
    readonly poolClass: PoolClass
    readonly networkZone: NetworkZone
  }
  readonly number: number
  /** Its number among the lines that were sent; null while it says nothing. */
  readonly asked: number | null
  readonly line: RequestLineInput
  readonly request: Request
  readonly offerings: readonly Offering[]
  /** Lines of this request that bring servers. */
  readonly servers: readonly ServerChoice[]
  readonly check: RequestCheck | undefined
  readonly onChange: (patch: Partial<RequestLineInput>) => void
  readonly onRemove: () => void
}

function LineEditor({
  place,
  number,
  asked,
  line,
  request,
  offerings,
  servers,
  check,
  onChange,
  onRemove,
}: LineEditorProps) {
  const t = useText('request')
  const pick = usePick()
  const id = useId()
  const resource = useAsked(
    resourceOperations.get,
    { params: { id: line.resourceId ?? '' } },
    { enabled: line.resourceId !== null },
  )
  const offering = offerings.find((one) => one.plans.some((plan) => plan.id === line.planId))
  const plan = offering?.plans.find((one) => one.id === line.planId)
  const choices = choicesFor(request.kind, offerings, resource.data?.plan?.offeringCode)
  const gates = (check?.gates ?? []).filter(
    (gate) => asked !== null && gate.state !== 'pass' && gate.lines.includes(asked),
  )
  const above = asked !== null && (check?.estimate?.lines[asked - 1]?.aboveRecommended.length ?? 0) > 0
  const choose = (planId: string) => {
    const next = offerings.flatMap((one) => one.plans).find((one) => one.id === planId)
    onChange({ planId, parameters: defaultParameters(next?.parameters), serverLine: null })
  }
  return (
    <Panel
      title={t('line.title', { number })}
      extra={
        <ActionButton type="text" size="small" label={t('line.remove', { number })} onClick={onRemove} />
      }
    >
      <div className="yh-fields">
        {gates.map((gate) => (
          <Notice key={gate.key} tone={gate.state === 'block' ? 'bad' : 'attention'}>
            {pick(gate.text)}
          </Notice>
        ))}
        {line.resourceId && (
          <p>
            <span className="yh-quiet">{t('line.resource')}</span> {resource.data?.name}{' '}
            <span className="yh-quiet">{resource.data?.sizes}</span>
          </p>
        )}
        {choices.length > 0 && (
          <div className="yh-field">
            <label htmlFor={`${id}-plan`}>{t(request.kind === 'new' ? 'line.plan' : 'line.plan-new')}</label>
            <Select
              id={`${id}-plan`}
              aria-label={t('line.plan')}
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('line.plan-choose')}
              value={line.planId}
              options={choices.map((one) => ({
                label: pick(one.title),
                options: one.plans.map((each: Plan) => ({
                  value: each.id,
                  label: `${pick(one.title)} · ${pick(each.title)}`,
                })),
              }))}
              onChange={choose}
            />
          </div>
        )}
        {request.kind === 'new' && (
          <div className="yh-field">
            <label htmlFor={`${id}-quantity`}>{t('line.quantity')}</label>
            <InputNumber
              controls={false}
              id={`${id}-quantity`}
              className="yh-field-number"
              min={1}
              max={1000}
              value={line.quantity}
              onChange={(value) => onChange({ quantity: value ?? 1 })}
            />
          </div>
        )}
        {plan && (
          <ParameterFields
            id={`${id}-parameters`}
            schema={plan.parameters}
            place={place}
            values={line.parameters}
            problems={problemsOf(gates, asked ?? 0, pick)}
            onChange={(parameters) => onChange({ parameters })}
          />
        )}
        {plan && offering && isVolume(offering, plan) && servers.length > 0 && (
          <ServerLine
            id={`${id}-server-line`}
            servers={servers}
            value={line.serverLine ?? null}
            error={asked === null ? undefined : problemAt(gates, `/lines/${asked - 1}/serverLine`, pick)}
            onChange={(serverLine) => onChange({ serverLine })}
          />
        )}
        {(above || line.reason) && (
          <div className="yh-field">
            <label htmlFor={`${id}-reason`}>{t('line.reason')}</label>
            <div className="yh-field-help">{t('line.reason-help')}</div>
            <Input.TextArea
              id={`${id}-reason`}
              rows={2}
              maxLength={1000}
              value={line.reason ?? ''}
              onChange={(event) => onChange({ reason: event.target.value || null })}
            />
          </div>
        )}
      </div>
    </Panel>
  )
}

/** What the gates say about the parameters of one line, to be shown at their fields. */
function problemsOf(gates: readonly Gate[], number: number, pick: ReturnType<typeof usePick>) {
  const place = `/lines/${number - 1}/parameters`
  return gates
    .flatMap((gate) => gate.fields ?? [])
    .filter((field) => field.path.startsWith(`${place}/`))
    .map((field) => ({ path: field.path.slice(place.length), sentence: pick(field) }))
}

/** A change stays within its offering; renewals and releases choose no plan. */
function choicesFor(kind: Request['kind'], offerings: readonly Offering[], offeringCode: string | undefined) {
  if (kind === 'new') return offerings
  if (kind === 'change') return offerings.filter((one) => one.code === offeringCode)
  return []
}
