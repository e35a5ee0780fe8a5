import type { RuleItemInput, RuleValue } from '@yunheng/contract'
import { assert } from '../../platform/errors.ts'
import { RULE_DEFINITIONS, SHIPPED_RULES } from './rule-definitions.ts'

/** Where a value comes from. Product defaults are shown as such wherever the value appears. */
export interface RuleSource {
  readonly source: string
  readonly isProductDefault: boolean
}

/** One version of the rules, as those who apply it read it. */
export interface RuleBook {
  /** The whole platform's version; null only for what is shipped, before it was installed. */
  readonly versionId: string | null
  /** What tightens it, from city to county (R30). */
  readonly regionalIds: readonly string[]
  integer(code: string): RuleSource & { readonly value: number }
  flag(code: string): RuleSource & { readonly value: boolean }
  integers(code: string): RuleSource & { readonly value: readonly number[] }
}

export function toRuleBook(
  versions: { readonly id: string | null; readonly regionalIds: readonly string[] },
  items: readonly RuleItemInput[],
): RuleBook {
  const known = new Map(withShipped(items).map((item) => [item.code, item]))
  function read<V extends RuleValue>(code: string, fits: (value: RuleValue) => value is V) {
    const item = known.get(code)
    assert(item !== undefined && fits(item.value), `rule ${code} has a value of its kind`)
    return { value: item.value as V, source: item.source, isProductDefault: item.isProductDefault }
  }
  return {
    versionId: versions.id,
    regionalIds: versions.regionalIds,
    integer: (code) => read(code, (value) => typeof value === 'number'),
    flag: (code) => read(code, (value) => typeof value === 'boolean'),
    integers: (code) => read(code, (value): value is number[] => Array.isArray(value)),
  }
}

/** A rule that came with a later release than the version has its shipped value until somebody sets it. */
export function withShipped(items: readonly RuleItemInput[]): readonly RuleItemInput[] {
  const set = new Map(items.map((item) => [item.code, item]))
  return SHIPPED_RULES.map((item) => set.get(item.code) ?? item)
}

/** What is shipped, for tests of what applies it. */
export const SHIPPED_BOOK = toRuleBook({ id: null, regionalIds: [] }, SHIPPED_RULES)

/** What is wrong with the items, at each field; empty when nothing is. */
export function problemsOfItems(items: readonly RuleItemInput[]) {
  const seen = new Set<string>()
  return items.flatMap((item, index) => {
    const words = seen.has(item.code)
      ? { zh: '同一规则重复', en: 'stands twice' }
      : problemOfValue(item.code, item.value)
    seen.add(item.code)
    return words === null ? [] : [{ path: `/items/${index}/value`, ...words }]
  })
}

function problemOfValue(code: string, value: RuleValue): { zh: string; en: string } | null {
  const definition = RULE_DEFINITIONS.find((one) => one.code === code)
  if (definition === undefined) return { zh: `没有规则 ${code}`, en: `there is no rule ${code}` }
  const { kind, minimum, maximum, title } = definition
  const bad = { zh: `“${title.zh}”`, en: `“${title.en}”` }
  const fits =
    kind === 'integer'
      ? typeof value === 'number'
      : kind === 'flag'
        ? typeof value === 'boolean'
        : Array.isArray(value)
  if (!fits) return { zh: `${bad.zh}的类型不符`, en: `${bad.en} is of another kind` }
  if (typeof value === 'boolean') return null
  const numbers = Array.isArray(value) ? value : [value]
  if (numbers.some((each) => each < minimum || each > maximum))
    return {
      zh: `${bad.zh}须在 ${minimum} 到 ${maximum} 之间`,
      en: `${bad.en} is from ${minimum} to ${maximum}`,
    }
  const falls = numbers.every((each, index) => index === 0 || each < (numbers[index - 1] as number))
  return falls
    ? null
    : { zh: `${bad.zh}须从大到小，且不重复`, en: `${bad.en} goes from large to small, none twice` }
}

export const sameItem = (one: RuleItemInput | undefined, other: RuleItemInput) =>
  one !== undefined &&
  JSON.stringify(one.value) === JSON.stringify(other.value) &&
  one.source === other.source &&
  one.isProductDefault === other.isProductDefault
