import { type Element, type Problem, problem } from '../definition/problem.ts'
import type { FeelFlaw } from './feel.ts'

/** A flaw in an expression, said with the element that holds it. */
export function feelProblem(flaw: FeelFlaw, at: Element, expression: string): Problem {
  switch (flaw.flaw) {
    case 'too-long':
      return problem('expression-too-long', at, {})
    case 'syntax':
      return problem('expression-syntax', at, { expression, what: flaw.at })
    case 'not-allowed':
      return problem('expression-not-allowed', at, { expression, what: flaw.what })
    case 'unknown-name':
      return problem('expression-name', at, { expression, what: flaw.name })
    case 'unknown-value':
      return problem('expression-value', at, { expression, what: flaw.value })
    case 'not-boolean':
      return problem('expression-not-boolean', at, { expression })
  }
}
