import {
  subsidyOperations as operations,
  SUBSIDY_GROUNDS,
  SUBSIDY_STATES,
  type Subsidy,
} from '@yunheng/contract'
import { useState } from 'react'
import {
  ActDialog,
  type Column,
  choice,
  choiceOf,
  GoTo,
  RegisterPage,
  State,
  thisYear,
  useGoTo,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Money, Time } from '../../ui/index.ts'
import { yearOptions } from './budget-fields.tsx'
import { useSubsidyFields } from './subsidy-fields.tsx'

const names = ['fiscalYear', 'state', 'ground', 'bodyId'] as const

/** R271: subsidies for complex or demonstrative migrations. */
export default function SubsidyListPage() {
  const t = useText('budget')
  const terms = useText('terms')
  const mayApply = useMay('create', 'subsidy')
  const [applying, setApplying] = useState(false)
  return (
    <RegisterPage
      title={t('subsidy.title')}
      list={operations.list}
      file={operations.export}
      names={names}
      filters={[
        choiceOf('fiscalYear', t('year'), yearOptions()),
        choice('state', t('state'), SUBSIDY_STATES, (value) => terms(`subsidy.${value}`)),
        choice('ground', t('subsidy.ground'), SUBSIDY_GROUNDS, (value) => t(`subsidy.ground.${value}`)),
      ]}
      columns={columns(t)}
      empty={{ title: t('subsidy.empty'), why: t('subsidy.empty-why') }}
      add={mayApply && { label: t('subsidy.apply'), onClick: () => setApplying(true) }}
    >
      {applying && <ApplyDialog onClose={() => setApplying(false)} />}
    </RegisterPage>
  )
}

function columns(t: TextOf<'budget'>): readonly Column<Subsidy>[] {
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => <State of="subsidy" state={row.state} />,
    },
    {
      key: 'system',
      title: t('system'),
      render: (row) => (
        <>
          <GoTo to={to('subsidy', { id: row.id })}>{row.system.name}</GoTo>
          <div className="yh-quiet yh-small">{row.no}</div>
        </>
      ),
    },
    { key: 'body', title: t('plan.body'), render: (row) => row.body.name },
    { key: 'year', title: t('year'), oneLine: true, render: (row) => row.fiscalYear },
    { key: 'ground', title: t('subsidy.ground'), render: (row) => t(`subsidy.ground.${row.ground}`) },
    { key: 'amount', title: t('amount'), number: true, render: (row) => <Money money={row.amount} /> },
    {
      key: 'applied',
      title: t('subsidy.applied'),
      wideOnly: true,
      render: (row) => (
        <>
          {row.appliedBy}
          <div className="yh-quiet yh-small">
            <Time at={row.appliedAt} />
          </div>
        </>
      ),
    },
  ]
}

function ApplyDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText('budget')
  const go = useGoTo()
  const fields = useSubsidyFields(true)
  return (
    <ActDialog
      operation={operations.apply}
      open
      onClose={onClose}
      params={undefined}
      initial={{ fiscalYear: thisYear(), ground: 'complex' }}
      title={t('subsidy.apply')}
      verb={t('subsidy.apply')}
      fields={fields}
      also={['task', 'flow-instance']}
      onDone={(made) => go(to('subsidy', { id: made.id }))}
    />
  )
}
