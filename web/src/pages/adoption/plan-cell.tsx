import type { AdoptionEntry, AdoptionItem } from '@yunheng/contract'
import { usePick, useText } from '../../text/index.ts'

/** What a thing is, or would be, priced by, and why; nothing for what is never priced by itself. */
export function PlanCell({ of: { plan, planBecause } }: { readonly of: AdoptionItem | AdoptionEntry }) {
  const t = useText('adoption')
  const pick = usePick()
  if (plan === null && planBecause === null) return <span className="yh-quiet">—</span>
  return (
    <>
      <span>{plan === null ? t('plan.none') : pick(plan.title)}</span>
      {planBecause && <div className="yh-quiet yh-small">{pick(planBecause)}</div>}
    </>
  )
}
