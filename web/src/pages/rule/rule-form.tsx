import { type RuleSet, ruleSetOperations } from '@yunheng/contract'
import { Input } from 'antd'
import { useId, useState } from 'react'
import { useAct } from '../../api/index.ts'
import { FormFrame, type JsonSchema, labelOf, SchemaFields, useForm, useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { Panel } from '../../ui/index.ts'
import { changedOf, type EditableRule, type Editing, toInput } from './editable.ts'
import { RuleRow } from './rule-row.tsx'

interface RuleFormProps {
  readonly editing: Editing
  /** Null drafts a new version. */
  readonly draft: RuleSet | null
  readonly what: string
}

/** Rules of one level: what changes is sent, all else stays. */
export function RuleForm({ editing, draft, what }: RuleFormProps) {
  const t = useText('rule')
  const pick = usePick()
  const go = useGoTo()
  const [items, setItems] = useState<readonly EditableRule[]>(editing.rules)
  const [search, setSearch] = useState('')
  const searchId = useId()
  const form = useForm(HEAD, draft ? { effectiveFrom: draft.effectiveFrom, reason: draft.reason } : {})
  const fields = { effectiveFrom: { label: t('from') }, reason: { label: t('reason'), as: 'area' } } as const
  const changed = changedOf(items, editing)
  const unsourced = changed.find(({ source }) => source.trim() === '')
  const done = { onDone: (made: RuleSet) => go(to('rule', { id: made.id })) }
  const create = useAct(ruleSetOperations.create, done)
  const update = useAct(ruleSetOperations.update, done)
  const save = () => {
    const head = form.submit(labelOf(fields)) as { effectiveFrom: string; reason: string } | null
    if (!head) return
    const body = { ...head, items: changed.map(toInput) }
    const refuse = { onError: (problem: unknown) => void form.refuse(problem) }
    if (draft) update.mutate({ params: { id: draft.id }, body: { ...body, version: draft.version } }, refuse)
    else create.mutate({ body }, refuse)
  }
  const set = (next: EditableRule) => setItems(items.map((item) => (item.code === next.code ? next : item)))
  const shown = items.filter((item) => `${pick(item.title)} ${item.code}`.includes(search))
  const blockedBecause =
    changed.length === 0
      ? t('edit.changed', { count: 0 })
      : unsourced
        ? t('edit.unsourced', { rule: pick(unsourced.title) })
        : null
  return (
    <FormFrame
      title={t(draft ? 'edit.title' : 'edit.title-new')}
      what={what}
      form={form}
      error={create.error ?? update.error}
      verb={t('edit.save')}
      pending={create.isPending || update.isPending}
      blockedBecause={blockedBecause}
      onSend={save}
    >
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
    </FormFrame>
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
