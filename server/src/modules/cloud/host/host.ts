import type { HostAmounts } from '@yunheng/contract'
import type { ObservedHost } from '../connector.ts'

export function stateOf({ isUp, isEnabled }: Pick<ObservedHost, 'isUp' | 'isEnabled'>) {
  if (!isUp) return 'down' as const
  return isEnabled ? ('in-service' as const) : ('maintenance' as const)
}

/** The three columns of an amount; bigint columns are text. */
export function hostAmounts<P extends string>(
  prefix: P,
  row: Record<`${P}_${'vcpus' | 'memory_mib' | 'storage_gib'}`, string>,
): HostAmounts {
  return {
    vcpus: Number(row[`${prefix}_vcpus`]),
    memoryMiB: Number(row[`${prefix}_memory_mib`]),
    storageGiB: Number(row[`${prefix}_storage_gib`]),
  }
}
