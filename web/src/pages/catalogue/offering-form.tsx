import {
  ARCHITECTURE_PARTS,
  catalogueOperations,
  type Fulfilment,
  OFFERING_OWNERS,
  type Offering,
  type OfferingCreate,
  type OfferingUpdate,
  type PlanContent,
  SERVICE_CLASSES,
  SERVICE_FAMILIES,
} from '@yunheng/contract'
import { useState } from 'react'
import { useAct } from '../../api/index.ts'
import {
  ErrorSummary,
  type Fields,
  type FormState,
  type JsonSchema,
  labelOf,
  optionsOf,
  ProblemPanel,
  SchemaFields,
  useBlockedBecause,
  useForm,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, FormPage, Notice, Panel } from '../../ui/index.ts'
import { FulfilmentFields } from './fulfilment-fields.tsx'
import { emptyPlan, PlanEditor } from './plan-editor.tsx'

const HEAD_NAMES = [
  'code',
  'serviceClass',
  'family',
  'part',
  'title',
  'owner',
  'summary',
  'sla',
  'compatibility',
]

/** An offering as a form: what it is, how it is delivered, its plans with their parameters. Saved as a draft. */
export function OfferingForm({ offering }: { readonly offering: Offering | null }) {
  const t = useText('catalogue')
  const go = useGoTo()
  const because = useBlockedBecause()
  const schema = offering ? UPDATE : CREATE
  const form = useForm(schema, offering ? headOf(offering) : { sla: { availabilityPercent: null } })
  const fields = useHeadFields(form, offering)
  const [fulfilment, setFulfilment] = useState<Fulfilment>(
    offering?.fulfilment ?? { by: 'work-order', workingDays: 3 },
  )
  const [plans, setPlans] = useState<readonly PlanContent[]>(
    offering?.plans.map(({ id: _, ...plan }) => plan) ?? [emptyPlan()],
  )
  const done = { onDone: (made: Offering) => go(to('offering', { id: made.id })) }
  const create = useAct(catalogueOperations.create, done)
  const update = useAct(catalogueOperations.update, done)
  const error = create.error ?? update.error
  const save = () => {
    const head = form.submit(labelOf(fields))
    if (!head) return
    const body = { ...head, fulfilment, plans: [...plans] }
    const refuse = { onError: (problem: unknown) => void form.refuse(problem) }
    if (offering) {
      const sent = { ...body, version: offering.version } as unknown as OfferingUpdate
      update.mutate({ params: { id: offering.id }, body: sent }, refuse)
    } else create.mutate({ body: body as unknown as OfferingCreate }, refuse)
  }
  return (
    <FormPage title={t(offering ? 'edit.title' : 'new.title')}>
      <ErrorSummary form={form} />
      {error && form.errors.length === 0 && <ProblemPanel error={error} />}
      <Notice tone="busy">{t('edit.what')}</Notice>
      <SchemaFields form={form} fields={fields} />
      <Panel title={t('offering.delivery')}>
        <FulfilmentFields value={fulfilment} onChange={setFulfilment} />
      </Panel>
      {plans.map((plan, at) => (
        <PlanEditor
          // Plans have no identity before they are saved; their code may be changed.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={at}
          number={at + 1}
          plan={plan}
          onChange={(next) => setPlans(plans.with(at, next))}
          onRemove={plans.length > 1 ? () => setPlans(plans.toSpliced(at, 1)) : null}
        />
      ))}
      <div className="yh-row">
        <ActionButton
          type="dashed"
          label={t('edit.plan-add')}
          onClick={() => setPlans([...plans, emptyPlan(plans.at(-1))])}
        />
        <ActionButton
          type="primary"
          label={t('edit.save')}
          loading={create.isPending || update.isPending}
          blockedBecause={offering ? because(offering.actions.revise) : null}
          onClick={save}
        />
      </div>
    </FormPage>
  )
}

function useHeadFields(form: FormState, offering: Offering | null): Fields {
  const t = useText('catalogue')
  const terms = useText('terms')
  const both = { zh: { label: t('edit.zh') }, en: { label: t('edit.en') } }
  const identity: Fields = offering
    ? {}
    : {
        code: { label: t('offering.code') },
        serviceClass: {
          label: t('filter.class'),
          options: optionsOf(SERVICE_CLASSES, (value) => terms(`service-class.${value}`)),
        },
        family: {
          label: t('filter.family'),
          options: optionsOf(SERVICE_FAMILIES, (value) => terms(`family.${value}`)),
        },
        part: {
          label: t('edit.part'),
          options: optionsOf(ARCHITECTURE_PARTS, (value) => terms(`part.${value}`)),
        },
      }
  const hasCompatibility = form.values.compatibility !== null && form.values.compatibility !== undefined
  return {
    ...identity,
    title: { label: t('edit.title-text'), fields: both },
    owner: {
      label: t('offering.owner'),
      options: optionsOf(OFFERING_OWNERS, (value) => t(`owner.${value}`)),
    },
    summary: { label: t('edit.summary'), fields: both },
    sla: {
      label: t('offering.sla'),
      fields: {
        availabilityPercent: { label: t('edit.availability'), unit: '%' },
        text: { label: t('edit.sla-text'), fields: both },
      },
    },
    ...(offering || hasCompatibility
      ? { compatibility: { label: t('offering.compatibility'), fields: both } }
      : {}),
  }
}

const headOf = (offering: Offering) =>
  Object.fromEntries(Object.entries(offering).filter(([name]) => HEAD_NAMES.includes(name)))

function headSchema(whole: unknown): JsonSchema {
  const body = whole as JsonSchema
  const isHead = (name: string) => HEAD_NAMES.includes(name)
  return {
    ...body,
    properties: Object.fromEntries(Object.entries(body.properties ?? {}).filter(([name]) => isHead(name))),
    required: (body.required ?? []).filter(isHead),
  }
}
const CREATE = headSchema(catalogueOperations.create.body)
const UPDATE = headSchema(catalogueOperations.update.body)
