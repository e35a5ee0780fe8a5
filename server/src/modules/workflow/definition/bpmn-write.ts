/** Flow graph → BPMN 2.0 XML with a diagram, readable by other tools and by `bpmn-read` without loss. */
import type { ModdleElement } from 'bpmn-moddle'
import { newModdle, YH_NAMESPACE } from './bpmn-extension.ts'
import type { FlowEdge, FlowGraph, FlowNode, TimerNode, UserNode } from './graph.ts'
import { layOut } from './layout.ts'

type Moddle = ReturnType<typeof newModdle>

const TYPES: Readonly<Record<FlowNode['kind'], string>> = {
  start: 'bpmn:StartEvent',
  end: 'bpmn:EndEvent',
  user: 'bpmn:UserTask',
  service: 'bpmn:ServiceTask',
  exclusive: 'bpmn:ExclusiveGateway',
  parallel: 'bpmn:ParallelGateway',
  timer: 'bpmn:BoundaryEvent',
}

export async function writeBpmn(graph: FlowGraph): Promise<string> {
  const moddle = newModdle()
  const elements = new Map<string, ModdleElement>()
  for (const node of graph.nodes) elements.set(node.id, createNode(moddle, node))
  for (const node of graph.nodes)
    if (node.kind === 'timer') elements.get(node.id)?.set('attachedToRef', elements.get(node.attachedTo))
  const flows = graph.edges.map((edge) => createFlow(moddle, edge, elements))
  const process = moddle.create('bpmn:Process', {
    id: graph.key,
    name: graph.name.zh,
    'yh:nameEn': graph.name.en,
    isExecutable: true,
    flowElements: [...elements.values(), ...flows],
  })
  if (graph.variables.length > 0) {
    const values = graph.variables.map((each) =>
      moddle.create('yh:Variable', {
        name: each.name,
        type: each.type,
        labelZh: each.label.zh,
        labelEn: each.label.en,
        ...(each.values ? { values: each.values.join('|') } : {}),
      }),
    )
    process.set('extensionElements', moddle.create('bpmn:ExtensionElements', { values }))
  }
  const definitions = moddle.create('bpmn:Definitions', {
    id: `definitions-${graph.key}`,
    targetNamespace: YH_NAMESPACE,
    rootElements: [process],
    diagrams: [createDiagram(moddle, graph, process, elements, flows)],
  })
  const { xml } = await moddle.toXML(definitions, { format: true })
  return xml
}

function createNode(moddle: Moddle, node: FlowNode): ModdleElement {
  const element = moddle.create(TYPES[node.kind], {
    id: node.id,
    name: node.name.zh,
    'yh:nameEn': node.name.en,
  })
  if (node.kind === 'end') element.set('yh:outcome', node.outcome)
  if (node.kind === 'service') element.set('yh:topic', node.topic)
  if (node.kind === 'user') setStep(moddle, element, node)
  if (node.kind === 'timer') {
    const timeDuration = moddle.create('bpmn:FormalExpression', { body: durationOf(node.after) })
    element.set('cancelActivity', node.interrupting)
    element.set('eventDefinitions', [moddle.create('bpmn:TimerEventDefinition', { timeDuration })])
  }
  return element
}

function setStep(moddle: Moddle, element: ModdleElement, node: UserNode): void {
  const attributes: Record<string, string | null> = {
    kind: node.step,
    candidates: node.rule.kind,
    role: node.rule.kind === 'role' ? node.rule.role : null,
    level: node.rule.kind === 'role' ? node.rule.level : null,
    people: node.rule.kind === 'people' ? node.rule.personIds.join(' ') : null,
    term: node.termWorkingDays === null ? null : String(node.termWorkingDays),
    escalateRole: node.escalateTo?.kind === 'role' ? node.escalateTo.role : null,
    escalateLevel: node.escalateTo?.kind === 'role' ? node.escalateTo.level : null,
    onReject: node.onReject,
    allowInitiator: String(node.allowInitiator),
    withdrawable: String(node.withdrawable),
  }
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.set(`yh:${name}`, value)
  if (!node.multi) return
  const { completion, sequential } = node.multi
  const loop = moddle.create('bpmn:MultiInstanceLoopCharacteristics', {
    isSequential: sequential,
    'yh:mode': completion.mode,
    'yh:veto': String(completion.veto),
  })
  if (completion.value !== null) loop.set('yh:value', String(completion.value))
  element.set('loopCharacteristics', loop)
}

function durationOf(after: TimerNode['after']): string {
  if (after.unit === 'working-day') return `P${after.amount}D`
  return after.amount % 60 === 0 ? `PT${after.amount / 60}H` : `PT${after.amount}M`
}

function createFlow(
  moddle: Moddle,
  edge: FlowEdge,
  elements: ReadonlyMap<string, ModdleElement>,
): ModdleElement {
  const source = elements.get(edge.from)
  const target = elements.get(edge.to)
  const flow = moddle.create('bpmn:SequenceFlow', { id: edge.id, sourceRef: source, targetRef: target })
  if (edge.name) {
    flow.set('name', edge.name.zh)
    flow.set('yh:nameEn', edge.name.en)
  }
  if (edge.condition !== null)
    flow.set(
      'conditionExpression',
      moddle.create('bpmn:FormalExpression', { language: 'feel', body: edge.condition }),
    )
  if (edge.isDefault) source?.set('default', flow)
  ;(source?.get('outgoing') as ModdleElement[] | undefined)?.push(flow)
  ;(target?.get('incoming') as ModdleElement[] | undefined)?.push(flow)
  return flow
}

function createDiagram(
  moddle: Moddle,
  graph: FlowGraph,
  process: ModdleElement,
  elements: ReadonlyMap<string, ModdleElement>,
  flows: readonly ModdleElement[],
): ModdleElement {
  const drawing = layOut(graph)
  const shapes = drawing.nodes.map(({ id, x, y, width, height }) =>
    moddle.create('bpmndi:BPMNShape', {
      id: `shape-${id}`,
      bpmnElement: elements.get(id),
      bounds: moddle.create('dc:Bounds', { x, y, width, height }),
    }),
  )
  const edges = drawing.edges.map(({ id, points }) =>
    moddle.create('bpmndi:BPMNEdge', {
      id: `edge-${id}`,
      bpmnElement: flows.find((each) => each.id === id),
      waypoint: points.map((point) => moddle.create('dc:Point', { ...point })),
    }),
  )
  const plane = moddle.create('bpmndi:BPMNPlane', {
    id: 'plane',
    bpmnElement: process,
    planeElement: [...shapes, ...edges],
  })
  return moddle.create('bpmndi:BPMNDiagram', { id: 'diagram', plane })
}
