import type { Fulfilment } from '@yunheng/contract'
import { useText } from '../../text/index.ts'

export function useDeliveryWords(): (fulfilment: Fulfilment) => string {
  const t = useText('catalogue')
  return (fulfilment) =>
    fulfilment.by === 'connector'
      ? fulfilment.workingDays === undefined
        ? t('offering.by-connector')
        : t('offering.by-either', { days: fulfilment.workingDays })
      : t('offering.by-work-order', { days: fulfilment.workingDays })
}
