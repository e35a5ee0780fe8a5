import type { ResourceItem, SystemTopology } from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { BOX_HEIGHT, layoutTopology } from './layout.ts'

function item(id: string, kind: ResourceItem['kind'], cloud = 'c1'): ResourceItem {
  return { id, kind, name: id, cloud: { id: cloud, name: cloud, isSimulated: true } } as ResourceItem
}
const topologyOf = (
  items: readonly ResourceItem[],
  links: readonly (readonly [string, string])[],
): SystemTopology => ({
  items: [...items],
  links: links.map(([resourceId, standsOnId]) => ({ resourceId, standsOnId })),
  isCut: false,
  asOf: '2026-09-15T00:00:00.000Z',
})
/** Forty servers on one subnet, a volume each, and one server on another cloud. */
function large(): SystemTopology {
  const forty = Array.from({ length: 40 }, (_, index) => index)
  return topologyOf(
    [
      item('project', 'project'),
      item('net', 'network'),
      item('sub', 'subnet'),
      ...forty.map((n) => item(`s${n}`, 'server')),
      ...forty.map((n) => item(`v${n}`, 'volume')),
      item('alone', 'server', 'c2'),
    ],
    [
      ['sub', 'net'],
      ...forty.map((n) => [`s${n}`, 'sub'] as const),
      ...forty.map((n) => [`v${n}`, `s${n}`] as const),
    ],
  )
}

describe('the topology of a system', () => {
  it('draws alike ones as one box, so that more than eighty resources are five boxes and three lines', () => {
    const { boxes, lines, frames, groups } = layoutTopology(large(), new Set())
    expect(boxes.map(({ kind, items }) => `${kind} ${items.length}`).toSorted()).toEqual([
      'network 1',
      'server 1',
      'server 40',
      'subnet 1',
      'volume 40',
    ])
    expect(lines.map(({ from, to }) => `${from.kind}>${to.kind}`).toSorted()).toEqual([
      'server>subnet',
      'subnet>network',
      'volume>server',
    ])
    expect(frames.map(({ cloudId }) => cloudId)).toEqual(['c1', 'c2'])
    expect(groups.map(({ count }) => count)).toEqual([40, 40])
  })

  it('opens one group into its members, each with its own line, and no box covers another', () => {
    const all = large()
    const servers = layoutTopology(all, new Set()).groups.find(({ kind }) => kind === 'server')
    const { boxes, lines } = layoutTopology(all, new Set([servers?.key ?? '']))
    expect(boxes.filter(({ kind }) => kind === 'server')).toHaveLength(41)
    expect(lines.filter(({ from }) => from.kind === 'server')).toHaveLength(40)
    for (const [index, one] of boxes.entries())
      for (const other of boxes.slice(index + 1))
        expect(one.x !== other.x || Math.abs(one.y - other.y) >= BOX_HEIGHT).toBe(true)
  })

  it('keeps apart what stands on different things, and ends on a ring', () => {
    const servers = Array.from({ length: 8 }, (_, index) => item(`s${index}`, 'server'))
    const apart = topologyOf(
      [item('a', 'subnet'), item('b', 'subnet'), ...servers],
      servers.map(({ id }, index) => [id, index < 4 ? 'a' : 'b'] as const),
    )
    expect(layoutTopology(apart, new Set()).groups.map(({ count }) => count)).toEqual([4, 4])
    const ring = topologyOf(
      [item('x', 'volume'), item('y', 'volume')],
      [
        ['x', 'y'],
        ['y', 'x'],
      ],
    )
    expect(layoutTopology(ring, new Set()).boxes).toHaveLength(2)
  })
})
