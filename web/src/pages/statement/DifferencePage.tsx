import { useParams } from '@tanstack/react-router'
import { type DifferenceDetail, differenceOperations as operations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActionBar, GoTo, isCounted, StateInHead } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useSide } from '../../shell/persona.ts'
import { useMay } from '../../shell/session.ts'
import { usePick, useText } from '../../text/index.ts'
import {
  type Fact,
  Facts,
  formatNumber,
  formatTime,
  Money,
  Notice,
  ObjectPage,
  Panel,
} from '../../ui/index.ts'
import { BothSides } from './both-sides.tsx'
import { Due } from './difference-columns.tsx'
import { DIFFERENCE_VERBS, DifferenceDialog, type DifferenceVerb } from './difference-dialog.tsx'
import { SignedMoney } from './signed-money.tsx'

/** One difference: both sides with what they rest on, what was answered and decided. */
export default function DifferencePage() {
  const t = useText('statement')
  const pick = usePick()
  const { id } = useParams({ strict: false }) as { id: string }
  const difference = useLoaded(operations.get, { params: { id } })
  const [verb, setVerb] = useState<DifferenceVerb | null>(null)
  const name = difference.resource?.name || difference.resourceRef || ''
  return (
    <ObjectPage
      title={t('difference-heading', { kind: t(`kind.${difference.kind}`), name })}
      state={<StateInHead of="difference" state={difference.state} />}
      meta={
        <>
          <Origin difference={difference} />
          <SignedMoney money={difference.delta} />
        </>
      }
      notice={
        <Notice tone={difference.isOverdue ? 'attention' : 'unknown'}>{pick(difference.suggestion)}</Notice>
      }
      actions={
        <ActionBar
          actions={DIFFERENCE_VERBS.map((key) => ({
            key,
            label: t(`act.${key}`),
            main: difference.actions[key].allowed && key !== 'send-back',
            allowance: difference.actions[key],
            onAct: () => setVerb(key),
          }))}
        />
      }
    >
      <Panel title={t('overview')}>
        <Facts facts={useFacts(difference)} />
      </Panel>
      <Panel title={t('handling')}>
        <Facts facts={useHandling(difference)} />
      </Panel>
      <BothSides difference={difference} />
      {verb !== null && (
        <DifferenceDialog difference={difference} verb={verb} onClose={() => setVerb(null)} />
      )}
    </ObjectPage>
  )
}

/** A department has no sight of statements: it is told whose and of which month. */
function Origin({ difference }: { readonly difference: DifferenceDetail }) {
  const t = useText('statement')
  const words = t('heading', { provider: difference.provider.name, month: difference.month })
  const mayOpen = useMay('view', 'statement')
  return mayOpen ? (
    <GoTo to={to('statement', { id: difference.statementId })}>{words}</GoTo>
  ) : (
    <span>{words}</span>
  )
}

function useFacts(difference: DifferenceDetail): readonly Fact[] {
  const t = useText('statement')
  const terms = useText('terms')
  const { resource, request, dimension } = difference
  const side = useSide()
  const seesRequests = side === 'supervision' || side === 'department'
  const hours = (value: string | null) =>
    value === null
      ? null
      : t(dimension !== null && isCounted(dimension) ? 'units' : 'hours', {
          value: formatNumber(Number(value), 3),
        })
  return [
    {
      label: t('resource'),
      value: resource && <GoTo to={to('resource', { id: resource.id })}>{resource.name || resource.id}</GoTo>,
    },
    { label: t('resource-ref'), value: difference.resourceRef },
    ...(difference.serviceMonth === null
      ? []
      : [{ label: t('service-month'), value: difference.serviceMonth }]),
    { label: t('item'), value: dimension === null ? t('whole') : terms(`dimension.${dimension}`) },
    { label: t('body'), value: difference.body?.name },
    {
      label: t('approved-by'),
      value: request ? (
        seesRequests ? (
          <GoTo to={to('request', { id: request.id })}>{request.no}</GoTo>
        ) : (
          request.no
        )
      ) : difference.isAdopted ? (
        t('adopted')
      ) : null,
    },
    { label: t('ended'), value: difference.endedAt && formatTime(difference.endedAt) },
    { label: t('billed'), value: <Money money={difference.billed} /> },
    { label: t('platform'), value: <Money money={difference.platform} /> },
    { label: t('delta'), value: <SignedMoney money={difference.delta} /> },
    ...(difference.settledElsewhere === null
      ? []
      : [{ label: t('settled-elsewhere'), value: <Money money={difference.settledElsewhere} /> }]),
    ...(difference.billedHours === null && difference.platformHours === null
      ? []
      : [
          { label: t('billed-hours'), value: hours(difference.billedHours) },
          { label: t('platform-hours'), value: hours(difference.platformHours) },
        ]),
    { label: t('lines'), value: formatNumber(difference.lines) },
  ]
}

/** Who has it and until when; and what was done so far. */
function useHandling(difference: DifferenceDetail): readonly Fact[] {
  const t = useText('statement')
  const at = (instant: string | null, by: string | null) =>
    instant === null ? null : `${formatTime(instant)} ${by ?? t('by-rule')}`
  const reminders = difference.reminders
    .map(({ step, at: told }) => `${t(`reminder.${step}`)} ${formatTime(told)}`)
    .join(' · ')
  const done: readonly Fact[] = [
    { label: t('answered'), value: at(difference.answeredAt, difference.answeredBy) },
    { label: t('decided'), value: at(difference.decidedAt, difference.decidedBy) },
    { label: t('adjusted'), value: difference.adjusted && <Money money={difference.adjusted} /> },
    { label: t('settled'), value: at(difference.settledAt, difference.settledBy) },
    { label: t('answer'), value: difference.answer, wide: true },
    { label: t('evidence'), value: difference.evidence, wide: true },
    { label: t('decision'), value: difference.decision, wide: true },
    { label: t('reminders'), value: reminders, wide: true },
  ]
  return [
    {
      label: t('owner'),
      value: `${t(`owner.${difference.owner}`)}${difference.ownerBody ? ` · ${difference.ownerBody.name}` : ''}`,
    },
    { label: t('due'), value: difference.state === 'open' ? <Due row={difference} /> : difference.dueOn },
    ...done.filter(({ value }) => value !== null && value !== ''),
  ]
}
