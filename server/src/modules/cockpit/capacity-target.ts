import type { CapacityTarget } from '@yunheng/contract'
import type { InstalledCapacity } from '../cloud/index.ts'

/** 1 PB is 10¹⁵ bytes; pools are counted in GiB of 2³⁰ bytes. The one place where the two meet (R15, R16). */
const GIB_PER_PB = 1e15 / 2 ** 30
/** In which the 150 PFlops are counted; the document names no precision. */
const TARGET_PRECISION = 'fp16'
const SOURCE = '001 一(三)'
const UNTIL = '2027-12-31'

const PB_BASIS = { zh: '1 PB = 10¹⁵ 字节', en: '1 PB = 10¹⁵ bytes' }

type Gauge = Pick<CapacityTarget, 'target' | 'actual' | 'percent' | 'gap'>

export function gaugeOf(target: number, actual: number | null): Gauge {
  if (actual === null) return { target, actual, percent: null, gap: null }
  const rounded = Math.round(actual * 1_000) / 1_000
  return {
    target,
    actual: rounded,
    percent: Math.round((1_000 * actual) / target) / 10,
    gap: Math.round(Math.max(0, target - actual) * 1_000) / 1_000,
  }
}

const common = { until: UNTIL, source: SOURCE, byPrecision: [], isProductDefault: true }

/** The four targets for the end of 2027 against what the pools hold. */
export function targetsOf(installed: InstalledCapacity): readonly CapacityTarget[] {
  const byPrecision = installed.pflops.map((one) => ({
    ...one,
    isTarget: one.precision === TARGET_PRECISION,
  }))
  const compute = byPrecision.find((one) => one.isTarget)?.pflops ?? 0
  return [
    {
      ...common,
      code: 'vcpus',
      requirement: 'R13',
      title: { zh: '通用算力', en: 'General computing' },
      unit: { zh: '核（vCPU）', en: 'vCPU' },
      ...gaugeOf(150_000, installed.vcpus),
      basis: { zh: '各资源池物理核数 × 超分比之和', en: 'Physical cores of all pools × their over-commit' },
    },
    {
      ...common,
      code: 'compute',
      requirement: 'R14',
      title: { zh: '智能算力', en: 'AI computing' },
      unit: { zh: 'PFlops（FP16）', en: 'PFlops (FP16)' },
      ...gaugeOf(150, compute),
      byPrecision,
      basis: {
        zh: '异构资源池登记的 FP16 算力之和；其他精度分列，不相加',
        en: 'FP16 as stated by heterogeneous pools; other precisions stand beside it and are not added',
      },
    },
    {
      ...common,
      code: 'block-storage',
      requirement: 'R15',
      title: { zh: '块存储', en: 'Block storage' },
      unit: { zh: 'PB', en: 'PB' },
      ...gaugeOf(30, installed.storageGiB / GIB_PER_PB),
      basis: {
        zh: `各资源池存储 × 超分比之和；${PB_BASIS.zh}`,
        en: `Storage of all pools × their over-commit; ${PB_BASIS.en}`,
      },
    },
    {
      ...common,
      code: 'file-storage',
      requirement: 'R16',
      title: { zh: '文件存储', en: 'File storage' },
      unit: { zh: 'PB', en: 'PB' },
      // Not known is not zero.
      ...gaugeOf(45, installed.fileStorageGiB === null ? null : installed.fileStorageGiB / GIB_PER_PB),
      basis: {
        zh: `各资源池登记的文件存储之和，不超分；${PB_BASIS.zh}`,
        en: `File storage as stated of all pools, without over-commit; ${PB_BASIS.en}`,
      },
    },
  ]
}
