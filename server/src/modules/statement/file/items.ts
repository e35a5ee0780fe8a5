/** What a provider calls a dimension, and what its units say of time. Pure. */
import { DIMENSIONS, type Dimension, isCounted } from '@yunheng/contract'
import { DIMENSION_WORDS, dimensionOfMeter, meterNumber, windowOfMonth } from '../../metering/index.ts'

/** Of one file as many words are kept: more do not come back often enough. */
const KEPT_MAX = 1000

/** A file says the same few words in every row: what they mean is found out once in a file, and forgotten with it. */
export function kept<T>(of: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    if (known.has(text)) return known.get(text) as T
    const value = of(text)
    if (known.size < KEPT_MAX) known.set(text, value)
    return value
  }
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[（(].*$/, '')
    .replace(/[\s_\-·]/g, '')

/** Beside the platform's own words. */
const ALSO: Readonly<Record<string, Dimension>> = {
  cpu: 'vcpu',
  vcpu核: 'vcpu',
  核: 'vcpu',
  核数: 'vcpu',
  内存: 'memory-gib',
  memory: 'memory-gib',
  ram: 'memory-gib',
  系统盘: 'root-disk-gib',
  云硬盘: 'storage-gib',
  块存储: 'storage-gib',
  存储: 'storage-gib',
  storage: 'storage-gib',
  快照: 'snapshot-gib',
  snapshot: 'snapshot-gib',
  对象存储: 'object-gib',
  objectstorage: 'object-gib',
  公网ip: 'public-ip',
  公网地址: 'public-ip',
  弹性公网ip: 'public-ip',
  eip: 'public-ip',
  带宽: 'bandwidth-mbps',
  bandwidth: 'bandwidth-mbps',
  流量: 'traffic-gb',
  公网流量: 'traffic-gb',
  公网流出流量: 'traffic-gb',
  traffic: 'traffic-gb',
  datatransfer: 'traffic-gb',
  gpu: 'accelerator-card',
  加速卡: 'accelerator-card',
}

const METER_OF: ReadonlyMap<string, number> = new Map([
  ...Object.entries(ALSO).map(([name, dimension]) => [name, meterNumber(dimension)] as const),
  ...DIMENSIONS.flatMap((each) =>
    [each, DIMENSION_WORDS[each].zh, DIMENSION_WORDS[each].en].map(
      (name) => [plain(name), meterNumber(each)] as const,
    ),
  ),
])

/** The dimension that an item names; null for anything else, which bills its resource as a whole. */
export const meterOf = (item: string): number | null => METER_OF.get(plain(item)) ?? null

const HOUR_S = 3600
const DAY_S = 86_400

/** Seconds that one of the unit stands for: `GiB-Hours`, `核·月`. Null where it says no time, so that amounts alone are compared. */
export function secondsOfUnit(unit: string, monthSeconds: number): number | null {
  const said = unit.toLowerCase().replace(/[\s_\-·*×/.]/g, '')
  if (/(小时|hours?|hrs?)$/.test(said)) return HOUR_S
  if (/(秒|seconds?)$/.test(said)) return 1
  if (/(天|日|days?)$/.test(said)) return DAY_S
  if (/(月|months?)$/.test(said)) return monthSeconds
  return null
}

/**
 * The same for a line: what is counted as it flows stands in usage as held for its whole month, and its unit says no time. In another
 * unit than usage has it is not compared, but amounts are.
 *
 * @param month in which it flowed.
 */
export function secondsOfLine(
  {
    meter,
    unit,
    month,
  }: { readonly meter: number | null; readonly unit: string | null; readonly month: string },
  secondsOf: (unit: string) => number | null,
): number | null {
  if (unit === null) return null
  if (meter === null || !isCounted(dimensionOfMeter(meter))) return secondsOf(unit)
  if (unit.trim().toLowerCase() !== 'gb') return null
  const { from, to } = windowOfMonth(month)
  return (to - from) * HOUR_S
}
