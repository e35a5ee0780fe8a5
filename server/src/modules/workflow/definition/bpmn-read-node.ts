/** One BPMN element → one node of the graph; what it carries beyond the subset is named. */
import { type CandidateRule, type CompletionRule, RULE_LEVELS } from '@yunheng/contract'
import type { ModdleElement } from 'bpmn-moddle'
import { elementOf, listOf, nameOf } from './bpmn-element.ts'
import type { FlowNode, TimerNode, UserNode } from './graph.ts'
import { type Problem, problem } from './problem.ts'

/** Properties of the meta-model that a node may carry, by type. */
const COMMON = [
  'id',
  'name',
  'nameEn',
  'incoming',
  'outgoing',
  'documentation',
  'default',
  'extensionElements',
]
const OWN: Readonly<Record<string, readonly string[]>> = {
  'bpmn:StartEvent': ['isInterrupting'],
  'bpmn:EndEvent': ['outcome'],
  'bpmn:UserTask': [
    'kind',
    'candidates',
    'role',
    'level',
    'people',
    'term',
    'escalateRole',
    'escalateLevel',
    'onReject',
    'allowInitiator',
    'withdrawable',
    'loopCharacteristics',
  ],
  'bpmn:ServiceTask': ['topic'],
  'bpmn:ExclusiveGateway': ['gatewayDirection'],
  'bpmn:ParallelGateway': ['gatewayDirection'],
  'bpmn:BoundaryEvent': ['attachedToRef', 'cancelActivity', 'eventDefinitions'],
}

export function readNode(element: ModdleElement, problems: Problem[]): FlowNode | null {
  const at = elementOf(element)
  const allowed = new Set([...COMMON, ...(OWN[element.$type] ?? [])])
  for (const key of Object.keys(element)) {
    const name = key.replace(/^(yh|bpmn):/, '')
    if (!key.startsWith('$') && !allowed.has(name))
      problems.push(problem('unsupported-property', at, { what: name }))
  }
  const extension = element.get('extensionElements') as ModdleElement | undefined
  for (const each of extension ? listOf(extension, 'values') : [])
    problems.push(problem('unsupported-property', at, { what: each.$type }))
  if (!element.id || !/^[A-Za-z][A-Za-z0-9_-]{0,59}$/.test(element.id))
    problems.push(problem('id-form', at, { what: element.id ?? '' }))
  const base = { id: element.id ?? '', name: nameOf(element) }
  switch (element.$type) {
    case 'bpmn:StartEvent':
      return { ...base, kind: 'start' }
    case 'bpmn:EndEvent':
      return { ...base, kind: 'end', outcome: one(element, 'outcome', ['approved', 'rejected'], problems) }
    case 'bpmn:UserTask':
      return readUser(element, base, problems)
    case 'bpmn:ServiceTask':
      return { ...base, kind: 'service', topic: textOf(element, 'topic') ?? '' }
    case 'bpmn:ExclusiveGateway':
      return { ...base, kind: 'exclusive' }
    case 'bpmn:ParallelGateway':
      return { ...base, kind: 'parallel' }
    default:
      return readTimer(element, base, problems)
  }
}

function readUser(
  element: ModdleElement,
  base: Pick<UserNode, 'id' | 'name'>,
  problems: Problem[],
): UserNode {
  const rule = readRule(element)
  if (!rule) problems.push(problem('no-rule', elementOf(element), {}))
  const escalateRole = textOf(element, 'escalateRole')
  const escalateLevel = one(element, 'escalateLevel', RULE_LEVELS, problems)
  const step = one(element, 'kind', ['approve', 'fill', 'handle'], problems)
  return {
    ...base,
    kind: 'user',
    step,
    rule: rule ?? { kind: 'initiator' },
    multi: readMulti(element, problems),
    termWorkingDays: readCount(element, 'term', 1, 400, problems),
    escalateTo: escalateRole ? { kind: 'role', role: escalateRole, level: escalateLevel } : null,
    onReject: one(element, 'onReject', ['end', 'continue'], problems),
    allowInitiator:
      one(element, 'allowInitiator', [step === 'approve' ? 'false' : 'true', 'true', 'false'], problems) ===
      'true',
    withdrawable: one(element, 'withdrawable', ['true', 'false'], problems) === 'true',
  }
}

function readRule(element: ModdleElement): CandidateRule | null {
  const kind = textOf(element, 'candidates')
  if (kind === 'initiator') return { kind }
  if (kind === 'people') {
    const personIds = (textOf(element, 'people') ?? '').split(/[\s,]+/).filter(Boolean)
    return personIds.length > 0 && personIds.every((id) => /^[0-9a-f-]{36}$/.test(id))
      ? { kind, personIds }
      : null
  }
  const role = textOf(element, 'role')
  const level = RULE_LEVELS.find((each) => each === textOf(element, 'level'))
  if (kind !== 'role' || !role || !/^[a-z][a-z0-9-]{0,62}$/.test(role) || !level) return null
  return { kind, role, level }
}

function readMulti(element: ModdleElement, problems: Problem[]): UserNode['multi'] {
  const loop = element.get('loopCharacteristics') as ModdleElement | undefined
  if (!loop) return null
  const at = elementOf(element)
  if (loop.$type !== 'bpmn:MultiInstanceLoopCharacteristics') {
    problems.push(problem('unsupported', at, { what: loop.$type.replace('bpmn:', '') }))
    return null
  }
  const known = ['$type', '$attrs', '$parent', 'isSequential', 'mode', 'value', 'veto']
  for (const key of Object.keys(loop))
    if (!known.includes(key.replace(/^(yh|bpmn):/, '')))
      problems.push(problem('unsupported-property', at, { what: key }))
  const mode = one(loop, 'mode', ['all', 'any', 'count', 'percent'], problems, at)
  const value = readCount(loop, 'value', 1, 100, problems, at)
  const counted = mode === 'count' || mode === 'percent'
  if (counted && value === null) problems.push(problem('bad-value', at, { what: 'yh:value' }))
  const completion: CompletionRule = {
    mode,
    value: counted ? value : null,
    veto: one(loop, 'veto', ['true', 'false'], problems, at) === 'true',
  }
  return { completion, sequential: loop.get('isSequential') === true }
}

function readTimer(
  element: ModdleElement,
  base: Pick<TimerNode, 'id' | 'name'>,
  problems: Problem[],
): TimerNode | null {
  const at = elementOf(element)
  const [definition, more] = listOf(element, 'eventDefinitions')
  if (!definition || more || definition.$type !== 'bpmn:TimerEventDefinition') {
    const what = definition ? definition.$type.replace('bpmn:', '') : 'BoundaryEvent'
    problems.push(problem('unsupported', at, { what }))
    return null
  }
  const duration = (definition.get('timeDuration') as ModdleElement | undefined)?.get('body')
  const after = typeof duration === 'string' ? parseDuration(duration.trim()) : null
  if (!after) problems.push(problem('timer-duration', at, {}))
  return {
    ...base,
    kind: 'timer',
    attachedTo: (element.get('attachedToRef') as ModdleElement | undefined)?.id ?? '',
    interrupting: element.get('cancelActivity') !== false,
    after: after ?? { amount: 1, unit: 'working-day' },
  }
}

/** P2D = two working days, PT4H / PT30M = working time: clocks of approvals count working time only. */
function parseDuration(text: string): TimerNode['after'] | null {
  const days = /^P([1-9]\d{0,2})D$/.exec(text)
  if (days) return { amount: Number(days[1]), unit: 'working-day' }
  const time = /^PT(?:([1-9]\d{0,2})H)?(?:([1-9]\d{0,3})M)?$/.exec(text)
  if (!time || text === 'PT') return null
  return { amount: Number(time[1] ?? 0) * 60 + Number(time[2] ?? 0), unit: 'working-minute' }
}

function textOf(element: ModdleElement, name: string): string | null {
  const value = element.get(name)
  return typeof value === 'string' && value.trim() ? value.trim() : null
}

/** One of the given words, the first when absent; another word is a problem. */
function one<const V extends readonly [string, ...string[]] | readonly string[]>(
  element: ModdleElement,
  name: string,
  values: V,
  problems: Problem[],
  at = elementOf(element),
): V[number] {
  const text = textOf(element, name)
  const found = text === null ? values[0] : values.find((each) => each === text)
  if (found === undefined) problems.push(problem('bad-value', at, { what: `yh:${name}` }))
  return (found ?? values[0]) as V[number]
}

function readCount(
  element: ModdleElement,
  name: string,
  min: number,
  max: number,
  problems: Problem[],
  at = elementOf(element),
): number | null {
  const text = textOf(element, name)
  if (text === null) return null
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  problems.push(problem('bad-value', at, { what: `yh:${name}` }))
  return null
}
