import type { Gate } from '@yunheng/contract'
import { type GateRule, toGate } from './gate.ts'
import type { GateFacts } from './gate-facts.ts'
import { gatesOfLines } from './gates-of-lines.ts'
import { gatesOfReferences } from './gates-of-references.ts'
import { gatesOfRoom } from './gates-of-room.ts'
import { gatesOfSystem } from './gates-of-system.ts'
import { gatesOfTerms } from './gates-of-terms.ts'
import { gatesOfUse } from './gates-of-use.ts'
import { gatesOfZones } from './gates-of-zones.ts'

/** Every rule that is asked before a human is, in the order of the form. */
export const GATES: readonly GateRule[] = [
  ...gatesOfSystem,
  ...gatesOfLines,
  ...gatesOfReferences,
  ...gatesOfZones,
  ...gatesOfTerms,
  ...gatesOfRoom,
  ...gatesOfUse,
]

/** All gates that arise for these facts. Pure: the same facts give the same answer. */
export function askGates(facts: GateFacts): Gate[] {
  return GATES.filter((rule) => rule.kinds.includes(facts.kind)).flatMap((rule) => {
    const verdict = rule.ask(facts)
    return verdict === null ? [] : [toGate(rule, facts, verdict)]
  })
}

export function isSubmittable(gates: readonly Gate[]): boolean {
  return gates.every((gate) => gate.state !== 'block')
}
