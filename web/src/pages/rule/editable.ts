import type {
  EffectiveRule,
  EffectiveRules,
  RuleInForce,
  RuleItem,
  RuleItemInput,
  RuleSet,
} from '@yunheng/contract'

/** One rule as the form holds it, whichever level it is drafted for. */
export interface EditableRule
  extends Pick<EffectiveRule, 'title' | 'unit' | 'kind' | 'tighter' | 'minimum' | 'maximum'>,
    RuleItemInput {
  /** Null where nothing stands above. */
  readonly inherited: RuleInForce | null
}

/** What is drafted: its rules at the start, and which of them a draft for a region holds already. */
export interface Editing {
  readonly rules: readonly EditableRule[]
  readonly known: readonly RuleItemInput[]
  readonly held: ReadonlySet<string>
}

export const toInput = ({ code, value, source, isProductDefault }: RuleItemInput): RuleItemInput => ({
  code,
  value,
  source,
  isProductDefault,
})

const same = (one: RuleItemInput | undefined, other: RuleItemInput) =>
  one !== undefined && JSON.stringify(toInput(one)) === JSON.stringify(toInput(other))

/** What differs from where it started, and what the draft of a region holds as its own. */
export const changedOf = (rules: readonly EditableRule[], { known, held }: Editing) =>
  rules.filter(
    (rule) =>
      held.has(rule.code) ||
      !same(
        known.find(({ code }) => code === rule.code),
        rule,
      ),
  )

/** The whole platform's rules: against the version they are drafted from, which a draft tells for itself. */
export function editingOfWhole(rules: RuleSet): Editing {
  const known = rules.items.map((item) =>
    rules.state === 'draft' && item.before ? { ...toInput(item), ...item.before } : toInput(item),
  )
  return { rules: rules.items, known, held: new Set() }
}

/** A region's rules: everything that it inherits, its own in place of that; what is fixed above is not asked. */
export function editingOfRegion(effective: EffectiveRules, draft: readonly RuleItem[] | null): Editing {
  const own = new Map((draft ?? []).map((item) => [item.code, item]))
  const rules = effective.items
    .filter(({ tighter }) => tighter !== 'fixed')
    .map((item): EditableRule => {
      const { inherited, own: published, effective: inForce } = item
      // A value of one's own needs a clause of one's own: the one above is not taken over.
      const start = own.get(item.code) ?? published ?? { ...inForce, source: '', isProductDefault: false }
      return { ...item, ...toInput({ ...start, code: item.code }), inherited }
    })
  const held = new Set(draft === null ? [] : own.keys())
  return { rules, known: rules, held }
}
