import { type FundPlan, fundPlanOperations as operations } from '@yunheng/contract'
import { useState } from 'react'
import {
  ActDialog,
  BodyPicker,
  type Column,
  choiceOf,
  type Fields,
  RegisterPage,
  thisYear,
} from '../../kit/index.ts'
import { useOwnBody } from '../../shell/own-body.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { ActionButton, formatMoney, Money, Time } from '../../ui/index.ts'
import { yearOptions } from './budget-fields.tsx'

type Doing = 'new' | FundPlan | null

/** R278: how service funds are secured, by quarter, beside what is budgeted and committed. */
export default function FundPlanListPage() {
  const t = useText('budget')
  const mayEnter = useMay('create', 'budget')
  const [doing, setDoing] = useState<Doing>(null)
  return (
    <RegisterPage
      title={t('plan.title')}
      list={operations.list}
      names={['fiscalYear', 'bodyId']}
      filters={[choiceOf('fiscalYear', t('year'), yearOptions())]}
      columns={columns(t, mayEnter, setDoing)}
      empty={{ title: t('plan.empty'), why: t('plan.empty-why') }}
      add={mayEnter && { label: t('plan.new'), onClick: () => setDoing('new') }}
    >
      {doing !== null && <PlanDialog plan={doing === 'new' ? null : doing} onClose={() => setDoing(null)} />}
    </RegisterPage>
  )
}

const QUARTERS = ['1', '2', '3', '4'] as const

function columns(
  t: TextOf<'budget'>,
  mayEnter: boolean,
  onChange: (plan: FundPlan) => void,
): readonly Column<FundPlan>[] {
  return [
    {
      key: 'body',
      title: t('plan.body'),
      render: (row) => (
        <>
          {row.body.name}
          <div className="yh-quiet yh-small">{row.document}</div>
        </>
      ),
    },
    { key: 'year', title: t('year'), oneLine: true, render: (row) => row.fiscalYear },
    ...QUARTERS.map(
      (quarter, index): Column<FundPlan> => ({
        key: `q${quarter}`,
        title: t(`plan.quarter-${quarter}`),
        number: true,
        render: (row) => <Quarter quarter={row.quarters[index]} t={t} />,
      }),
    ),
    {
      key: 'total',
      title: t('plan.total'),
      number: true,
      render: (row) => (
        <>
          <Money money={row.total} />
          <div className="yh-quiet yh-small">{t('plan.budgeted', { amount: formatMoney(row.budgeted) })}</div>
        </>
      ),
    },
    {
      key: 'updated',
      title: t('plan.updated'),
      wideOnly: true,
      render: (row) => (
        <>
          {row.enteredBy}
          <div className="yh-quiet yh-small">
            <Time at={row.updatedAt} />
          </div>
        </>
      ),
    },
    ...(mayEnter
      ? [
          {
            key: 'act',
            title: t('plan.actions'),
            oneLine: true,
            render: (row: FundPlan) => (
              <ActionButton size="small" label={t('plan.edit')} onClick={() => onChange(row)} />
            ),
          },
        ]
      : []),
  ]
}

function Quarter({
  quarter,
  t,
}: {
  readonly quarter: FundPlan['quarters'][number] | undefined
  readonly t: TextOf<'budget'>
}) {
  if (!quarter) return null
  return (
    <>
      <Money money={quarter.secured} />
      <div className="yh-quiet yh-small">
        {t('plan.committed', { amount: formatMoney(quarter.committed) })}
      </div>
    </>
  )
}

function usePlanFields(isNew: boolean): Fields {
  const t = useText('budget')
  const money = (quarter: (typeof QUARTERS)[number]) =>
    ({ label: t(`plan.quarter-${quarter}`), as: 'money', unit: t('amount-unit') }) as const
  return {
    ...(isNew && {
      bodyId: { label: t('plan.body'), widget: (props) => <BodyPicker {...props} /> },
      fiscalYear: { label: t('year') },
    }),
    firstQuarter: money('1'),
    secondQuarter: money('2'),
    thirdQuarter: money('3'),
    fourthQuarter: money('4'),
    document: { label: t('plan.document') },
    note: { label: t('plan.note'), as: 'area' },
    ...(!isNew && { reason: { label: t('plan.reason'), as: 'area', needed: true } }),
  }
}

function PlanDialog({ plan, onClose }: { readonly plan: FundPlan | null; readonly onClose: () => void }) {
  const t = useText('budget')
  const ownBody = useOwnBody()
  const fields = usePlanFields(plan === null)
  const verb = t(plan === null ? 'plan.new' : 'plan.change')
  const [first, second, third, fourth] = plan?.quarters ?? []
  return (
    <ActDialog
      operation={operations.set}
      open
      onClose={onClose}
      params={undefined}
      title={plan === null ? verb : t('act.title', { verb, name: `${plan.body.name} ${plan.fiscalYear}` })}
      verb={verb}
      fields={fields}
      {...(plan === null
        ? {
            fixed: { version: null, reason: null },
            initial: {
              note: '',
              fiscalYear: thisYear(),
              ...ownBody,
            },
          }
        : {
            fixed: { bodyId: plan.body.id, fiscalYear: plan.fiscalYear, version: plan.version },
            initial: {
              document: plan.document,
              note: plan.note,
              ...(first && { firstQuarter: first.secured }),
              ...(second && { secondQuarter: second.secured }),
              ...(third && { thirdQuarter: third.secured }),
              ...(fourth && { fourthQuarter: fourth.secured }),
            },
          })}
    />
  )
}
