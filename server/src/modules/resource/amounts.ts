/** Capacity and quota in the five things they are counted in (contract, `Amounts`). */
import type { Amounts, ResourceSpec } from '@yunheng/contract'

export const NOTHING: Amounts = { vcpus: 0, memoryMiB: 0, storageGiB: 0, floatingIps: 0, cards: 0 }

const KEYS = Object.keys(NOTHING) as readonly (keyof Amounts)[]

export function addAmounts(left: Amounts, right: Amounts): Amounts {
  return each((key) => left[key] + right[key])
}

/** What `left` has more than `right`, nothing below zero. */
export function excessOf(left: Amounts, right: Amounts): Amounts {
  return each((key) => Math.max(0, left[key] - right[key]))
}

export function timesAmounts(amounts: Amounts, count: number): Amounts {
  return each((key) => amounts[key] * count)
}

export function isNothing(amounts: Amounts): boolean {
  return KEYS.every((key) => amounts[key] === 0)
}

/** What one resource takes of its pool and of its body's quota. A system disk counts as storage; one that is a volume, there. */
export function amountsOfSpec(spec: ResourceSpec): Amounts {
  switch (spec.kind) {
    case 'server': {
      const storageGiB = spec.rootVolumeId === undefined ? spec.rootDiskGiB : 0
      return { ...NOTHING, vcpus: spec.vcpus, memoryMiB: spec.memoryMiB, storageGiB }
    }
    case 'volume':
      return { ...NOTHING, storageGiB: spec.sizeGiB }
    case 'floating-ip':
      return { ...NOTHING, floatingIps: 1 }
    default:
      return NOTHING
  }
}

function each(value: (key: keyof Amounts) => number): Amounts {
  return {
    vcpus: value('vcpus'),
    memoryMiB: value('memoryMiB'),
    storageGiB: value('storageGiB'),
    floatingIps: value('floatingIps'),
    cards: value('cards'),
  }
}
