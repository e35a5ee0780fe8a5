import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aChain, aFlow, aParallel, aStep, end, exclusive, fill, parallel, service, start } from './a-flow.ts'
import { findBlocks } from './blocks.ts'
import { readBpmn } from './bpmn-read.ts'
import { writeBpmn } from './bpmn-write.ts'
import { checkFlow } from './check-flow.ts'
import type { FlowGraph, FlowNode } from './graph.ts'
import { arcBelow, layOut } from './layout.ts'

const topics = new Set(['placement.reserve'])
const codes = (graph: FlowGraph) =>
  checkFlow(graph, topics).map((each) => `${each.code}:${each.elementName ?? ''}`)
const rich = aFlow(
  [
    start,
    fill,
    exclusive('gate'),
    aStep('check', {
      multi: { completion: { mode: 'percent', value: 60, veto: true }, sequential: false },
      termWorkingDays: 2,
      escalateTo: { kind: 'role', role: 'bureau-chief', level: 'city-authority' },
      onReject: 'continue',
      withdrawable: false,
    }),
    aStep('work', {
      step: 'handle',
      rule: { kind: 'role', role: 'provider-delivery', level: 'cloud-provider' },
      allowInitiator: true,
    }),
    service('reserve', 'placement.reserve'),
    {
      id: 'late',
      kind: 'timer',
      name: { zh: '超时', en: 'late' },
      attachedTo: 'work',
      interrupting: true,
      after: { amount: 90, unit: 'working-minute' },
    },
    end,
    { id: 'refused', kind: 'end', name: { zh: '不同意', en: 'refused' }, outcome: 'rejected' },
  ],
  'start>fill>gate',
  'gate>check?amount > 100 and poolClass = "dedicated"',
  'gate>work!',
  'check>reserve>work>end',
  'late>refused',
)

describe('BPMN in and out', () => {
  it('comes back the same after out and in, twice', async () => {
    for (const graph of [rich, aChain(aStep('check')), aParallel()]) {
      const once = await readBpmn(await writeBpmn(graph))
      expect(once.problems).toEqual([])
      expect(once.graph).toEqual(graph)
      const twice = await readBpmn(await writeBpmn(once.graph as FlowGraph))
      expect(twice.graph).toEqual(graph)
    }
  })

  it('writes a diagram, so that other tools can draw it', async () => {
    const xml = await writeBpmn(rich)
    expect(xml.match(/bpmndi:BPMNShape/g)?.length).toBeGreaterThanOrEqual(rich.nodes.length)
    expect(xml).toContain('dc:Bounds')
    expect(xml).toContain('<bpmn:incoming>')
  })

  const process = (inner: string) =>
    `<?xml version="1.0"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:yh="urn:yunheng:bpmn:1" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t"><bpmn:process id="p">${inner}</bpmn:process></bpmn:definitions>`

  it.each([
    ['<bpmn:scriptTask id="s" name="算一算"/>', '算一算', 'ScriptTask'],
    ['<bpmn:callActivity id="c" name="调用"/>', '调用', 'CallActivity'],
    ['<bpmn:subProcess id="s" name="子流程"/>', '子流程', 'SubProcess'],
    ['<bpmn:inclusiveGateway id="g" name="或"/>', '或', 'InclusiveGateway'],
    ['<bpmn:task id="t" name="普通"/>', '普通', 'Task'],
    ['<bpmn:sendTask id="t" name="发"/>', '发', 'SendTask'],
    ['<bpmn:intermediateCatchEvent id="e" name="等"/>', '等', 'IntermediateCatchEvent'],
    ['<bpmn:dataObjectReference id="d" name="数据"/>', '数据', 'DataObjectReference'],
    ['<bpmn:laneSet id="l"><bpmn:lane id="l1" name="泳道"/></bpmn:laneSet>', null, 'LaneSet'],
    [
      '<bpmn:userTask id="u" name="循环"><bpmn:standardLoopCharacteristics/></bpmn:userTask>',
      '循环',
      'UserTask',
    ],
    [
      '<bpmn:userTask id="u" name="错误"/><bpmn:boundaryEvent id="b" name="出错" attachedToRef="u"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>',
      '出错',
      'BoundaryEvent',
    ],
  ])('names the unsupported element in %s', async (inner, name, type) => {
    const { problems } = await readBpmn(process(inner))
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'unsupported', elementName: name, elementType: type }),
    )
  })

  it('names what another engine would have run and this one would not', async () => {
    const { problems } = await readBpmn(
      process(
        '<bpmn:userTask id="u" name="审" camunda:assignee="x" yh:candidates="initiator"/><bpmn:startEvent id="s" name="收信"><bpmn:messageEventDefinition/></bpmn:startEvent>',
      ),
    )
    expect(problems.map((each) => [each.code, each.elementName])).toEqual([
      ['foreign-attribute', '审'],
      ['unsupported-property', '收信'],
    ])
  })

  it.each([
    ['not xml at all', 'unreadable'],
    ['<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', 'unreadable'],
    ['<a><b></a>', 'unreadable'],
    [process('').replace('<bpmn:process id="p"></bpmn:process>', ''), 'no-process'],
  ])('says why %s cannot be read', async (xml, code) => {
    const { graph, problems } = await readBpmn(xml)
    expect(graph).toBeNull()
    expect(problems.map((each) => each.code)).toContain(code)
  })

  it('never throws, whatever the text', async () => {
    const pieces = fc.constantFrom(
      '<bpmn:userTask id="u">',
      '</bpmn:userTask>',
      '<x',
      '"',
      '&',
      '<bpmn:',
      'id="',
      '>',
      '中',
      '\u0000',
      '<bpmn:sequenceFlow sourceRef="u" targetRef="u"/>',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 12 }), async (parts) => {
        const read = await readBpmn(process(parts.join(' ')))
        expect(Array.isArray(read.problems)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

describe('what may be published', () => {
  it('takes a rich, a plain and a parallel flow', () => {
    for (const graph of [rich, aChain(aStep('check')), aParallel()]) expect(codes(graph)).toEqual([])
  })

  const a = aStep('a')
  const b = aStep('b')
  it.each<[string, FlowGraph, string]>([
    ['no start', aFlow([fill, end], 'fill>end'), 'start-count:'],
    ["a first step that is not the initiator's", aFlow([start, a, end], 'start>a>end'), 'first-step:a'],
    ['a step without a way on', aFlow([start, fill, a, end], 'start>fill>a', 'fill>end'), 'no-way-out:a'],
    [
      'two ways out of a step',
      aFlow([start, fill, a, end], 'start>fill>a>end', 'fill>end'),
      'too-many-ways:fill',
    ],
    ['a step that nothing reaches', aFlow([start, fill, a, end], 'start>fill>end', 'a>end'), 'unreachable:a'],
    [
      'a gateway without a default',
      aFlow(
        [start, fill, exclusive('g'), a, end],
        'start>fill>g',
        'g>a?amount > 1',
        'g>end?amount > 2',
        'a>end',
      ),
      'no-default:g',
    ],
    [
      'a path with neither condition nor default',
      aFlow([start, fill, exclusive('g'), a, end], 'start>fill>g', 'g>a', 'g>end!', 'a>end'),
      'no-condition:g',
    ],
    [
      'an undeclared name',
      aFlow([start, fill, exclusive('g'), a, end], 'start>fill>g', 'g>a?money > 1', 'g>end!', 'a>end'),
      'expression-name:',
    ],
    [
      'an unknown step in a condition',
      aFlow(
        [start, fill, exclusive('g'), a, end],
        'start>fill>g',
        'g>a?steps.zzz.outcome = "approved"',
        'g>end!',
        'a>end',
      ),
      'expression-name:',
    ],
    [
      'a value outside the declared ones',
      aFlow(
        [start, fill, exclusive('g'), a, end],
        'start>fill>g',
        'g>a?poolClass = "dedicatd"',
        'g>end!',
        'a>end',
      ),
      'expression-value:',
    ],
    [
      'a function call',
      aFlow(
        [start, fill, exclusive('g'), a, end],
        'start>fill>g',
        'g>a?contains(poolClass, "x")',
        'g>end!',
        'a>end',
      ),
      'expression-not-allowed:',
    ],
    [
      'a branch that ends before the join',
      aFlow([start, fill, parallel('s'), a, b, end], 'start>fill>s>a>end', 's>b>end'),
      'block-open:end',
    ],
    [
      'a branch entered from the side',
      aFlow(
        [start, fill, exclusive('g'), parallel('s'), a, b, parallel('j'), end],
        'start>fill>g',
        'g>s!',
        'g>a?amount > 1',
        's>a>j>end',
        's>b>j',
      ),
      'block-crossed:a',
    ],
    ['a join without a split', aFlow([start, fill, parallel('j'), end], 'start>fill>j>end'), 'join-alone:j'],
    [
      'an unknown topic',
      aFlow([start, fill, service('s', 'nope'), end], 'start>fill>s>end'),
      'topic-unknown:s',
    ],
    [
      'a loop without people',
      aFlow([start, fill, exclusive('g'), exclusive('h'), end], 'start>fill>g>h', 'h>g?amount > 1', 'h>end!'),
      'idle-loop:g',
    ],
    [
      'a condition after a step',
      aFlow([start, fill, end], 'start>fill', 'fill>end?amount > 1'),
      'condition-here:',
    ],
  ])('refuses %s', (_, graph, code) => {
    expect(codes(graph)).toContain(code)
  })

  it('says each problem in both languages with the element named', () => {
    const [found] = checkFlow(aFlow([start, fill, service('s', 'nope'), end], 'start>fill>s>end'), topics)
    expect(found).toMatchObject({
      elementId: 's',
      zh: expect.stringContaining('“s”'),
      en: expect.stringContaining('nope'),
    })
  })
})

describe('parallel blocks', () => {
  it('knows the split and branch that each step stands within', () => {
    const { of, faults } = findBlocks(aParallel())
    expect(faults).toEqual([])
    expect(of.get('a')).toEqual([{ split: 'split', branch: 'split-a' }])
    expect(of.get('last')).toEqual([])
  })
})

/** A random flow: a chain in which each link is a step, an exclusive choice with a loop back, or a parallel block. */
const aRandomFlow = fc
  .array(fc.constantFrom('step', 'choice', 'loop', 'block'), { maxLength: 8 })
  .map((kinds) => {
    const nodes: FlowNode[] = [start, fill]
    const paths: string[] = ['start>fill']
    let last = 'fill'
    for (const [index, kind] of kinds.entries()) {
      const [x, y, z, w] = ['x', 'y', 'z', 'w'].map((letter) => `${letter}${index}`) as [
        string,
        string,
        string,
        string,
      ]
      if (kind === 'step') {
        nodes.push(aStep(x))
        paths.push(`${last}>${x}`)
        last = x
      } else if (kind === 'loop') {
        nodes.push(aStep(x), exclusive(y))
        paths.push(`${last}>${x}>${y}`, `${y}>fill?amount > 1`)
        nodes.push(aStep(z))
        paths.push(`${y}>${z}!`)
        last = z
      } else {
        const gate = kind === 'choice' ? exclusive : parallel
        nodes.push(gate(x), aStep(y), aStep(z), gate(w))
        paths.push(`${last}>${x}`)
        paths.push(
          kind === 'choice' ? `${x}>${y}?amount > 1` : `${x}>${y}`,
          kind === 'choice' ? `${x}>${z}!` : `${x}>${z}`,
        )
        paths.push(`${y}>${w}`, `${z}>${w}`)
        last = w
      }
    }
    nodes.push(end)
    paths.push(`${last}>end`)
    return aFlow(nodes, ...paths)
  })

describe('any flow of this family', () => {
  it('may be published and survives BPMN out and in', async () => {
    await fc.assert(
      fc.asyncProperty(aRandomFlow, async (graph) => {
        expect(codes(graph)).toEqual([])
        const back = await readBpmn(await writeBpmn(graph))
        expect(back.graph).toEqual(graph)
      }),
      { numRuns: 40 },
    )
  })

  it('is drawn without overlaps, inside the frame, forward edges from left to right, always alike', () => {
    fc.assert(
      fc.property(aRandomFlow, (graph) => {
        const drawing = layOut(graph)
        expect(layOut(graph)).toEqual(drawing)
        for (const [index, one] of drawing.nodes.entries()) {
          expect(one.x).toBeGreaterThanOrEqual(0)
          expect(one.x + one.width).toBeLessThanOrEqual(drawing.width)
          expect(one.y + one.height).toBeLessThanOrEqual(drawing.height)
          for (const two of drawing.nodes.slice(index + 1)) {
            const apart =
              one.x + one.width <= two.x ||
              two.x + two.width <= one.x ||
              one.y + one.height <= two.y ||
              two.y + two.height <= one.y
            expect(apart, `${one.id} over ${two.id}`).toBe(true)
          }
        }
        for (const line of drawing.edges) {
          for (const point of line.points) {
            expect(point.x).toBeGreaterThanOrEqual(0)
            expect(point.y).toBeGreaterThanOrEqual(0)
            expect(point.y).toBeLessThanOrEqual(drawing.height)
          }
          const xs = line.points.map((point) => point.x)
          if (!line.back) expect(xs).toEqual([...xs].sort((p, q) => p - q))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('draws loops of the definition as back edges, and returns below everything', () => {
    const graph = aFlow(
      [start, fill, aStep('x'), exclusive('g'), end],
      'start>fill>x>g',
      'g>fill?amount > 1',
      'g>end!',
    )
    const drawing = layOut(graph)
    expect(drawing.edges.filter((each) => each.back).map((each) => each.id)).toEqual(['g-fill'])
    const box = (id: string) => drawing.nodes.find((each) => each.id === id) as (typeof drawing.nodes)[number]
    const arc = arcBelow(drawing, box('x'), box('fill'), 1)
    expect(Math.max(...arc.map((point) => point.y))).toBeGreaterThan(
      Math.max(...drawing.nodes.map((each) => each.y + each.height)),
    )
  })

  it('hangs a timer on its host', () => {
    const drawing = layOut(rich)
    const host = drawing.nodes.find((each) => each.id === 'work') as (typeof drawing.nodes)[number]
    const timer = drawing.nodes.find((each) => each.id === 'late') as (typeof drawing.nodes)[number]
    expect(timer.x).toBeGreaterThanOrEqual(host.x)
    expect(timer.x + timer.width).toBeLessThanOrEqual(host.x + host.width)
  })
})
