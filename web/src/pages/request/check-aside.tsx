import type { RequestCheck } from '@yunheng/contract'
import { EstimateView, ProblemPanel, useAmountWords } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { Panel, StateMark } from '../../ui/index.ts'
import { BudgetStandingLines } from './budget-standing.tsx'
import { CeilingStandingTable } from './ceiling-standing.tsx'
import { GateList } from './gate-list.tsx'

interface CheckAsideProps {
  readonly check: RequestCheck | undefined
  readonly error: unknown
  readonly months: number | null
}

/** Cost and gates, live beside the form. */
export function CheckAside({ check, error, months }: CheckAsideProps) {
  const t = useText('request')
  const amounts = useAmountWords()
  return (
    <>
      <Panel title={t('cost.title')}>
        {check?.estimate ? (
          <EstimateView
            estimate={check.estimate}
            {...(months ? { term: t('fact.term-months', { months }) } : {})}
          />
        ) : (
          <p className="yh-quiet">{t('cost.none')}</p>
        )}
        {check && amounts(check.amounts) && (
          <p className="yh-quiet yh-small">{`${t('fact.amounts')} ${amounts(check.amounts)}`}</p>
        )}
      </Panel>
      {check?.budget && (
        <Panel title={t('budget.title')}>
          <BudgetStandingLines standing={check.budget} />
        </Panel>
      )}
      {check?.ceiling && check.ceiling.items.length > 0 && (
        <Panel title={t('ceiling.title')}>
          <CeilingStandingTable standing={check.ceiling} narrow />
        </Panel>
      )}
      <Panel title={t('gates.title')}>
        <div className="yh-stack-tight yh-check-small">
          {error !== null && error !== undefined && <ProblemPanel error={error} />}
          {check ? <GateSummary check={check} /> : <p className="yh-quiet">{t('gates.wait')}</p>}
          {check && <GateList gates={check.gates} />}
        </div>
      </Panel>
    </>
  )
}

export function GateSummary({ check }: { readonly check: Pick<RequestCheck, 'gates'> }) {
  const t = useText('request')
  const count = (state: string) => check.gates.filter((gate) => gate.state === state).length
  const blocks = count('block')
  const warnings = count('warn')
  return (
    <p role="status">
      {blocks > 0 ? (
        <StateMark tone="bad">{t('gates.block', { count: blocks })}</StateMark>
      ) : warnings > 0 ? (
        <StateMark tone="attention">{t('gates.warn', { count: warnings })}</StateMark>
      ) : (
        <StateMark tone="good">{t('gates.pass')}</StateMark>
      )}
    </p>
  )
}
