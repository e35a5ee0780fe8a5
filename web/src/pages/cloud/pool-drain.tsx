import { drainPlanOperations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { GoTo, ProblemPanel, Table, useAmountWords } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { EmptyState, Facts, formatMoney, formatNumber, formatTime, Panel, Waiting } from '../../ui/index.ts'
import { ProposePlan } from '../consolidation/propose-plan.tsx'

/** Which moves would free which hosts, and what that saves. Nothing moves before a plan of it is approved. */
export function PoolDrain({ poolId, cloudId }: { readonly poolId: string; readonly cloudId: string }) {
  const t = useText('cloud')
  const words = useAmountWords()
  const asked = useAsked(drainPlanOperations.get, { params: { id: poolId }, query: {} })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const { saving, steps, ...plan } = asked.data
  if (plan.hosts === 0)
    return (
      <EmptyState
        title={t('hosts.none')}
        why={t('hosts.none-here')}
        action={<GoTo to={to('cloud', { id: cloudId }, { tab: 'hosts' })}>{t('hosts.open-cloud')}</GoTo>}
      />
    )
  const money = { amountMinor: saving.amountMinorPerYear, currency: saving.currency }
  return (
    <>
      <Panel title={t('drain.title')} extra={<ProposePlan pool={plan.pool} freed={plan.freed} />}>
        <Facts
          facts={[
            { label: t('drain.freed'), value: t('drain.freed-of', { freed: plan.freed, hosts: plan.hosts }) },
            { label: t('drain.moves'), value: t('drain.times', { count: formatNumber(plan.moves) }) },
            { label: t('drain.empty'), value: t('drain.hosts', { count: formatNumber(plan.emptyCount) }) },
            { label: t('drain.energy'), value: t('drain.kwh', { kwh: formatNumber(saving.kwhPerYear) }) },
            { label: t('drain.money'), value: formatMoney(money) },
            {
              label: t('drain.coefficients'),
              wide: true,
              value: t(saving.isProductDefault ? 'drain.by-default' : 'drain.by', {
                pue: formatNumber(saving.puePercent / 100, 2),
                fen: saving.fenPerKwh,
                unknown: saving.hostsWithoutPower,
              }),
            },
            {
              label: t('drain.as-of'),
              value: plan.observedAt === null ? null : formatTime(plan.observedAt),
            },
          ]}
        />
      </Panel>
      <Panel
        title={t(steps.length < plan.freed ? 'drain.steps' : 'drain.steps-all', {
          shown: steps.length,
          freed: plan.freed,
        })}
        flush={steps.length > 0}
      >
        {steps.length === 0 ? (
          <EmptyState title={t('drain.none')} why={t('drain.none-why')} />
        ) : (
          <Table
            label={t('drain.title')}
            rows={steps}
            rowKey={(step) => step.host.id}
            columns={[
              { key: 'host', title: t('drain.host'), render: (step) => step.host.name },
              {
                key: 'moves',
                title: t('drain.moves'),
                number: true,
                render: (step) => step.moves.length,
              },
              {
                key: 'to',
                title: t('drain.where'),
                render: (step) => (
                  <ol className="yh-moves">
                    {step.moves.map((move) => (
                      <li key={move.machine}>
                        <span className="yh-mono">{move.machine}</span>
                        <span className="yh-quiet">
                          {' '}
                          {words({ ...move.takes, floatingIps: 0, cards: 0 })} → {move.to.name}
                        </span>
                      </li>
                    ))}
                  </ol>
                ),
              },
            ]}
          />
        )}
      </Panel>
    </>
  )
}
