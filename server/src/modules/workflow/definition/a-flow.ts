/** Factories for tests: small flows as graphs. */
import type { CandidateRule, FlowEdge, FlowGraph, FlowNode, UserNode } from './graph.ts'

const name = (text: string) => ({ zh: text, en: text })

export const centre: CandidateRule = { kind: 'role', role: 'regulator-centre', level: 'same-level-authority' }

export function aStep(id: string, more: Partial<UserNode> = {}): UserNode {
  return {
    id,
    kind: 'user',
    name: name(id),
    step: 'approve',
    rule: centre,
    multi: null,
    termWorkingDays: null,
    escalateTo: null,
    onReject: 'end',
    allowInitiator: false,
    withdrawable: true,
    ...more,
  }
}

export const fill: UserNode = aStep('fill', {
  step: 'fill',
  rule: { kind: 'initiator' },
  allowInitiator: true,
})
export const start: FlowNode = { id: 'start', kind: 'start', name: name('start') }
export const end: FlowNode = { id: 'end', kind: 'end', name: name('end'), outcome: 'approved' }
export const exclusive = (id: string): FlowNode => ({ id, kind: 'exclusive', name: name(id) })
export const parallel = (id: string): FlowNode => ({ id, kind: 'parallel', name: name(id) })
export const service = (id: string, topic: string): FlowNode => ({
  id,
  kind: 'service',
  name: name(id),
  topic,
})

/** `a>b>c` draws the edges a-b and b-c; `a>b?amount > 5` adds a condition, `a>b!` makes it the default. */
export function aFlow(nodes: readonly FlowNode[], ...paths: string[]): FlowGraph {
  const edges: FlowEdge[] = []
  for (const path of paths) {
    const [route = '', condition] = path.split('?')
    const ids = route.replace('!', '').split('>')
    for (const [index, to] of ids.slice(1).entries()) {
      const from = ids[index] as string
      edges.push({
        id: `${from}-${to}`,
        from,
        to,
        name: null,
        condition: condition ?? null,
        isDefault: route.endsWith('!'),
      })
    }
  }
  return {
    key: 'test-flow',
    name: name('test flow'),
    variables: [
      { name: 'amount', type: 'number', label: name('amount') },
      { name: 'poolClass', type: 'string', label: name('pool class'), values: ['general', 'dedicated'] },
    ],
    nodes,
    edges,
  }
}

/** start → fill → steps one after another → end */
export function aChain(...steps: UserNode[]): FlowGraph {
  const path = ['start', 'fill', ...steps.map((each) => each.id), 'end'].join('>')
  return aFlow([start, fill, ...steps, end], path)
}

/** start → fill → split ⇉ a, b ⇉ join → last → end */
export function aParallel(
  a: UserNode = aStep('a'),
  b: UserNode = aStep('b'),
  last: UserNode = aStep('last'),
): FlowGraph {
  return aFlow(
    [start, fill, parallel('split'), a, b, parallel('join'), last, end],
    `start>fill>split>${a.id}>join>${last.id}>end`,
    `split>${b.id}>join`,
  )
}
