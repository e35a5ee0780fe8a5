import { contractTermsOperations as operations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { GoTo, ProblemPanel } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { Notice, Waiting } from '../../ui/index.ts'
import { DifferenceTable } from '../catalogue/price-difference.tsx'

/** What was agreed beside what counts today: bills go by what is in force, or by what an order keeps. */
export function AgreedPricePart({ contractId }: { readonly contractId: string }) {
  const t = useText('service-contract')
  const asked = useAsked(operations.price, { params: { id: contractId } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const { agreed, inForce, difference } = asked.data
  if (agreed === null) return null
  if (inForce === null)
    return <Notice tone="attention">{t('price-none-in-force', { name: agreed.name })}</Notice>
  if (difference === null) return <Notice tone="good">{t('price-same', { name: agreed.name })}</Notice>
  return (
    <section className="yh-stack" aria-label={t('price-differs-title')}>
      <Notice
        tone="attention"
        title={t('price-differs-title')}
        action={<GoTo to={to('price', { id: inForce.id })}>{inForce.name}</GoTo>}
      >
        {t('price-differs', { agreed: agreed.name, now: inForce.name })}
      </Notice>
      <DifferenceTable difference={difference} />
    </section>
  )
}
