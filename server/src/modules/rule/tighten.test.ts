import type { RuleItemInput, RuleValue } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RuleDefinition } from './rule-definition.ts'
import { RULE_DEFINITIONS, SHIPPED_RULES } from './rule-definitions.ts'
import { findLoosening, foldLevels, isLooser, type LevelRules } from './tighten.ts'

const anyValueOf = ({ kind, minimum, maximum }: RuleDefinition): fc.Arbitrary<RuleValue> => {
  const number = fc.integer({ min: minimum, max: maximum })
  if (kind === 'flag') return fc.boolean()
  if (kind === 'integer') return number
  return fc.uniqueArray(number, { minLength: 1, maxLength: 4 }).map((all) => all.toSorted((a, b) => b - a))
}
const itemOf = (definition: RuleDefinition): fc.Arbitrary<RuleItemInput> =>
  anyValueOf(definition).map((value) => ({
    code: definition.code,
    value,
    source: '某地规定',
    isProductDefault: false,
  }))
const someItems = fc.subarray([...RULE_DEFINITIONS]).chain((some) => fc.tuple(...some.map(itemOf)))
const NAMES = ['province', 'city', 'county'] as const
const chain = fc.tuple(fc.tuple(...RULE_DEFINITIONS.map(itemOf)), someItems, someItems).map((levels) =>
  levels.map(
    (items, depth): LevelRules => ({
      region: depth === 0 ? null : { id: `${depth}`, name: `${depth}`, level: NAMES[depth] ?? 'county' },
      items,
    }),
  ),
)

describe('what applies under several levels (R30)', () => {
  it('R30 is never looser than what applies at any level above, whatever each of them has set (property)', () => {
    fc.assert(
      fc.property(chain, (levels) => {
        const folded = levels.map((_, depth) => foldLevels(levels.slice(0, depth + 1)))
        const lowest = folded.at(-1)
        for (const { code, tighter } of RULE_DEFINITIONS) {
          const value = lowest?.get(code)?.value as RuleValue
          for (const above of folded)
            expect(isLooser(tighter, value, above.get(code)?.value as RuleValue)).toBe(false)
          // Nor than what any level has set itself, unless that level may not set it at all.
          for (const { items } of tighter === 'fixed' ? [] : levels)
            for (const own of items)
              if (own.code === code) expect(isLooser(tighter, value, own.value)).toBe(false)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('R30 takes the value of a level exactly when it is tighter, and says which level it comes from', () => {
    fc.assert(
      fc.property(chain, (levels) => {
        const inForce = foldLevels(levels)
        for (const { code } of RULE_DEFINITIONS) {
          const found = inForce.get(code)
          const level = levels.find(({ region }) => region?.id === found?.from?.id)
          expect(level?.items.find((item) => item.code === code)?.value).toEqual(found?.value)
        }
      }),
    )
  })

  const inherited = foldLevels([{ region: null, items: SHIPPED_RULES }])
  const item = (code: string, value: RuleValue) => ({
    code,
    value,
    source: '某市规定',
    isProductDefault: false,
  })
  it.each<[code: string, value: RuleValue, loosens: boolean]>([
    ['term.test.days', 91, true],
    ['term.test.days', 90, false],
    ['term.test.days', 60, false],
    ['term.emergency.renewals', 1, true],
    ['security.cloud-firewall.required', false, true],
    ['security.anti-virus.required', true, false],
    ['security.anti-virus.from-level', 2, false],
    ['security.anti-virus.from-level', 4, true],
    ['system.level-max', 2, false],
    ['term.reminder-days', [15, 7, 3, 1], true],
    ['term.delete-days-after-stop', 29, true],
    ['term.delete-days-after-stop', 30, false],
  ])('R30 finds whether a lower level loosens: %s at %j: %j', (code, value, loosens) => {
    const found = findLoosening([item('confirmation.working-days', 5), item(code, value)], inherited)
    expect(found?.index ?? null).toBe(loosens ? 1 : null)
  })
})
