/** What usage is counted in: one meter for each dimension that is held over time (contract, `DIMENSIONS`). */
import type { Dimension, Text } from '@yunheng/contract'

/** Numbers stand in the database for good: a new meter takes a new one. */
const NUMBER_OF = {
  vcpu: 1,
  'memory-gib': 2,
  'root-disk-gib': 3,
  'storage-gib': 4,
  'snapshot-gib': 5,
  'public-ip': 6,
  'bandwidth-mbps': 7,
  'accelerator-card': 8,
  instance: 9,
  account: 10,
  host: 11,
  message: 12,
  seat: 13,
  'million-tokens': 14,
  device: 15,
  'object-gib': 16,
  'traffic-gb': 17,
  licence: 18,
} as const satisfies Record<Dimension, number>

const DIMENSION_OF: ReadonlyMap<number, Dimension> = new Map(
  Object.entries(NUMBER_OF).map(([dimension, number]) => [number, dimension as Dimension]),
)

export const meterNumber = (dimension: Dimension): number => NUMBER_OF[dimension]

export function dimensionOfMeter(number: number): Dimension {
  const dimension = DIMENSION_OF.get(number)
  if (dimension === undefined) throw new Error(`assertion: meter ${number} is known`)
  return dimension
}

/**
 * Amounts are whole thousandths of a unit, so that 1.5 GiB is exact and sums are sums of integers. A quantity is an amount
 * held for seconds: thousandths of a unit × seconds. What was counted as it flowed stands as if it had been held for the whole of its
 * civil month: a unit of it is a unit for a month, and whatever divides by the seconds of the month (prices, tiers, packages, FOCUS,
 * statements, rates) says units. People are shown units ({@link shownQuantity}).
 */
export const AMOUNT_SCALE = 1000

/** How something was held. Stored as a number; rating weighs each by the agreement's rule. */
export const HOLDINGS = { serving: 1, stopped: 2, unseen: 3 } as const
export type Holding = keyof typeof HOLDINGS

export const DIMENSION_WORDS: Readonly<Record<Dimension, Text>> = {
  vcpu: { zh: 'vCPU', en: 'vCPU' },
  'memory-gib': { zh: '内存 (GiB)', en: 'Memory (GiB)' },
  'root-disk-gib': { zh: '系统盘 (GiB)', en: 'Root disk (GiB)' },
  'storage-gib': { zh: '存储 (GiB)', en: 'Storage (GiB)' },
  'snapshot-gib': { zh: '快照 (GiB)', en: 'Snapshots (GiB)' },
  'object-gib': { zh: '对象存储 (GiB)', en: 'Object storage (GiB)' },
  'public-ip': { zh: '公网地址 (个)', en: 'Public addresses' },
  'bandwidth-mbps': { zh: '带宽 (Mbps)', en: 'Bandwidth (Mbps)' },
  'accelerator-card': { zh: '加速卡 (张)', en: 'Accelerator cards' },
  instance: { zh: '实例 (个)', en: 'Instances' },
  account: { zh: '账号 (个)', en: 'Accounts' },
  host: { zh: '主机 (台)', en: 'Hosts' },
  message: { zh: '消息 (条)', en: 'Messages' },
  seat: { zh: '坐席 (个)', en: 'Seats' },
  'million-tokens': { zh: '百万词元', en: 'Million tokens' },
  device: { zh: '设备 (台)', en: 'Devices' },
  licence: { zh: '软件许可 (个)', en: 'Licences' },
  'traffic-gb': { zh: '公网流量 (GB)', en: 'Public traffic (GB)' },
}
