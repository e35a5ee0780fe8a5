/** How one rule value is described. */
import type { RuleValue, Tighter } from '@yunheng/contract'

export interface RuleDefinition {
  readonly code: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly unit: { readonly zh: string; readonly en: string } | null
  readonly kind: 'integer' | 'flag' | 'integers'
  readonly minimum: number
  readonly maximum: number
  /**
   * Which way a lower level may set it (R30). Fewer days, a lower level from which a security line is needed, a warning that
   * becomes a refusal are tighter. What is neither way stricter is fixed: a shorter keeping loses a department's data, a
   * longer one holds room; reminders run over all regions in one pass.
   */
  readonly tighter: Tighter
  readonly requirement: string
  readonly shipped: RuleValue
  /** Null: our own proposal. */
  readonly source: string | null
}

type Rest = readonly [tighter: Tighter, shipped: RuleValue, requirement: string, source?: string]

export function integer(
  code: string,
  title: RuleDefinition['title'],
  unit: RuleDefinition['unit'],
  [minimum, maximum]: readonly [number, number],
  ...[tighter, shipped, requirement, source]: Rest
): RuleDefinition {
  return {
    code,
    title,
    unit,
    kind: 'integer',
    minimum,
    maximum,
    tighter,
    requirement,
    shipped,
    source: source ?? null,
  }
}

export function flag(
  code: string,
  title: RuleDefinition['title'],
  tighter: Tighter,
  shipped: boolean,
  requirement: string,
  source?: string,
): RuleDefinition {
  return {
    code,
    title,
    unit: null,
    kind: 'flag',
    minimum: 0,
    maximum: 1,
    tighter,
    requirement,
    shipped,
    source: source ?? null,
  }
}
