import { useParams } from '@tanstack/react-router'
import { type RuleItem, type RuleItemInput, type RuleSet, ruleSetOperations } from '@yunheng/contract'
import { Input } from 'antd'
import { useId, useState } from 'react'
import { useAct, useLoaded } from '../../api/index.ts'
import {
  ErrorSummary,
  type JsonSchema,
  labelOf,
  ProblemPanel,
  SchemaFields,
  useForm,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, FormPage, Notice, Panel } from '../../ui/index.ts'
import { RuleRow } from './rule-row.tsx'

/** Changes a draft, or drafts a new version from a published one. */
export default function RuleEditPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const rules = useLoaded(ruleSetOperations.get, { params: { id } })
  return <EditForm key={rules.version} rules={rules} />
}

function EditForm({ rules }: { readonly rules: RuleSet }) {
  const t = useText('rule')
  const pick = usePick()
  const go = useGoTo()
  const isDraft = rules.state === 'draft'
  const [items, setItems] = useState<readonly RuleItem[]>(rules.items)
  const [search, setSearch] = useState('')
  const searchId = useId()
  const form = useForm(HEAD, isDraft ? { effectiveFrom: rules.effectiveFrom, reason: rules.reason } : {})
  const fields = { effectiveFrom: { label: t('from') }, reason: { label: t('reason'), as: 'area' } } as const
  const changed = items.filter((item) => isChanged(item, rules, isDraft))
  const done = { onDone: (made: RuleSet) => go(to('rule', { id: made.id })) }
  const create = useAct(ruleSetOperations.create, done)
  const update = useAct(ruleSetOperations.update, done)
  const error = create.error ?? update.error
  const save = () => {
    const head = form.submit(labelOf(fields)) as { effectiveFrom: string; reason: string } | null
    if (!head) return
    const body = { ...head, items: changed.map(toInput) }
    const refuse = { onError: (problem: unknown) => void form.refuse(problem) }
    if (isDraft)
      update.mutate({ params: { id: rules.id }, body: { ...body, version: rules.version } }, refuse)
    else create.mutate({ body }, refuse)
  }
  const set = (next: RuleItem) => setItems(items.map((item) => (item.code === next.code ? next : item)))
  const shown = items.filter((item) => `${pick(item.title)} ${item.code}`.includes(search))
  return (
    <FormPage title={t(isDraft ? 'edit.title' : 'edit.title-new')}>
      <ErrorSummary form={form} />
      {error && form.errors.length === 0 && <ProblemPanel error={error} />}
      <Notice tone="busy">{t('edit.what', { number: isDraft ? rules.number - 1 : rules.number })}</Notice>
      <SchemaFields form={form} fields={fields} />
      <Panel
        title={t('items')}
        extra={<span aria-live="polite">{t('edit.changed', { count: changed.length })}</span>}
      >
        <div className="yh-stack">
          <div className="yh-field">
            <label htmlFor={searchId}>{t('item.title')}</label>
            <Input
              id={searchId}
              allowClear
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </div>
          {shown.map((item) => (
            <RuleRow key={item.code} item={item} onChange={set} changed={changed.includes(item)} />
          ))}
        </div>
      </Panel>
      <div>
        <ActionButton
          type="primary"
          size="large"
          label={t('edit.save')}
          loading={create.isPending || update.isPending}
          blockedBecause={changed.length === 0 ? t('edit.changed', { count: 0 }) : null}
          onClick={save}
        />
      </div>
    </FormPage>
  )
}

const body = ruleSetOperations.create.body as unknown as JsonSchema
const HEAD: JsonSchema = {
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(body.properties ?? {}).filter(([name]) => name === 'effectiveFrom' || name === 'reason'),
  ),
  required: ['effectiveFrom', 'reason'],
}

const toInput = ({ code, value, source, isProductDefault }: RuleItem): RuleItemInput => ({
  code,
  value,
  source,
  isProductDefault,
})

/** Against the version it is drafted from: a draft tells for itself what that had. */
function isChanged(item: RuleItem, rules: RuleSet, isDraft: boolean): boolean {
  const known = rules.items.find((one) => one.code === item.code)
  const base = isDraft && known?.before ? known.before : known
  if (!base) return true
  return (
    JSON.stringify([base.value, base.source, base.isProductDefault]) !==
    JSON.stringify([item.value, item.source, item.isProductDefault])
  )
}
