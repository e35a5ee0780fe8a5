import { useParams } from '@tanstack/react-router'
import {
  type Bill,
  type Charge,
  type ChargeExplanation,
  DISPUTE_OUTCOMES,
  billOperations as operations,
} from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, ActionBar, DefaultTag, GoTo, isCounted, optionsOf, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import {
  EmptyState,
  type Fact,
  Facts,
  formatMoney,
  formatNumber,
  formatTime,
  Money,
  ObjectPage,
  Panel,
  Time,
} from '../../ui/index.ts'
import { Amount, Price } from './charge-list.tsx'

/** One charge: from which usage, by which clause, with which arithmetic; and what was said about it. */
export default function ChargePage() {
  const t = useText('bill')
  const { id, no } = useParams({ strict: false }) as { id: string; no: string }
  const bill = useLoaded(operations.get, { params: { id } })
  const explanation = useLoaded(operations.explain, { params: { id, no } })
  const { charge } = explanation
  const [verb, setVerb] = useState<'dispute' | 'answer' | null>(null)
  return (
    <ObjectPage
      title={t('charge.heading', { no, resource: charge.resource.name })}
      meta={
        <>
          <GoTo to={to('bill', { id })}>{t('heading', { month: bill.month })}</GoTo>
          <span>{bill.body.name}</span>
          <Amount charge={charge} />
          <DefaultTag when={charge.price?.isProductDefault === true} />
        </>
      }
      actions={
        <ActionBar
          actions={(['dispute', 'answer'] as const).map((key) => ({
            key,
            label: t(key === 'dispute' ? 'dispute.do' : 'dispute.answer'),
            main: charge.actions[key].allowed,
            allowance: charge.actions[key],
            onAct: () => setVerb(key),
          }))}
        />
      }
    >
      <Panel title={t('overview')}>
        <Facts facts={useFacts(charge)} />
      </Panel>
      <Steps explanation={explanation} />
      <Stretches explanation={explanation} />
      {charge.dispute && <Dispute charge={charge} />}
      {verb !== null && <Dialog bill={bill} charge={charge} verb={verb} onClose={() => setVerb(null)} />}
    </ObjectPage>
  )
}

function useFacts(charge: Charge): readonly Fact[] {
  const t = useText('bill')
  const terms = useText('terms')
  return [
    { label: t('amount'), value: <Amount charge={charge} /> },
    { label: t('category'), value: t(`category.${charge.category}`) },
    { label: t('dimension'), value: terms(`dimension.${charge.dimension}`) },
    { label: t('period'), value: `${formatTime(charge.from)} – ${formatTime(charge.to)}` },
    {
      label: t('resource'),
      value: <GoTo to={to('resource', { id: charge.resource.id })}>{charge.resource.name}</GoTo>,
    },
    {
      label: t('system'),
      value: <GoTo to={to('system', { id: charge.system.id })}>{charge.system.name}</GoTo>,
    },
    { label: t('provider'), value: charge.provider.name },
    { label: t('price'), value: <Price charge={charge} /> },
    {
      label: t('source'),
      value: charge.price && `${charge.price.versionName} · ${charge.price.source}`,
      wide: true,
    },
  ]
}

function Steps({ explanation }: { readonly explanation: ChargeExplanation }) {
  const t = useText('bill')
  const pick = usePick()
  return (
    <Panel title={t('charge.steps')}>
      <ol>
        {explanation.sentences.map((sentence) => (
          <li key={sentence.zh}>{pick(sentence)}</li>
        ))}
      </ol>
    </Panel>
  )
}

function Stretches({ explanation: { stretches, charge } }: { readonly explanation: ChargeExplanation }) {
  const t = useText('bill')
  if (stretches === null || stretches.length === 0)
    return (
      <Panel title={t('charge.stretches')}>
        <EmptyState
          title={t('charge.stretches-empty')}
          why={t(isCounted(charge.dimension) ? 'charge.stretches-counted' : 'charge.stretches-empty-why')}
        />
      </Panel>
    )
  const isLaidOut = charge.amount === null || stretches.some((one) => one.cost !== null)
  return (
    <Panel title={t('charge.stretches')} flush>
      <Table
        compact
        label={t('charge.stretches')}
        rows={stretches}
        rowKey={(row) => `${row.from} ${row.until}`}
        columns={[
          {
            key: 'from',
            title: t('stretch.from'),
            oneLine: true,
            render: (row) => <Time at={row.from} as="second" />,
          },
          {
            key: 'until',
            title: t('stretch.until'),
            oneLine: true,
            render: (row) => <Time at={row.until} as="second" />,
          },
          { key: 'holding', title: t('stretch.holding'), render: (row) => t(`holding.${row.holding}`) },
          {
            key: 'units',
            title: t('stretch.units'),
            number: true,
            render: (row) => formatNumber(Number(row.amount), 3),
          },
          {
            key: 'seconds',
            title: t('stretch.seconds'),
            number: true,
            wideOnly: true,
            render: (row) => formatNumber(row.seconds),
          },
          {
            key: 'counted',
            title: t('stretch.counted'),
            number: true,
            wideOnly: true,
            render: (row) => formatNumber(row.countedSeconds),
          },
          {
            key: 'cost',
            title: t('stretch.cost'),
            number: true,
            render: (row) => <Money money={row.cost} />,
          },
        ]}
      />
      <p className="yh-small yh-quiet">{t(isLaidOut ? 'charge.stretches-how' : 'charge.stretches-other')}</p>
    </Panel>
  )
}

function Dispute({ charge: { dispute } }: { readonly charge: Charge }) {
  const t = useText('bill')
  if (dispute === null) return null
  const outcome =
    dispute.outcome === null
      ? t('dispute.open')
      : dispute.outcome === 'upheld'
        ? t('dispute.upheld', { credit: dispute.credit ? formatMoney(dispute.credit) : '' })
        : t('dispute.rejected')
  const answered =
    dispute.answeredAt === null
      ? []
      : [
          { label: t('dispute.words'), value: dispute.answer, wide: true },
          {
            label: t('dispute.answer'),
            value: t('dispute.raised', { by: dispute.answeredBy ?? '', at: formatTime(dispute.answeredAt) }),
          },
        ]
  return (
    <Panel title={t('dispute')}>
      <Facts
        facts={[
          { label: t('dispute.reason'), value: dispute.reason, wide: true },
          {
            label: t('dispute.do'),
            value: t('dispute.raised', { by: dispute.raisedBy, at: formatTime(dispute.raisedAt) }),
          },
          { label: t('dispute.outcome'), value: outcome },
          ...answered,
        ]}
      />
    </Panel>
  )
}

interface DialogProps {
  readonly bill: Bill
  readonly charge: Charge
  readonly verb: 'dispute' | 'answer'
  readonly onClose: () => void
}

function Dialog({ bill, charge, verb, onClose }: DialogProps) {
  const t = useText('bill')
  const shared = {
    open: true,
    params: { id: bill.id },
    fixed: { version: bill.version, no: charge.no },
    onClose,
  }
  if (verb === 'dispute')
    return (
      <ActDialog
        {...shared}
        operation={operations.dispute}
        title={t('dispute.do')}
        verb={t('dispute.do')}
        fields={{ reason: { label: t('dispute.reason'), as: 'area' } }}
      />
    )
  return (
    <ActDialog
      {...shared}
      operation={operations.answer}
      title={t('dispute.answer')}
      verb={t('dispute.answer')}
      initial={{ outcome: 'rejected', credit: null }}
      fields={{
        outcome: {
          label: t('dispute.outcome'),
          as: 'radio',
          options: optionsOf(DISPUTE_OUTCOMES, (value) => t(`outcome.${value}`)),
        },
        credit: { label: t('dispute.credit'), help: t('dispute.credit-help'), as: 'money' },
        answer: { label: t('dispute.words'), as: 'area' },
      }}
    />
  )
}
