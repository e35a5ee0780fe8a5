import type { Amounts, Dimension } from '@yunheng/contract'

export const NO_AMOUNTS: Amounts = { vcpus: 0, memoryMiB: 0, storageGiB: 0, floatingIps: 0, cards: 0 }
export const AMOUNT_KEYS = ['vcpus', 'memoryMiB', 'storageGiB', 'floatingIps', 'cards'] as const

/** Which counted things of a plan take capacity and quota, and in what. The others only cost money. */
const TAKES: Partial<Record<Dimension, readonly [keyof Amounts, factor: number]>> = {
  vcpu: ['vcpus', 1],
  'memory-gib': ['memoryMiB', 1024],
  'root-disk-gib': ['storageGiB', 1],
  'storage-gib': ['storageGiB', 1],
  'public-ip': ['floatingIps', 1],
  'accelerator-card': ['cards', 1],
}

/** What `quantity` units of a plan take of capacity and quota. */
export function amountsOf(
  dimensions: readonly { readonly dimension: Dimension; readonly amount: number }[],
  quantity: number,
): Amounts {
  const sum = { ...NO_AMOUNTS }
  for (const { dimension, amount } of dimensions) {
    const takes = TAKES[dimension]
    if (takes) sum[takes[0]] += amount * takes[1] * quantity
  }
  return sum
}

export function add(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, (x, y) => x + y)
}

/** What `a` has more than `b`, never below zero: what a change adds. */
export function exceeding(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, (x, y) => Math.max(0, x - y))
}

export function fitsIn(wanted: Amounts, free: Amounts): boolean {
  return AMOUNT_KEYS.every((key) => wanted[key] === 0 || wanted[key] <= free[key])
}

export function isNothing(amounts: Amounts): boolean {
  return AMOUNT_KEYS.every((key) => amounts[key] === 0)
}

function combine(a: Amounts, b: Amounts, by: (x: number, y: number) => number): Amounts {
  return {
    vcpus: by(a.vcpus, b.vcpus),
    memoryMiB: by(a.memoryMiB, b.memoryMiB),
    storageGiB: by(a.storageGiB, b.storageGiB),
    floatingIps: by(a.floatingIps, b.floatingIps),
    cards: by(a.cards, b.cards),
  }
}

const WORDS: Readonly<Record<keyof Amounts, { zh: string; en: string }>> = {
  vcpus: { zh: 'vCPU（核）', en: 'vCPU' },
  memoryMiB: { zh: '内存（GiB）', en: 'memory (GiB)' },
  storageGiB: { zh: '存储（GiB）', en: 'storage (GiB)' },
  floatingIps: { zh: '公网 IP（个）', en: 'public IP' },
  cards: { zh: '加速卡（张）', en: 'accelerator cards' },
}

/** `vCPU（核） 需 16 余 8；内存…`: only what does not fit. */
export function shortfall(wanted: Amounts, free: Amounts): { zh: string; en: string } {
  const short = AMOUNT_KEYS.filter((key) => wanted[key] > Math.max(0, free[key]))
  const show = (key: keyof Amounts, value: number) =>
    key === 'memoryMiB' ? Math.round(value / 102.4) / 10 : value
  return {
    zh: short
      .map((key) => `${WORDS[key].zh} 需 ${show(key, wanted[key])} 余 ${show(key, Math.max(0, free[key]))}`)
      .join('；'),
    en: short
      .map(
        (key) =>
          `${WORDS[key].en}: wants ${show(key, wanted[key])}, left ${show(key, Math.max(0, free[key]))}`,
      )
      .join('; '),
  }
}
