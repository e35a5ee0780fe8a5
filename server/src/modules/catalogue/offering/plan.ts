/** Rules of plans: what a plan must be, and what a plan with its parameters amounts to. */
import type { Dimension, PlanContent } from '@yunheng/contract'
import { canCompile, problemOfSchema } from './parameters.ts'

type PlanCore = Pick<PlanContent, 'dimensions' | 'parameters'>

/** Why a set of plans is not well defined; null when it is. */
export function problemOfPlans(plans: readonly PlanContent[]): { plan: string; why: string } | null {
  const codes = new Set<string>()
  for (const plan of plans) {
    const why = codes.has(plan.code) ? 'the code stands twice' : problemOfPlan(plan)
    if (why !== null) return { plan: plan.code, why }
    codes.add(plan.code)
  }
  return null
}

function problemOfPlan(plan: PlanContent): string | null {
  const problem = problemOfSchema(plan.parameters)
  if (problem) return problem
  if (!canCompile(plan.parameters)) return 'the parameter schema contradicts itself'
  const names = plan.dimensions.map((dimension) => dimension.dimension)
  if (new Set(names).size < names.length) return 'a dimension stands twice'
  for (const dimension of plan.dimensions) {
    const { amount, minimum = 0, recommended } = dimension
    if (recommended !== undefined && recommended < minimum)
      return `${dimension.dimension}: recommended is below minimum`
    if ('fixed' in amount && amount.fixed < minimum)
      return `${dimension.dimension}: the amount is below minimum`
    if ('parameter' in amount && !isCountable(plan, amount.parameter))
      return `${dimension.dimension}: "${amount.parameter}" must be a required integer parameter, or one with a default, not below 0`
  }
  return null
}

function isCountable(plan: PlanCore, name: string): boolean {
  const schema = plan.parameters as {
    properties: Record<string, { type?: unknown; default?: unknown; minimum?: unknown } | undefined>
    required?: readonly string[]
  }
  const property = schema.properties[name]
  if (property?.type !== 'integer' || typeof property.minimum !== 'number' || property.minimum < 0)
    return false
  return property.default !== undefined || (schema.required ?? []).includes(name)
}

export interface AmountOf {
  readonly dimension: Dimension
  readonly amount: number
}

/** What one unit of the plan amounts to, with parameters that have been checked and filled. */
export function amountsOf(
  plan: PlanCore,
  parameters: Readonly<Record<string, unknown>>,
): readonly AmountOf[] {
  return plan.dimensions.map(({ dimension, amount }) => ({
    dimension,
    amount: 'fixed' in amount ? amount.fixed : Number(parameters[amount.parameter]),
  }))
}

/** The minimum-specification principle (R102): what is below what makes sense, and what is above what is usual. */
export function judgeSpec(
  plan: PlanCore,
  parameters: Readonly<Record<string, unknown>>,
): { readonly belowMinimum: readonly Dimension[]; readonly aboveRecommended: readonly Dimension[] } {
  const belowMinimum: Dimension[] = []
  const aboveRecommended: Dimension[] = []
  const amounts = amountsOf(plan, parameters)
  for (const [index, { minimum, recommended }] of plan.dimensions.entries()) {
    const { dimension, amount } = amounts[index] as AmountOf
    if (minimum !== undefined && amount < minimum) belowMinimum.push(dimension)
    if (recommended !== undefined && amount > recommended) aboveRecommended.push(dimension)
  }
  return { belowMinimum, aboveRecommended }
}
