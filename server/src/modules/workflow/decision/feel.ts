/**
 * FEEL, bounded. Only comparisons, arithmetic, and/or/not, intervals and literals pass the parser; loops, functions
 * (`now()` among them), filters and contexts are refused before anything is evaluated, so an expression ends in time
 * proportional to its length and gives the same answer whenever it is asked. No user-written script runs anywhere.
 */
import { evaluate, parseExpression, parseUnaryTests, unaryTest } from 'feelin'

const MAX_EXPRESSION_LENGTH = 300
type FeelValue = string | number | boolean | null
type FeelType = 'string' | 'number' | 'boolean'

export interface FeelVariable {
  readonly name: string
  readonly type: FeelType
  readonly values?: readonly string[]
}

export type FeelFlaw =
  | { readonly flaw: 'too-long' }
  | { readonly flaw: 'syntax'; readonly at: string }
  | { readonly flaw: 'not-allowed'; readonly what: string }
  | { readonly flaw: 'unknown-name'; readonly name: string }
  | { readonly flaw: 'unknown-value'; readonly value: string }
  | { readonly flaw: 'not-boolean' }

interface Leaf {
  readonly name: string
  readonly text: string
  readonly isError: boolean
  readonly isLeaf: boolean
  readonly parents: readonly string[]
}

const EXPRESSION_NODES = new Set(
  [
    'Expression Conjunction Disjunction Comparison ArithmeticExpression ParenthesizedExpression PathExpression PathName',
    'VariableName Identifier Name CompareOp ArithOp NumericLiteral StringLiteral BooleanLiteral Interval',
    'PositiveUnaryTest PositiveUnaryTests SimplePositiveUnaryTest FunctionInvocation PositionalParameters',
    'and or in between null not ( ) [ ] ] [ .. . ,',
  ]
    .join(' ')
    .split(' '),
)
const TEST_NODES = new Set(
  'UnaryTests PositiveUnaryTests PositiveUnaryTest Wildcard not null ( ) ,'.split(' '),
)
const TEST_NODES_OF: Readonly<Record<FeelType, ReadonlySet<string>>> = {
  string: new Set(['StringLiteral']),
  boolean: new Set(['BooleanLiteral']),
  number: new Set(
    'NumericLiteral Interval [ ] .. SimplePositiveUnaryTest CompareOp ArithmeticExpression ArithOp'.split(
      ' ',
    ),
  ),
}

function leavesOf(tree: ReturnType<typeof parseExpression>, source: string): readonly Leaf[] {
  const leaves: Leaf[] = []
  const parents: string[] = []
  tree.iterate({
    enter(node) {
      leaves.push({
        name: node.name,
        text: source.slice(node.from, node.to),
        isError: node.type.isError,
        isLeaf: node.node.firstChild === null,
        parents: [...parents],
      })
      parents.push(node.name)
    },
    leave() {
      parents.pop()
    },
  })
  return leaves
}

function sampleOf(variable: FeelVariable): FeelValue {
  if (variable.type === 'number') return 1
  if (variable.type === 'boolean') return true
  return variable.values?.[0] ?? 'x'
}

function unquote(literal: string): string {
  return JSON.parse(literal) as string
}

/**
 * Why a condition of a flow cannot be used, or null. `stepIds` are the steps whose outcome it may ask for, as
 * `steps.check.outcome`.
 */
export function refuseCondition(
  expression: string,
  variables: readonly FeelVariable[],
  stepIds: readonly string[],
): FeelFlaw | null {
  if (expression.length > MAX_EXPRESSION_LENGTH) return { flaw: 'too-long' }
  const context = sampleContext(variables, stepIds)
  const leaves = leavesOf(parseExpression(expression, context, undefined), expression)
  const byName = new Map(variables.map((each) => [each.name, each]))
  for (const [index, leaf] of leaves.entries()) {
    if (leaf.isError) return { flaw: 'syntax', at: leaf.text }
    const allowed = EXPRESSION_NODES.has(leaf.name) && (leaf.name !== 'ArithOp' || leaf.text !== '**')
    if (!allowed) return { flaw: 'not-allowed', what: leaf.name }
    if (leaf.name !== 'VariableName') continue
    const called = leaf.parents[leaf.parents.length - 1] === 'FunctionInvocation'
    const isFunction = called && leaves[index - 1]?.name === 'FunctionInvocation'
    if (isFunction && leaf.text === 'not') continue
    if (isFunction) return { flaw: 'not-allowed', what: leaf.text }
    if (leaf.text !== 'steps' && !byName.has(leaf.text)) return { flaw: 'unknown-name', name: leaf.text }
  }
  const wrong = wrongLiteral(leaves, variables)
  if (wrong !== null) return { flaw: 'unknown-value', value: wrong }
  return refuseResult(expression, context)
}

/** A literal compared with a variable that lists its values must be one of them: a typo would never fit, silently. */
function wrongLiteral(leaves: readonly Leaf[], variables: readonly FeelVariable[]): string | null {
  const closed = variables.length > 0 && variables.every((each) => each.type !== 'string' || each.values)
  const outcomes = ['approved', 'rejected', 'completed']
  const known = new Set([...variables.flatMap((each) => each.values ?? []), ...outcomes])
  if (!closed) return null
  const literal = leaves.find((leaf) => leaf.name === 'StringLiteral' && !known.has(unquote(leaf.text)))
  return literal ? unquote(literal.text) : null
}

function refuseResult(expression: string, context: Record<string, unknown>): FeelFlaw | null {
  try {
    const { value, warnings } = evaluate(expression, context)
    const unknown = warnings.find((each) => each.type.startsWith('NO_'))
    if (unknown)
      return { flaw: 'unknown-name', name: expression.slice(unknown.position.from, unknown.position.to) }
    return typeof value === 'boolean' && warnings.length === 0 ? null : { flaw: 'not-boolean' }
  } catch {
    return { flaw: 'syntax', at: expression }
  }
}

function sampleContext(
  variables: readonly FeelVariable[],
  stepIds: readonly string[],
): Record<string, unknown> {
  return {
    ...Object.fromEntries(variables.map((each) => [each.name, sampleOf(each)])),
    steps: Object.fromEntries(stepIds.map((id) => [id, { outcome: 'approved' }])),
  }
}

/** Why a cell of a decision table cannot be used, or null. The cell tests one variable of a known type. */
export function refuseTest(test: string, variable: FeelVariable): FeelFlaw | null {
  if (test.trim() === '-') return null
  if (test.length > MAX_EXPRESSION_LENGTH) return { flaw: 'too-long' }
  const leaves = leavesOf(parseUnaryTests(test, {}, undefined), test)
  for (const leaf of leaves) {
    if (leaf.isError) return { flaw: 'syntax', at: leaf.text || test }
    if (leaf.name === 'VariableName') return { flaw: 'unknown-name', name: leaf.text }
    const inWildcard = leaf.name === 'ArithOp' && leaf.parents.includes('Wildcard')
    if (!TEST_NODES.has(leaf.name) && !TEST_NODES_OF[variable.type].has(leaf.name) && !inWildcard)
      return { flaw: 'not-allowed', what: leaf.name }
    if (leaf.name === 'StringLiteral' && variable.values && !variable.values.includes(unquote(leaf.text)))
      return { flaw: 'unknown-value', value: unquote(leaf.text) }
  }
  try {
    return typeof unaryTest(test, { '?': sampleOf(variable) }).value === 'boolean'
      ? null
      : { flaw: 'not-boolean' }
  } catch {
    return { flaw: 'syntax', at: test }
  }
}

/** Null when the condition cannot be answered (a value is missing): the caller refuses, it never takes "no" for it. */
export function holds(expression: string, context: Readonly<Record<string, unknown>>): boolean | null {
  const { value, warnings } = evaluate(expression, context)
  return typeof value === 'boolean' && warnings.length === 0 ? value : null
}

/** Null when the value is of another type than declared, so that no silent "does not fit" decides the route. */
export function fits(test: string, value: FeelValue | undefined, type: FeelType): boolean | null {
  if (test.trim() === '-') return true
  if (value === undefined) return null
  if (value !== null && typeof value !== type) return null
  if (value === null && !/\bnull\b/.test(test)) return null
  const answer = unaryTest(test, { '?': value })
  return typeof answer.value === 'boolean' ? answer.value : null
}
