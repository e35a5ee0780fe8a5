import { useParams } from '@tanstack/react-router'
import {
  type BodyOf,
  type DecisionTableContent,
  decisionOperations,
  flowOperations,
  type ResponseOf,
} from '@yunheng/contract'
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
import { type TextOf, usePick, useText } from '../../text/index.ts'
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
  const content = whole(base?.content as DecisionTableContent)
  const flows = useAsked(flowOperations.flowList, {})
  const form = useForm(BODY, { source: base?.source ?? '', note: draft?.note ?? '', content })
  const { rules } = form.values.content as DecisionTableContent
  const setRules = (next: readonly DecisionRule[]) => form.set('content.rules', next)
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
  const move = (from: number, to: number) => {
    const moved = rules[from]
    if (moved) setRules(rules.toSpliced(from, 1).toSpliced(to, 0, moved))
  }
  const labelOfCell = (path: string) => {
    const [, , row, name, at] = path.split('.')
    if (row === undefined || name === undefined) return labelOf(fields)(path)
    const column = name === 'when' ? content.inputs[Number(at)]?.label : undefined
    const label = column ? pick(column) : t(PART_LABELS[at ? `${name}.${at}` : name] ?? 'decision.note')
    return `${t('decision.row', { row: Number(row) + 1 })} · ${label}`
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
    const body = form.submit(labelOfCell) as BodyOf<
      typeof decisionOperations.decisionTableCreateVersion
    > | null
    if (!body) return
    const refuse = { onError: (problem: unknown) => void form.refuse(problem) }
    if (draft) update.mutate({ params: { id: draft.id }, body: { ...body, version: draft.version } }, refuse)
    else create.mutate({ params: { id: table.id }, body }, refuse)
  }
  return (
    <FormPage title={t('decision.revise-title', { name: pick(table.name) })}>
      <ErrorSummary form={form} />
      {error && form.errors.length === 0 && <ProblemPanel error={error} />}
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
          form={form}
          at={at}
          rule={rule}
          inputs={content.inputs}
          flows={(flows.data?.items ?? []).map((flow) => ({
            value: flow.key,
            label: `${pick(flow.name)} · ${flow.key}`,
          }))}
          problems={(draft?.problems ?? []).filter((problem) => problem.elementId === rule.id)}
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

/** What the parts of a row are called besides its cells. */
const PART_LABELS: Readonly<Record<string, Parameters<TextOf<'workflow'>>[0]>> = {
  id: 'decision.row-code',
  flowKey: 'decision.flow',
  source: 'decision.row-source',
  'note.zh': 'decision.row-note-zh',
  'note.en': 'decision.row-note-en',
}

const BODY = decisionOperations.decisionTableCreateVersion.body as unknown as JsonSchema

/** With a test for each input in every row: a cell that was left out fits anything. */
function whole(content: DecisionTableContent): DecisionTableContent {
  const { inputs } = content
  const rules = content.rules.map((rule) => ({ ...rule, when: inputs.map((_, at) => rule.when[at] ?? '-') }))
  return { ...content, rules }
}

function nextCode(rules: readonly DecisionRule[]): string {
  for (let number = rules.length + 1; ; number++)
    if (rules.every((rule) => rule.id !== `row-${number}`)) return `row-${number}`
}
