import type { Quota } from '@yunheng/contract'
import { AMOUNT_NAMES, CapacityBars } from '../../kit/index.ts'

/** A quota in the same picture: used itself, and passed on to bodies below. */
export function QuotaBars({ quota, small = false }: { readonly quota: Quota; readonly small?: boolean }) {
  return (
    <CapacityBars
      capacity={{ limit: quota.limit, allocated: quota.used, reserved: quota.allotted }}
      small={small}
      only={small ? ['vcpus', 'memoryMiB', 'storageGiB'] : AMOUNT_NAMES}
    />
  )
}
