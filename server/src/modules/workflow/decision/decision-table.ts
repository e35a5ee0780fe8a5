/** Decision tables: rules as rows with a source; the row that fits chooses the flow and is recorded with the instance. */
import type { DecisionTableContent } from '@yunheng/contract'
import type { Problem } from '../definition/problem.ts'
import { problem } from '../definition/problem.ts'
import { type FeelVariable, fits, refuseTest } from './feel.ts'
import { feelProblem } from './feel-problem.ts'

export type { DecisionTableContent }

type DecisionRule = DecisionTableContent['rules'][number]
export type Variables = Readonly<Record<string, string | number | boolean | null>>

export type Decision =
  | { readonly kind: 'row'; readonly rule: DecisionRule }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly rules: readonly DecisionRule[] }
  | { readonly kind: 'input-missing'; readonly input: string }

export function decide(table: DecisionTableContent, variables: Variables): Decision {
  const hits: DecisionRule[] = []
  for (const rule of table.rules) {
    const answer = testRow(table, rule, variables)
    if (typeof answer === 'string') return { kind: 'input-missing', input: answer }
    if (!answer) continue
    if (table.hitPolicy === 'first') return { kind: 'row', rule }
    hits.push(rule)
  }
  const [only] = hits
  if (!only) return { kind: 'none' }
  return hits.length === 1 ? { kind: 'row', rule: only } : { kind: 'several', rules: hits }
}

/** True or false, or the name of the input that is needed and absent. */
function testRow(table: DecisionTableContent, rule: DecisionRule, variables: Variables): boolean | string {
  for (const [index, input] of table.inputs.entries()) {
    const answer = fits(rule.when[index] ?? '-', variables[input.name], input.type)
    if (answer === null) return input.name
    if (!answer) return false
  }
  return true
}

export interface FaultyCell {
  readonly row: number
  readonly column: number
  readonly problem: Problem
}

/** Cells that are no test of their column: nothing could ever be decided by them. */
export function listFaultyCells(table: DecisionTableContent): readonly FaultyCell[] {
  return table.rules.flatMap((rule, row) =>
    table.inputs.flatMap((input, column) => {
      const test = rule.when[column]
      const flaw = test === undefined ? null : refuseTest(test, input as FeelVariable)
      if (!flaw || test === undefined) return []
      const at = { id: rule.id, name: rule.note.zh, type: 'rule' }
      return [{ row, column, problem: feelProblem(flaw, at, test) }]
    }),
  )
}

export function checkTable(table: DecisionTableContent, flowKeys: ReadonlySet<string>): readonly Problem[] {
  const problems: Problem[] = []
  const ids = new Set<string>()
  for (const rule of table.rules) {
    const at = { id: rule.id, name: rule.note.zh, type: 'rule' }
    if (ids.has(rule.id)) problems.push(problem('row-twice', at, {}))
    ids.add(rule.id)
    if (!flowKeys.has(rule.flowKey)) problems.push(problem('flow-unknown', at, { what: rule.flowKey }))
    if (rule.when.length !== table.inputs.length) problems.push(problem('row-length', at, {}))
  }
  return [...problems, ...listFaultyCells(table).map((cell) => cell.problem)]
}
