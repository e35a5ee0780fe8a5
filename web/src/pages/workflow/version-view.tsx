import {
  type CandidateRule,
  flowOperations,
  type FlowPicture as Picture,
  type Role,
  roles,
} from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, DefaultTag, Table } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, Facts, FlowPicture, Notice, Panel, StateMark, Time } from '../../ui/index.ts'
import { layoutOf } from '../task/flow-panel.tsx'
import { PreviewPanel } from './preview-panel.tsx'

const tones = { draft: 'off', published: 'good', retired: 'off' } as const

export function VersionView({ versionId, name }: { readonly versionId: string; readonly name: string }) {
  const t = useText('workflow')
  const pick = usePick()
  const version = useLoaded(flowOperations.flowVersionGet, { params: { id: versionId } })
  const [publishing, setPublishing] = useState(false)
  const steps = version.picture.steps.filter((step) => step.kind === 'user')
  const finding = t('flow.finding', { name, number: version.number, count: steps.length })
  const save = () => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([version.bpmn], { type: 'application/xml' }))
    link.download = `${version.flowKey}-${version.number}.bpmn`
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <>
      {version.problems.length > 0 && (
        <Notice tone="attention" title={t('flow.problems')}>
          <ul>
            {version.problems.map((problem) => (
              <li key={`${problem.code}${problem.elementId ?? ''}`}>{pick(problem)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Panel
        title={t('flow.picture')}
        extra={
          <>
            <ActionButton size="small" label={t('flow.download')} onClick={save} />
            {version.state === 'draft' && (
              <ActionBar
                actions={[
                  {
                    key: 'publish',
                    label: t('flow.publish'),
                    main: true,
                    allowance: version.actions.publish,
                    onAct: () => setPublishing(true),
                  },
                ]}
              />
            )}
          </>
        }
      >
        <FlowPicture layout={layoutOf(version.picture, pick)} finding={finding} />
      </Panel>
      <Panel title={t('flow.steps')} flush>
        <StepRules steps={steps} />
      </Panel>
      <Panel title={t('version.number', { number: version.number })}>
        <Facts
          facts={[
            {
              label: t('column.state'),
              value: <StateMark tone={tones[version.state]}>{t(`version.state.${version.state}`)}</StateMark>,
            },
            {
              label: t('column.source'),
              value: (
                <>
                  {version.source} <DefaultTag when={version.isProductDefault} />
                </>
              ),
            },
            {
              label: t('column.published-at'),
              value: version.publishedAt && <Time at={version.publishedAt} />,
            },
            { label: t('column.by'), value: version.publishedBy },
            { label: t('flow.note'), value: version.note, wide: true },
          ]}
        />
      </Panel>
      <PreviewPanel versionId={versionId} />
      <ActDialog
        operation={flowOperations.flowVersionPublish}
        open={publishing}
        onClose={() => setPublishing(false)}
        params={{ id: versionId }}
        fixed={{ version: version.version }}
        title={t('flow.publish-title', { name, number: version.number })}
        verb={t('flow.publish')}
        also={['flow']}
      >
        <p>{t('flow.publish-what')}</p>
      </ActDialog>
    </>
  )
}

/** Who takes each step, when it is decided, and its term: the ordered-list twin of the picture. */
function StepRules({ steps }: { readonly steps: Picture['steps'] }) {
  const t = useText('workflow')
  const task = useText('task')
  const pick = usePick()
  const who = (rule: CandidateRule | null) => {
    if (!rule) return null
    if (rule.kind === 'initiator') return t('rule.initiator')
    if (rule.kind === 'people') return t('rule.people', { count: rule.personIds.length })
    const role = rule.role in roles ? pick(roles[rule.role as Role].title) : rule.role
    return t('rule.role', { role, level: t(`level.${rule.level}`) })
  }
  return (
    <Table
      label={t('flow.steps')}
      rows={steps}
      rowKey={(step) => step.nodeId}
      columns={[
        { key: 'step', title: t('flow.step'), render: (step) => pick(step.name) },
        { key: 'who', title: t('flow.who'), render: (step) => who(step.rule) },
        {
          key: 'completion',
          title: t('flow.completion'),
          render: (step) =>
            step.completion &&
            [
              task(`task.completion.${step.completion.mode}`, { value: step.completion.value ?? 0 }),
              step.completion.veto ? task('task.completion.veto') : null,
            ]
              .filter(Boolean)
              .join(' · '),
        },
        {
          key: 'term',
          title: t('flow.term'),
          oneLine: true,
          render: (step) =>
            step.termWorkingDays === null
              ? task('due.none')
              : t('flow.term-days', { days: step.termWorkingDays }),
        },
      ]}
    />
  )
}
