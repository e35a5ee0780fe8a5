/** What is wrong with the lines of a price version, each at its field. Pure. */
import { isCounted, type PriceLine, type ReasonCode } from '@yunheng/contract'
import type { FieldProblem } from '../../../platform/errors.ts'

/** Codes of what the catalogue has, or once had. */
export interface KnownPlans {
  readonly offerings: ReadonlySet<string>
  /** `offering plan` */
  readonly plans: ReadonlySet<string>
  /** `offering plan dimension`, and `offering * dimension` where any of its plans counts it. */
  readonly dimensions: ReadonlySet<string>
  /** `offering plan dimension amount`, where it is the same for every unit. */
  readonly fixed: ReadonlySet<string>
  /** Those of the pools named that there are. */
  readonly pools: ReadonlySet<string>
}

export interface FaultyLine {
  readonly reason: ReasonCode
  readonly line: string
  readonly field: FieldProblem
}

export function listFaultyLines(lines: readonly PriceLine[], known: KnownPlans): readonly FaultyLine[] {
  const first = new Map<string, number>()
  const packages = new Set<string>()
  return lines.flatMap((line, at) => {
    const key = `${nameOf(line)}/${line.poolId ?? '*'}`
    const found =
      unknownIn(line, at, known) ??
      faultOfCounting(line, at) ??
      faultOfTiers(line, at) ??
      faultOfPackage(line, at, known) ??
      repeated(at, first.get(key)) ??
      secondPackage(line, at, packages)
    if (!first.has(key)) first.set(key, at)
    return found === null ? [] : [{ ...found, line: nameOf(line) }]
  })
}

const nameOf = (line: PriceLine) =>
  `${line.offeringCode}/${line.planCode ?? '*'}/${line.dimension}/${line.per}`

type Fault = Omit<FaultyLine, 'line'>

function fault(reason: ReasonCode, at: number, field: string, zh: string, en: string): Fault {
  const path = `/lines/${at}/${field}`
  return { reason, field: { path, zh: `价格项 ${at + 1}：${zh}`, en: `Price line ${at + 1}: ${en}` } }
}

function unknownIn(
  { offeringCode, planCode, poolId, dimension }: PriceLine,
  at: number,
  known: KnownPlans,
): Fault | null {
  const unknown = fault.bind(null, 'price.line_unknown', at)
  if (!known.offerings.has(offeringCode))
    return unknown(
      'offeringCode',
      `服务目录中没有 ${offeringCode}`,
      `the catalogue has no offering ${offeringCode}`,
    )
  if (planCode !== null && !known.plans.has(`${offeringCode} ${planCode}`))
    return unknown(
      'planCode',
      `${offeringCode} 没有规格 ${planCode}`,
      `${offeringCode} has no plan ${planCode}`,
    )
  if (poolId !== null && !known.pools.has(poolId))
    return unknown('poolId', '没有这个资源池', 'there is no such pool')
  if (known.dimensions.has(`${offeringCode} ${planCode ?? '*'} ${dimension}`)) return null
  return fault(
    'price.unit_unknown',
    at,
    'dimension',
    `${offeringCode} 不计量 ${dimension}，按它定价永远不会计费`,
    `${offeringCode} does not count ${dimension}, so this price would never apply`,
  )
}

/** What is counted as it flows has no delivery to be paid at, and its plan has no fixed amount of it. */
function faultOfCounting({ dimension, per, includes }: PriceLine, at: number): Fault | null {
  if (!isCounted(dimension)) return null
  const invalid = fault.bind(null, 'price.counted_by_unit', at)
  if (per === 'once') return invalid('per', '流量按流过的单位计价', 'traffic is priced by what flows')
  if (includes) return invalid('includes', '流量不能代表套餐的套数', 'traffic does not tell packages')
  return null
}

/** Growing ends, only the last one open; what is paid once has one tier. */
function faultOfTiers({ tiers, per }: PriceLine, at: number): Fault | null {
  const invalid = fault.bind(null, 'price.tiers_invalid', at)
  if (per === 'once' && tiers.length > 1)
    return invalid('tiers/1/unitPrice', '一次性价格不分档', 'what is paid once has no tiers')
  let before = 0
  for (const [index, { upTo }] of tiers.entries()) {
    const field = `tiers/${index}/upTo`
    const isLast = index === tiers.length - 1
    if (isLast && upTo !== null)
      return invalid(
        field,
        '最后一档不设上限，超出的用量也要有价格',
        'the last tier has no end: what goes beyond needs a price as well',
      )
    if (isLast) break
    if (upTo === null)
      return invalid(
        field,
        `第 ${index + 1} 档须写明上限，只有最后一档不设上限`,
        `tier ${index + 1} needs its end: only the last one is open`,
      )
    if (upTo <= before)
      return invalid(
        field,
        `第 ${index + 1} 档的上限须大于上一档的 ${before}`,
        `the end of tier ${index + 1} must be above ${before}, where the one before ends`,
      )
    before = upTo
  }
  return null
}

/** For one plan and per month; each thing once and counted by the plan, among them what tells the packages. */
function faultOfPackage(line: PriceLine, at: number, { dimensions, fixed }: KnownPlans): Fault | null {
  const { includes, offeringCode, planCode, dimension, per } = line
  if (!includes) return null
  const invalid = fault.bind(null, 'price.package_invalid', at)
  if (per === 'once') return invalid('per', '套餐按月计价', 'a package is priced per month')
  if (planCode === null) return invalid('planCode', '套餐须指定规格', 'a package is of one plan')
  for (const [index, each] of includes.entries()) {
    const field = `includes/${index}/dimension`
    if (includes.findIndex((one) => one.dimension === each.dimension) !== index)
      return invalid(field, `${each.dimension} 重复列出`, `${each.dimension} stands twice`)
    if (!dimensions.has(`${offeringCode} ${planCode} ${each.dimension}`))
      return invalid(
        field,
        `${planCode} 不计量 ${each.dimension}`,
        `${planCode} does not count ${each.dimension}`,
      )
  }
  const own = includes.find((one) => one.dimension === dimension)
  if (own === undefined)
    return invalid(
      'includes',
      `套餐须包含计价项 ${dimension}`,
      `what the line counts, ${dimension}, is in the package`,
    )
  return fixed.has(`${offeringCode} ${planCode} ${dimension} ${own.amount}`)
    ? null
    : invalid(
        'dimension',
        `套餐按 ${dimension} 的固定数量计数，${planCode} 的每套没有固定的 ${own.amount}`,
        `packages are told by ${dimension}, and a unit of ${planCode} has no fixed ${own.amount} of it`,
      )
}

/** What a plan costs in a pool is told by one package. */
function secondPackage(line: PriceLine, at: number, before: Set<string>): Fault | null {
  if (!line.includes) return null
  const { planCode } = line
  const key = `${line.offeringCode} ${planCode} ${line.poolId}`
  const isSecond = before.has(key)
  before.add(key)
  return isSecond
    ? fault(
        'price.package_invalid',
        at,
        'includes',
        `${planCode} 已有套餐`,
        `${planCode} has a package already`,
      )
    : null
}

function repeated(at: number, earlier: number | undefined): Fault | null {
  if (earlier === undefined) return null
  return {
    reason: 'price.line_twice',
    field: {
      path: `/lines/${at}/dimension`,
      zh: `价格项 ${at + 1} 与价格项 ${earlier + 1} 的服务、规格、资源池、计价项和周期相同，只能保留一个`,
      en: `Price line ${at + 1} prices the same as line ${earlier + 1}: keep one of them`,
    },
  }
}
