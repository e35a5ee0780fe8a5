import { useParams } from '@tanstack/react-router'
import {
  type DecisionTableContent,
  decisionOperations,
  flowOperations,
  type ResponseOf,
} from '@yunheng/contract'
import { useState } from 'react'
import { useAct, useAsked, useLoaded } from '../../api/index.ts'
import {
  ErrorSummary,
  type JsonSchema,
  labelOf,
  ProblemPanel,
  SchemaFields,
  useBlockedBecause,
  useForm,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, FormPage, Notice } from '../../ui/index.ts'
import { DecisionRow, type DecisionRule } from './decision-row.tsx'

type Detail = ResponseOf<typeof decisionOperations.decisionTableGet>

/** Changes the draft of a table, or opens one from the version in force. */
export default function DecisionTableEditPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const table = useLoaded(decisionOperations.decisionTableGet, { params: { id } })
  const draft = table.versions.find((version) => version.state === 'draft')
  return <EditForm key={`${draft?.id}${draft?.version}`} table={table} draft={draft} />
}

function EditForm({
  table,
  draft,
}: {
  readonly table: Detail
  readonly draft: Detail['versions'][number] | undefined
}) {
  const t = useText('workflow')
  const pick = usePick()
  const go = useGoTo()
  const because = useBlockedBecause()
  const base = draft ?? table.versions.find((version) => version.state === 'published') ?? table.versions[0]
  const content = base?.content as DecisionTableContent
  const [rules, setRules] = useState<readonly DecisionRule[]>(content.rules)
  const flows = useAsked(flowOperations.flowList, {})
  const form = useForm(HEAD, { source: base?.source ?? '', note: draft?.note ?? '' })
  const fields = {
    source: { label: t('decision.version-source') },
    note: { label: t('decision.version-note'), as: 'area' },
  } as const
  const done = {
    also: ['flow'],
    onDone: (made: { readonly id: string }) =>
      go(to('decisionTable', { id: table.id }, { version: made.id })),
  }
  const create = useAct(decisionOperations.decisionTableCreateVersion, done)
  const update = useAct(decisionOperations.decisionTableUpdateVersion, done)
  const error = create.error ?? update.error
  const change = (at: number, rule: DecisionRule) => setRules(rules.with(at, rule))
  const move = (from: number, to: number) => {
    const moved = rules[from]
    if (moved) setRules(rules.toSpliced(from, 1).toSpliced(to, 0, moved))
  }
  const add = () =>
    setRules([
      ...rules,
      {
        id: nextCode(rules),
        when: content.inputs.map(() => '-'),
        flowKey: rules.at(-1)?.flowKey ?? '',
        note: { zh: '', en: '' },
        source: '',
        isProductDefault: false,
      },
    ])
  const save = () => {
    const head = form.submit(labelOf(fields)) as { source: string; note: string } | null
    if (!head) return
    const body = { ...head, content: { ...content, rules: [...rules] } }
    if (draft) update.mutate({ params: { id: draft.id }, body: { ...body, version: draft.version } })
    else create.mutate({ params: { id: table.id }, body })
  }
  return (
    <FormPage title={t('decision.revise-title', { name: pick(table.name) })}>
      <ErrorSummary form={form} />
      {error && <ProblemPanel error={error} />}
      <Notice tone="busy">{t('decision.revise-what')}</Notice>
      {draft && draft.problems.length > 0 && (
        <Notice tone="attention" title={t('flow.problems')}>
          <ul>
            {draft.problems.map((problem) => (
              <li key={`${problem.code}${problem.elementId ?? ''}${problem.zh}`}>
                {problem.elementId && <span className="yh-mono">{problem.elementId} </span>}
                {pick(problem)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <SchemaFields form={form} fields={fields} />
      <p className="yh-quiet">{t('decision.cell-help')}</p>
      {rules.map((rule, at) => (
        <DecisionRow
          // Rows are told apart by where they stand: their code may be changed too.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={at}
          row={at + 1}
          rule={rule}
          inputs={content.inputs}
          flows={(flows.data?.items ?? []).map((flow) => ({
            value: flow.key,
            label: `${pick(flow.name)} · ${flow.key}`,
          }))}
          problems={(draft?.problems ?? []).filter((problem) => problem.elementId === rule.id)}
          onChange={(next) => change(at, next)}
          onMove={(step) => move(at, at + step)}
          onRemove={() => setRules(rules.toSpliced(at, 1))}
          isLast={at === rules.length - 1}
        />
      ))}
      <div className="yh-row">
        <ActionButton type="dashed" label={t('decision.row-add')} onClick={add} />
        <ActionButton
          type="primary"
          label={t('decision.save')}
          loading={create.isPending || update.isPending}
          blockedBecause={because(table.actions.revise)}
          onClick={save}
        />
      </div>
    </FormPage>
  )
}

const body = decisionOperations.decisionTableCreateVersion.body as unknown as JsonSchema
const HEAD: JsonSchema = {
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(body.properties ?? {}).filter(([name]) => name === 'source' || name === 'note'),
  ),
  required: ['source', 'note'],
}

function nextCode(rules: readonly DecisionRule[]): string {
  for (let number = rules.length + 1; ; number++)
    if (rules.every((rule) => rule.id !== `row-${number}`)) return `row-${number}`
}
