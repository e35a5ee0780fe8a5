import { useParams } from '@tanstack/react-router'
import { type Consolidation, consolidationOperations as operations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, GoTo, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { inSeries, useText } from '../../text/index.ts'
import {
  CapacityBar,
  Facts,
  formatMoney,
  formatNumber,
  formatTime,
  Notice,
  ObjectPage,
  Panel,
} from '../../ui/index.ts'
import { MoveState, PlanState } from './plan-state.tsx'

type Verb = 'approve' | 'pause' | 'resume' | 'stop'
const VERBS: readonly Verb[] = ['approve', 'pause', 'resume', 'stop']
const FOLLOW_MS = 3_000

/** One plan: how far it is, what each machine did, and the hand that halts it. */
export default function ConsolidationPage() {
  const t = useText('consolidation')
  const { id } = useParams({ strict: false }) as { id: string }
  const plan = useLoaded(
    operations.get,
    { params: { id } },
    { everyMs: ({ state, moves }) => (state === 'running' || moves.moving > 0 ? FOLLOW_MS : false) },
  )
  const [verb, setVerb] = useState<Verb | null>(null)
  return (
    <ObjectPage
      title={t('plan-title', { pool: plan.pool.name })}
      state={<PlanState state={plan.state} inHead />}
      meta={
        <>
          <span>{plan.cloud.name}</span>
          <GoTo to={to('pool', { id: plan.pool.id }, { tab: 'drain' })}>{plan.pool.name}</GoTo>
        </>
      }
      notice={plan.problem && <Notice tone="attention">{t('problem', { words: plan.problem })}</Notice>}
      actions={
        <ActionBar
          actions={VERBS.filter(
            (key) => plan.actions[key].allowed || (key === 'approve' && plan.state === 'proposed'),
          ).map((key) => ({
            key,
            label: t(key),
            allowance: plan.actions[key],
            main: key === 'approve' || key === 'resume',
            danger: key === 'stop',
            onAct: () => setVerb(key),
          }))}
        />
      }
    >
      <PlanFacts plan={plan} />
      <Steps plan={plan} />
      <PlanDialogs plan={plan} verb={verb} onClose={() => setVerb(null)} />
    </ObjectPage>
  )
}

function PlanFacts({ plan }: { readonly plan: Consolidation }) {
  const t = useText('consolidation')
  const { moves } = plan
  const money = formatMoney(plan.saving)
  const byAt = (name: string | null, at: string | null) =>
    name === null || at === null ? null : t('by-at', { name, time: formatTime(at) })
  return (
    <Panel title={t('facts')}>
      <div className="yh-stack">
        <CapacityBar
          label={t('bar')}
          unit={t('unit')}
          total={moves.all}
          allocated={moves.done}
          reserved={moves.moving}
        />
        <Facts
          facts={[
            { label: t('reason'), value: plan.reason, wide: true },
            ...(plan.note ? [{ label: t('note'), value: plan.note, wide: true }] : []),
            { label: t('hosts'), value: formatNumber(plan.hosts) },
            {
              label: t('freed'),
              value:
                plan.freed.length === 0 ? t('none-freed') : inSeries(plan.freed.map((host) => host.name)),
            },
            { label: t('saving'), value: t('kwh', { kwh: formatNumber(plan.kwhPerYear), money }) },
            { label: t('proposed'), value: byAt(plan.proposedBy, plan.proposedAt) },
            { label: t('approved'), value: byAt(plan.approvedBy, plan.approvedAt) },
            { label: t('ended'), value: plan.endedAt === null ? null : formatTime(plan.endedAt) },
          ]}
        />
      </div>
    </Panel>
  )
}

function Steps({ plan }: { readonly plan: Consolidation }) {
  const t = useText('consolidation')
  const terms = useText('terms')
  return (
    <Panel title={t('steps')} flush>
      <Table
        label={t('steps')}
        rows={plan.steps}
        rowKey={(step) => String(step.position)}
        columns={[
          { key: 'position', title: t('position'), number: true, render: (step) => step.position },
          {
            key: 'machine',
            title: t('machine'),
            render: (step) => (
              <>
                <GoTo to={to('resource', { id: step.resourceId })}>{step.name ?? step.machine}</GoTo>
                {step.name !== null && <div className="yh-small yh-quiet yh-mono">{step.machine}</div>}
              </>
            ),
          },
          { key: 'from', title: t('from'), render: (step) => step.from.name },
          { key: 'to', title: t('to'), render: (step) => step.to.name },
          {
            key: 'takes',
            title: t('takes'),
            wideOnly: true,
            render: ({ takes }) =>
              `${takes.vcpus} ${terms('unit.vcpus')} · ${formatNumber(takes.memoryMiB / 1024, 1)} GiB`,
          },
          {
            key: 'result',
            title: t('result'),
            render: (step) => (
              <>
                <MoveState state={step.state} />
                {step.why && (
                  <div className="yh-small yh-quiet">{t(`why.${step.why}`, { words: step.words ?? '' })}</div>
                )}
              </>
            ),
          },
        ]}
      />
    </Panel>
  )
}

interface DialogsProps {
  readonly plan: Consolidation
  readonly verb: Verb | null
  readonly onClose: () => void
}

function PlanDialogs({ plan, verb, onClose }: DialogsProps) {
  const t = useText('consolidation')
  const shared = { params: { id: plan.id }, fixed: { version: plan.version }, onClose, also: ['pool'] }
  const reason = { reason: { label: t('reason'), as: 'area' as const } }
  return (
    <>
      <ActDialog
        {...shared}
        operation={operations.approve}
        open={verb === 'approve'}
        title={t('approve-title', { pool: plan.pool.name })}
        verb={t('approve')}
        fields={{ comment: { label: t('comment'), as: 'area' } }}
      >
        <p>{t('approve-what', { moves: plan.moves.all, hosts: plan.hosts })}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={operations.pause}
        open={verb === 'pause'}
        title={t('pause-title')}
        verb={t('pause')}
        fields={reason}
      >
        <p>{t('pause-what')}</p>
      </ActDialog>
      <ActDialog
        {...shared}
        operation={operations.resume}
        open={verb === 'resume'}
        title={t('resume-title')}
        verb={t('resume')}
        fields={reason}
      />
      <ActDialog
        {...shared}
        operation={operations.stop}
        open={verb === 'stop'}
        title={t('stop-title')}
        verb={t('stop')}
        danger
        fields={reason}
      >
        <p>{t('stop-what')}</p>
      </ActDialog>
    </>
  )
}
