import type { Gate, ReasonCode, RequestKind, Text } from '@yunheng/contract'
import { type FieldProblem, wordsOf } from '../../../platform/errors.ts'
import type { GateFacts, LineFact } from './gate-facts.ts'
import type { Source } from './gate-rules.ts'

export type Verdict =
  | { readonly state: 'pass'; readonly text: Text }
  | {
      readonly state: 'warn' | 'block'
      readonly reason: ReasonCode
      readonly details?: Readonly<Record<string, string | number>>
      /** English where the details are words. */
      readonly detailsEn?: Readonly<Record<string, string | number>>
      readonly lines?: readonly number[]
      /** What is wrong at which field of the form: `/lines/0/parameters/subnetIds`. */
      readonly fields?: readonly FieldProblem[]
    }

/** One rule: what it is called, where it is written, which kinds of request it asks, and the question itself. */
export interface GateRule {
  readonly key: string
  readonly title: Text
  /** Where it is written; of a rule with a figure, where the version in force has the figure from. */
  readonly source: Source | ((facts: GateFacts) => Source)
  readonly requirement: string
  readonly kinds: readonly RequestKind[]
  /** Null when the question does not arise for these facts. */
  ask(facts: GateFacts): Verdict | null
}

export const pass = (zh: string, en: string): Verdict => ({ state: 'pass', text: { zh, en } })

export function toGate(rule: GateRule, facts: GateFacts, verdict: Verdict): Gate {
  const { source, isProductDefault } = typeof rule.source === 'function' ? rule.source(facts) : rule.source
  const head = {
    key: rule.key,
    title: rule.title,
    source,
    isProductDefault,
    requirement: rule.requirement,
  }
  if (verdict.state === 'pass') return { ...head, state: 'pass', reason: null, text: verdict.text, lines: [] }
  return {
    ...head,
    state: verdict.state,
    reason: verdict.reason,
    text: wordsOf(verdict.reason, verdict.details ?? {}, verdict.detailsEn),
    lines: [...(verdict.lines ?? [])],
    ...(verdict.fields && verdict.fields.length > 0 ? { fields: verdict.fields.slice(0, 100) } : {}),
  }
}

/** Numbers of the lines that fail a test. */
export function linesWhere(facts: GateFacts, test: (line: LineFact) => boolean): number[] {
  return facts.lines.filter(test).map((line) => line.number)
}

export const listed = (numbers: readonly (number | string)[]) => numbers.join('、')
