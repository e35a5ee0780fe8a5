import type { Subsidy } from '@yunheng/contract'
import { GoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { Facts, Money, Time } from '../../ui/index.ts'

/** What is applied for, and what is left of the funds that come first. */
export function SubsidyFacts({ subsidy }: { readonly subsidy: Subsidy }) {
  const t = useText('budget')
  const { system, budget } = subsidy
  return (
    <Facts
      facts={[
        { label: t('system'), value: <GoTo to={to('system', { id: system.id })}>{system.name}</GoTo> },
        { label: t('year'), value: subsidy.fiscalYear },
        { label: t('subsidy.ground'), value: t(`subsidy.ground.${subsidy.ground}`) },
        { label: t('amount'), value: <Money money={subsidy.amount} /> },
        { label: t('subsidy.maintenance-left'), value: <Money money={subsidy.maintenanceLeft} /> },
        { label: t('subsidy.document'), value: subsidy.document },
        { label: t('subsidy.reason'), value: subsidy.reason, wide: true },
        {
          label: t('subsidy.applied'),
          value: (
            <>
              {subsidy.appliedBy} <Time at={subsidy.appliedAt} />
            </>
          ),
        },
        { label: t('subsidy.decided'), value: <Time at={subsidy.decidedAt} /> },
        { label: t('subsidy.opinion'), value: subsidy.comment },
        {
          label: t('subsidy.budget'),
          value: budget && <GoTo to={to('budget', { id: budget.id })}>{budget.no}</GoTo>,
        },
      ]}
    />
  )
}
