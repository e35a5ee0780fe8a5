import { useParams } from '@tanstack/react-router'
import { type Budget, budgetOperations as operations } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActionBar, GoTo, StateInHead } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { Facts, Figure, formatMoney, formatTime, Money, Notice, ObjectPage, Panel } from '../../ui/index.ts'
import { ActualTable } from './actual-table.tsx'
import { BudgetDialogs, type BudgetVerb } from './budget-dialogs.tsx'
import { BurnDown } from './burn-down.tsx'
import { CommitmentTable } from './commitment-table.tsx'
import { ForecastNote } from './forecast-note.tsx'
import { PermitsPanel, VersionsPanel } from './history-panels.tsx'
import { Rest } from './rest.tsx'

/** What may be spent, what is billed and committed of it month by month, and how the line came to be. */
export default function BudgetPage() {
  const t = useText('budget')
  const { id } = useParams({ strict: false }) as { id: string }
  const budget = useLoaded(operations.get, { params: { id } })
  const [verb, setVerb] = useState<BudgetVerb | null>(null)
  // What keeps up own infrastructure pays for no request.
  const paysRequests = budget.purpose === 'cloud' || budget.purpose === 'migration'
  const act = (key: BudgetVerb, main = false) => ({
    key,
    label: t(`act.${key}`),
    main: main && budget.actions[key].allowed,
    allowance: budget.actions[key],
    onAct: () => setVerb(key),
  })
  return (
    <ObjectPage
      title={budget.name}
      state={<StateInHead of="budget" state={budget.state} />}
      meta={
        <>
          <span>{budget.no}</span>
          <span>{budget.fiscalYear}</span>
          <span>{budget.body.name}</span>
        </>
      }
      notice={<Pending budget={budget} />}
      actions={
        <ActionBar actions={[act('accept', true), act('decline'), act('change', true), act('permit')]} />
      }
    >
      <section className="yh-figures yh-figures-wide" aria-label={t('overview')}>
        <Figure label={t('budget')} value={<Money money={budget.amount} />} />
        <Figure label={t('permitted')} value={<Money money={budget.permitted} />} />
        <Figure
          label={t('actual')}
          value={
            <GoTo to={to('budgetActuals', { budgetId: id })}>
              <Money money={budget.actual} />
            </GoTo>
          }
        />
        <Figure
          label={t('committed')}
          value={
            <GoTo to={to('budgetCommitments', { budgetId: id })}>
              <Money money={budget.committed} />
            </GoTo>
          }
          note={t('committed-note')}
        />
        {budget.forecast && (
          <Figure
            label={t('forecast')}
            value={<Money money={budget.forecast.amount} />}
            note={<ForecastNote forecast={budget.forecast} />}
          />
        )}
        <Figure label={t('rest')} value={<Rest money={budget.rest} />} note={t('rest-note')} />
      </section>
      {paysRequests && (
        <Panel
          title={t('burn-down')}
          extra={<span className="yh-quiet yh-small">{t('as-of', { time: formatTime(budget.asOf) })}</span>}
        >
          <BurnDown budget={budget} />
        </Panel>
      )}
      {paysRequests && (
        <Panel title={t('actuals')}>
          <ActualTable query={{ budgetId: id }} urlName="actual" ofBudget />
        </Panel>
      )}
      {paysRequests && (
        <Panel title={t('commitments')}>
          <CommitmentTable query={{ budgetId: id }} urlName="commitment" ofBudget />
        </Panel>
      )}
      {paysRequests && <PermitsPanel budget={budget} />}
      <VersionsPanel budget={budget} />
      <Overview budget={budget} />
      <BudgetDialogs budget={budget} verb={verb} onClose={() => setVerb(null)} />
    </ObjectPage>
  )
}

function Pending({ budget }: { readonly budget: Budget }) {
  const t = useText('budget')
  const waits = budget.versions.find((version) => version.state === 'proposed')
  if (!waits) return null
  return (
    <Notice tone="attention" title={t('pending-title')}>
      {t('pending-what', {
        by: waits.proposedBy,
        at: formatTime(waits.proposedAt),
        name: waits.name,
        amount: formatMoney(waits.amount),
        reason: waits.reason,
      })}
    </Notice>
  )
}

function Overview({ budget }: { readonly budget: Budget }) {
  const t = useText('budget')
  const { system, filing } = budget
  return (
    <Panel title={t('overview')}>
      <Facts
        facts={[
          {
            label: t('system'),
            value: system ? <GoTo to={to('system', { id: system.id })}>{system.name}</GoTo> : t('system-all'),
          },
          { label: t('purpose'), value: t(`purpose.${budget.purpose}`) },
          { label: t('fund-source'), value: t(`source.${budget.fundSource}`) },
          { label: t('budget-code'), value: budget.budgetCode },
          { label: t('document'), value: budget.sourceDocument },
          {
            label: t('filing'),
            value: filing && (
              <GoTo to={to('filing', { id: filing.id })}>{`${filing.no} ${filing.name}`}</GoTo>
            ),
          },
        ]}
      />
    </Panel>
  )
}
