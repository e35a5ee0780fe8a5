import { useParams } from '@tanstack/react-router'
import { type DecisionTableContent, decisionOperations, type FlowVariables } from '@yunheng/contract'
import { Select } from 'antd'
import { useState } from 'react'
import { useAct, useLoaded } from '../../api/index.ts'
import {
  ActDialog,
  type Column,
  DefaultTag,
  ProblemPanel,
  Table,
  useBlockedBecause,
  useGoTo,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, Notice, ObjectPage, Panel } from '../../ui/index.ts'
import { VariableRows } from './variable-rows.tsx'

type Rule = DecisionTableContent['rules'][number]

export default function DecisionTablePage() {
  const t = useText('workflow')
  const pick = usePick()
  const { id } = useParams({ strict: false }) as { id: string }
  const table = useLoaded(decisionOperations.decisionTableGet, { params: { id } })
  const because = useBlockedBecause()
  const go = useGoTo()
  const [url, change] = useUrlState()
  const [publishing, setPublishing] = useState(false)
  const name = pick(table.name)
  const shown =
    table.versions.find((version) => version.id === url.version) ??
    table.versions.find((version) => version.state === 'published') ??
    table.versions[0]
  if (!shown) return <ObjectPage title={name}>{null}</ObjectPage>
  const { content } = shown
  return (
    <ObjectPage
      title={name}
      state={<DefaultTag when={shown.isProductDefault} />}
      meta={
        <>
          <span className="yh-mono">{table.key}</span>
          <span>{shown.source}</span>
        </>
      }
      actions={
        <>
          <Select
            aria-label={t('flow.choose')}
            value={shown.id}
            options={table.versions.map((version) => ({
              value: version.id,
              label: `${t('version.number', { number: version.number })} · ${t(`version.state.${version.state}`)}`,
            }))}
            onChange={(version) => change({ version })}
          />
          {shown.state === 'draft' && (
            <ActionButton
              type="primary"
              label={t('decision.publish')}
              blockedBecause={because(table.actions.publish)}
              onClick={() => setPublishing(true)}
            />
          )}
          <ActionButton
            label={t('decision.revise')}
            blockedBecause={because(table.actions.revise)}
            onClick={() => go(to('decisionTableEdit', { id: table.id }))}
          />
        </>
      }
    >
      {shown.problems.length > 0 && (
        <Notice tone="attention" title={t('flow.problems')}>
          <ul>
            {shown.problems.map((problem) => (
              <li key={`${problem.code}${problem.elementId ?? ''}`}>{pick(problem)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Panel title={t(content.hitPolicy === 'unique' ? 'decision.rules-unique' : 'decision.rules')} flush>
        <Rules content={content} />
      </Panel>
      <TryPanel key={shown.id} versionId={shown.id} names={content.inputs.map((input) => input.name)} />
      <ActDialog
        operation={decisionOperations.decisionTablePublish}
        open={publishing}
        onClose={() => setPublishing(false)}
        params={{ id: shown.id }}
        fixed={{ version: shown.version }}
        title={t('decision.publish-title', { name, number: shown.number })}
        verb={t('decision.publish')}
      >
        <p>{t('decision.publish-what')}</p>
      </ActDialog>
    </ObjectPage>
  )
}

function Rules({ content }: { readonly content: DecisionTableContent }) {
  const t = useText('workflow')
  const pick = usePick()
  const inputs = content.inputs.map(
    (input, at): Column<Rule> => ({
      key: input.name,
      title: pick(input.label),
      render: (rule) =>
        rule.when[at] === '-' ? (
          <span className="yh-quiet">{t('decision.any')}</span>
        ) : (
          <span className="yh-mono">{rule.when[at]}</span>
        ),
    }),
  )
  return (
    <Table
      label={t('decision.rules')}
      rows={content.rules}
      rowKey={(rule) => rule.id}
      columns={[
        ...inputs,
        {
          key: 'flow',
          title: t('decision.flow'),
          render: (rule) => <span className="yh-mono">{rule.flowKey}</span>,
        },
        {
          key: 'note',
          title: t('decision.note'),
          render: (rule) => (
            <>
              <div>{pick(rule.note)}</div>
              <div className="yh-quiet yh-small">
                {rule.source} <DefaultTag when={rule.isProductDefault} />
              </div>
            </>
          ),
        },
      ]}
    />
  )
}

function TryPanel({ versionId, names }: { readonly versionId: string; readonly names: readonly string[] }) {
  const t = useText('workflow')
  const pick = usePick()
  const [variables, setVariables] = useState<FlowVariables>({})
  const attempt = useAct(decisionOperations.decisionTableTry)
  return (
    <Panel title={t('decision.try')}>
      <div className="yh-stack">
        <VariableRows values={variables} onChange={setVariables} names={names} />
        <div>
          <ActionButton
            label={t('decision.try')}
            loading={attempt.isPending}
            onClick={() => attempt.mutate({ params: { id: versionId }, body: { variables } })}
          />
        </div>
        {attempt.error && <ProblemPanel error={attempt.error} />}
        {attempt.data && (
          <Notice
            tone="good"
            title={t('decision.try-result', { rule: attempt.data.ruleId, flow: attempt.data.flowKey })}
          >
            {pick(attempt.data.note)}
          </Notice>
        )}
      </div>
    </Panel>
  )
}
