/** What is wrong with the lines of a price version, each at its field. Pure. */
import type { PriceLine, ReasonCode } from '@yunheng/contract'
import type { FieldProblem } from '../../../platform/errors.ts'

/** Codes of what the catalogue has, or once had. */
export interface KnownPlans {
  readonly offerings: ReadonlySet<string>
  /** `offering plan` */
  readonly plans: ReadonlySet<string>
  /** `offering plan dimension`, and `offering * dimension` where any of its plans counts it. */
  readonly dimensions: ReadonlySet<string>
}

export interface FaultyLine {
  readonly reason: ReasonCode
  readonly line: string
  readonly field: FieldProblem
}

export function listFaultyLines(lines: readonly PriceLine[], known: KnownPlans): readonly FaultyLine[] {
  const first = new Map<string, number>()
  return lines.flatMap((line, at) => {
    const fault = problemOf(line, at, known) ?? repeated(at, first.get(keyOf(line)))
    if (!first.has(keyOf(line))) first.set(keyOf(line), at)
    return fault === null ? [] : [{ ...fault, line: keyOf(line) }]
  })
}

const keyOf = (line: PriceLine) =>
  `${line.offeringCode}/${line.planCode ?? '*'}/${line.dimension}/${line.per}`

type Fault = Omit<FaultyLine, 'line'>

function problemOf(
  { offeringCode, planCode, dimension }: PriceLine,
  at: number,
  known: KnownPlans,
): Fault | null {
  const reason = 'price.line_unknown'
  if (!known.offerings.has(offeringCode))
    return {
      reason,
      field: {
        path: `/lines/${at}/offeringCode`,
        zh: `价格项 ${at + 1}：服务目录中没有 ${offeringCode}`,
        en: `Price line ${at + 1}: the catalogue has no offering ${offeringCode}`,
      },
    }
  if (planCode !== null && !known.plans.has(`${offeringCode} ${planCode}`))
    return {
      reason,
      field: {
        path: `/lines/${at}/planCode`,
        zh: `价格项 ${at + 1}：${offeringCode} 没有规格 ${planCode}`,
        en: `Price line ${at + 1}: ${offeringCode} has no plan ${planCode}`,
      },
    }
  if (known.dimensions.has(`${offeringCode} ${planCode ?? '*'} ${dimension}`)) return null
  return {
    reason: 'price.unit_unknown',
    field: {
      path: `/lines/${at}/dimension`,
      zh: `价格项 ${at + 1}：${offeringCode} 不计量 ${dimension}，按它定价永远不会计费`,
      en: `Price line ${at + 1}: ${offeringCode} does not count ${dimension}, so this price would never apply`,
    },
  }
}

function repeated(at: number, earlier: number | undefined): Fault | null {
  if (earlier === undefined) return null
  return {
    reason: 'price.line_twice',
    field: {
      path: `/lines/${at}/dimension`,
      zh: `价格项 ${at + 1} 与价格项 ${earlier + 1} 的服务、规格、计价项和周期相同，只能保留一个`,
      en: `Price line ${at + 1} prices the same as line ${earlier + 1}: keep one of them`,
    },
  }
}
