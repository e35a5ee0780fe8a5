import { useParams } from '@tanstack/react-router'
import { type MajorIssue, majorIssueOperations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, BodyPicker, type ObjectAction, StateInHead } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { Facts, ObjectPage, Panel, StateBadge, Time, Timeline } from '../../ui/index.ts'
import { Due } from './GuideCheckListPage.tsx'

type Verb = 'decide' | 'followUp' | 'close'
const verbs: readonly Verb[] = ['followUp', 'decide', 'close']

export default function MajorIssuePage() {
  const t = useText('coordination')
  const { id } = useParams({ strict: false }) as { id: string }
  const issue = useLoaded(majorIssueOperations.get, { params: { id } })
  const [verb, setVerb] = useState<Verb | null>(null)
  const actions = verbs.map(
    (one): ObjectAction => ({
      key: one,
      label: t(one === 'decide' && issue.state === 'decided' ? 'issue.decide-anew' : `issue.${one}`),
      allowance: issue.actions[one],
      main: issue.actions[one].allowed,
      onAct: () => setVerb(one),
    }),
  )
  return (
    <ObjectPage
      title={issue.title}
      state={
        <>
          <StateInHead of="major-issue" state={issue.state} />
          {issue.overdue && <StateBadge tone="bad">{t('overdue')}</StateBadge>}
        </>
      }
      meta={
        <>
          <span>{issue.no}</span>
          <span>{t(`category.${issue.category}`)}</span>
          <span>{issue.raisedBy.body.name}</span>
        </>
      }
      actions={<ActionBar actions={actions} />}
    >
      <Panel title={t('issue.description')}>
        <p className="yh-prose">{issue.description}</p>
      </Panel>
      <Panel title={t('issue.decision')}>
        <Facts facts={factsOf(issue, t)} />
      </Panel>
      <Panel title={t('issue.entries')}>
        <Timeline
          label={t('issue.entries')}
          entries={issue.entries.toReversed().map((entry) => ({
            id: `${entry.at}${entry.kind}`,
            tone: entry.kind === 'raised' ? 'attention' : entry.kind === 'closed' ? 'good' : 'busy',
            title: t('history.line', {
              actor: `${entry.body} ${entry.actor}`,
              what: t(`entry.${entry.kind}`),
            }),
            at: entry.at,
            body: entry.text,
          }))}
        />
      </Panel>
      <IssueDialogs issue={issue} verb={verb} onClose={() => setVerb(null)} />
    </ObjectPage>
  )
}

function factsOf(issue: MajorIssue, t: ReturnType<typeof useText<'coordination'>>) {
  return [
    {
      label: t('issue.decision'),
      value: issue.decision ?? <span className="yh-quiet">{t('issue.undecided')}</span>,
      wide: true,
    },
    { label: t('issue.responsible'), value: issue.responsible?.name ?? null },
    {
      label: t('issue.due'),
      value: issue.dueAt && (
        <>
          <Due overdue={issue.overdue} at={issue.dueAt} />
          <div className="yh-quiet yh-small">{t('issue.counted', { days: issue.workingDays ?? 0 })}</div>
        </>
      ),
    },
    { label: t('issue.decided-by'), value: issue.decidedBy },
    { label: t('issue.decided-at'), value: issue.decidedAt && <Time at={issue.decidedAt} /> },
    { label: t('issue.raised-by'), value: `${issue.raisedBy.body.name} ${issue.raisedBy.person}` },
    { label: t('issue.raised-at'), value: <Time at={issue.raisedAt} /> },
    { label: t('issue.result'), value: issue.result, wide: true },
  ]
}

interface DialogsProps {
  readonly issue: MajorIssue
  readonly verb: Verb | null
  readonly onClose: () => void
}

function IssueDialogs({ issue, verb, onClose }: DialogsProps) {
  const t = useText('coordination')
  const shared = { params: { id: issue.id }, fixed: { version: issue.version }, onClose }
  const { responsible } = issue
  const chosen = responsible ? { value: responsible.id, label: responsible.name } : undefined
  return (
    <>
      <ActDialog
        {...shared}
        operation={majorIssueOperations.decide}
        open={verb === 'decide'}
        initial={{
          workingDays: issue.workingDays ?? 10,
          ...(issue.decision === null ? {} : { decision: issue.decision }),
          ...(responsible ? { responsibleBodyId: responsible.id } : {}),
        }}
        title={t('issue.decide')}
        verb={t('issue.decide')}
        fields={{
          decision: { label: t('issue.decision'), as: 'area' },
          responsibleBodyId: {
            label: t('issue.responsible'),
            widget: (props) => <BodyPicker {...props} chosen={chosen} />,
          },
          workingDays: { label: t('issue.working-days'), unit: t('working-days') },
        }}
      />
      <ActDialog
        {...shared}
        operation={majorIssueOperations.followUp}
        open={verb === 'followUp'}
        title={t('issue.followUp')}
        verb={t('issue.followUp')}
        fields={{ text: { label: t('issue.progress'), as: 'area' } }}
      />
      <ActDialog
        {...shared}
        operation={majorIssueOperations.close}
        open={verb === 'close'}
        title={t('issue.close')}
        verb={t('issue.close')}
        fields={{ result: { label: t('issue.result'), as: 'area' } }}
      />
    </>
  )
}
