/** BPMN 2.0 XML → flow graph, with every element that is not supported named. Pure but for the parser's promise. */
import type { ModdleElement } from 'bpmn-moddle'
import { elementOf, listOf, nameOf } from './bpmn-element.ts'
import { newModdle } from './bpmn-extension.ts'
import { readNode } from './bpmn-read-node.ts'
import type { FlowEdge, FlowGraph, FlowNode, FlowVariable } from './graph.ts'
import { NOWHERE, type Problem, problem } from './problem.ts'

interface ReadFlow {
  /** Null when there is nothing that could be drawn. */
  readonly graph: FlowGraph | null
  readonly problems: readonly Problem[]
}

const SUPPORTED = new Set([
  'bpmn:StartEvent',
  'bpmn:EndEvent',
  'bpmn:UserTask',
  'bpmn:ServiceTask',
  'bpmn:ExclusiveGateway',
  'bpmn:ParallelGateway',
  'bpmn:BoundaryEvent',
  'bpmn:SequenceFlow',
])
/** Drawings without meaning for the run: they stay in the stored file. */
const DRAWINGS = new Set(['bpmn:TextAnnotation', 'bpmn:Association', 'bpmn:Group', 'bpmn:Category'])

export async function readBpmn(xml: string): Promise<ReadFlow> {
  // A document type could pull in entities; BPMN never needs one.
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) return unreadable('DOCTYPE')
  let root: ModdleElement
  let warnings: readonly { message: string }[]
  try {
    const read = await newModdle().fromXML(xml)
    root = read.rootElement
    warnings = read.warnings
  } catch (error) {
    return unreadable(firstLine(error instanceof Error ? error.message : String(error)))
  }
  const problems: Problem[] = warnings.map((each) =>
    problem('unreadable', NOWHERE, { what: firstLine(each.message) }),
  )
  const process = findProcess(root, problems)
  if (!process) return { graph: null, problems }
  return { graph: readProcess(process, problems), problems }
}

function unreadable(what: string): ReadFlow {
  return { graph: null, problems: [problem('unreadable', NOWHERE, { what })] }
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').slice(0, 200)
}

function findProcess(root: ModdleElement, problems: Problem[]): ModdleElement | null {
  const roots = listOf(root, 'rootElements')
  const processes = roots.filter((each) => each.$type === 'bpmn:Process')
  for (const each of roots)
    if (each.$type !== 'bpmn:Process' && !DRAWINGS.has(each.$type)) problems.push(unsupported(each))
  const [process] = processes
  if (!process || processes.length > 1) {
    problems.push(problem('no-process', NOWHERE, {}))
    return null
  }
  for (const each of listOf(process, 'laneSets')) problems.push(unsupported(each))
  for (const each of listOf(process, 'artifacts'))
    if (!DRAWINGS.has(each.$type)) problems.push(unsupported(each))
  return process
}

function readProcess(process: ModdleElement, problems: Problem[]): FlowGraph {
  const nodes: FlowNode[] = []
  const flows: ModdleElement[] = []
  const defaults = new Set<string>()
  for (const element of listOf(process, 'flowElements')) {
    if (!SUPPORTED.has(element.$type)) {
      problems.push(unsupported(element))
      continue
    }
    for (const name of Object.keys(element.$attrs))
      problems.push(problem('foreign-attribute', elementOf(element), { what: name }))
    if (element.$type === 'bpmn:SequenceFlow') {
      flows.push(element)
      continue
    }
    if (element.$type !== 'bpmn:ExclusiveGateway' && element.get('default'))
      problems.push(problem('unsupported-property', elementOf(element), { what: 'default' }))
    const fallback = element.get('default') as ModdleElement | undefined
    if (fallback?.id) defaults.add(fallback.id)
    const node = readNode(element, problems)
    if (node) nodes.push(node)
  }
  return {
    key: process.id ?? '',
    name: nameOf(process),
    variables: readVariables(process, problems),
    nodes,
    edges: flows.flatMap((flow) => readEdge(flow, defaults, problems)),
  }
}

function readEdge(flow: ModdleElement, defaults: ReadonlySet<string>, problems: Problem[]): FlowEdge[] {
  const from = (flow.get('sourceRef') as ModdleElement | undefined)?.id
  const to = (flow.get('targetRef') as ModdleElement | undefined)?.id
  if (!flow.id || !from || !to) {
    problems.push(problem('unreadable', elementOf(flow), { what: 'sourceRef/targetRef' }))
    return []
  }
  const condition = flow.get('conditionExpression') as ModdleElement | undefined
  const body = condition?.get('body')
  return [
    {
      id: flow.id,
      from,
      to,
      name: flow.get('name') ? nameOf(flow) : null,
      condition: typeof body === 'string' ? body.replace(/^=/, '').trim() : null,
      isDefault: defaults.has(flow.id),
    },
  ]
}

function readVariables(process: ModdleElement, problems: Problem[]): FlowVariable[] {
  const extension = process.get('extensionElements') as ModdleElement | undefined
  const variables: FlowVariable[] = []
  for (const each of extension ? listOf(extension, 'values') : []) {
    if (each.$type !== 'yh:Variable') {
      problems.push(problem('unsupported-property', elementOf(process), { what: each.$type }))
      continue
    }
    const name = String(each.get('name') ?? '')
    const type = each.get('type')
    const fine = /^[a-z][A-Za-z0-9]{0,40}$/.test(name) && name !== 'steps'
    if (!fine || (type !== 'string' && type !== 'number' && type !== 'boolean')) {
      problems.push(problem('variable-form', elementOf(process), { what: name }))
      continue
    }
    const values = String(each.get('values') ?? '')
      .split('|')
      .filter(Boolean)
    const label = { zh: String(each.get('labelZh') ?? name), en: String(each.get('labelEn') ?? name) }
    variables.push({ name, type, label, ...(values.length > 0 ? { values } : {}) })
  }
  return variables
}

function unsupported(element: ModdleElement): Problem {
  return problem('unsupported', elementOf(element), { what: element.$type.replace('bpmn:', '') })
}
