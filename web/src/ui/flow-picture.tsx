import { useEffect, useRef } from 'react'
import { saidOf, useText } from '../text/index.ts'
import './flow-picture.css'

export type FlowNodeState = 'idle' | 'done' | 'current' | 'overdue' | 'returned' | 'skipped' | 'rejected'
export type FlowNodeKind = 'start' | 'end' | 'user' | 'service' | 'exclusive' | 'parallel' | 'timer'

interface Point {
  readonly x: number
  readonly y: number
}

export interface FlowNode {
  readonly id: string
  readonly kind: FlowNodeKind
  readonly name: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly state: FlowNodeState
}

export interface FlowLayout {
  readonly width: number
  readonly height: number
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly {
    readonly id: string
    readonly points: readonly Point[]
    readonly label: string | null
    readonly taken: boolean
    readonly back: boolean
  }[]
  readonly arcs: readonly {
    readonly number: number
    readonly points: readonly Point[]
    readonly words: string
  }[]
}

/** From here on a picture may not fit beside other things. */
const WIDE = 640

/**
 * A flow as a picture, from ready layout data: past, now and still to come, returns as numbered back arcs.
 * `finding` is the one sentence that the picture says; the caller puts the list of steps beside it.
 */
export function FlowPicture({ layout, finding }: { readonly layout: FlowLayout; readonly finding: string }) {
  const t = useText('ui')
  const pad = 12
  const section = useRef<HTMLElement>(null)
  const now = layout.nodes.find((node) => node.state === 'current' || node.state === 'overdue')
  // Where it does not fit, what matters now is in view.
  useEffect(() => {
    const box = section.current
    if (!box || !now) return
    const share = (now.x + now.width / 2 + pad) / (layout.width + 2 * pad)
    box.scrollLeft = share * box.scrollWidth - box.clientWidth / 2
  }, [now, layout.width])
  return (
    // A wide picture scrolls, and what scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section ref={section} className="yh-flow" aria-label={saidOf(t('flow.picture'), finding)} tabIndex={0}>
      <svg
        viewBox={`${-pad} ${-pad} ${layout.width + 2 * pad} ${layout.height + 2 * pad}`}
        width={layout.width + 2 * pad}
        height={layout.height + 2 * pad}
        className={layout.width > WIDE ? 'yh-flow-wide' : undefined}
        role="img"
        aria-label={finding}
      >
        <title>{finding}</title>
        <defs>
          <marker
            id="yh-flow-head"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0.8 7 4 0 7.2z" className="yh-flow-arrow" />
          </marker>
        </defs>
        {layout.edges.map((edge) => (
          <g key={edge.id}>
            <polyline
              className={`yh-flow-edge${edge.taken ? ' yh-flow-taken' : ''}${edge.back ? ' yh-flow-loop' : ''}`}
              points={edge.points.map(({ x, y }) => `${x},${y}`).join(' ')}
              markerEnd="url(#yh-flow-head)"
            />
            {edge.label && <EdgeLabel points={edge.points} label={edge.label} />}
          </g>
        ))}
        {layout.arcs.map((arc) => {
          const middle = arc.points[Math.floor(arc.points.length / 2)] as Point
          return (
            <g key={arc.number} className="yh-flow-arc">
              <title>{arc.words}</title>
              <polyline
                points={arc.points.map(({ x, y }) => `${x},${y}`).join(' ')}
                markerEnd="url(#yh-flow-head)"
              />
              <circle cx={middle.x} cy={middle.y} r="9" />
              <text x={middle.x} y={middle.y} dominantBaseline="central" textAnchor="middle">
                {arc.number}
              </text>
            </g>
          )
        })}
        {layout.nodes.map((node) => (
          <Node key={node.id} node={node} />
        ))}
      </svg>
    </section>
  )
}

function EdgeLabel({ points, label }: { readonly points: readonly Point[]; readonly label: string }) {
  const [first, second] = points as [Point, Point]
  return (
    <text className="yh-flow-label" x={(first.x + second.x) / 2 + 4} y={(first.y + second.y) / 2 - 6}>
      {label}
    </text>
  )
}

function Node({ node }: { readonly node: FlowNode }) {
  const { x, y, width, height } = node
  const middle = { x: x + width / 2, y: y + height / 2 }
  const name = `yh-flow-node yh-flow-${node.kind} yh-flow-is-${node.state}`
  if (node.kind === 'start' || node.kind === 'end')
    return (
      <g className={name}>
        <circle cx={middle.x} cy={middle.y} r={Math.min(width, height) / 2 - 1} />
        <text x={middle.x} y={y + height + 14} textAnchor="middle">
          {node.name}
        </text>
      </g>
    )
  if (node.kind === 'exclusive' || node.kind === 'parallel')
    return (
      <g className={name}>
        <path
          d={`M${middle.x} ${y} L${x + width} ${middle.y} L${middle.x} ${y + height} L${x} ${middle.y} Z`}
        />
        <text x={middle.x} y={middle.y} textAnchor="middle" dominantBaseline="central">
          {node.kind === 'parallel' ? '+' : '×'}
        </text>
      </g>
    )
  return (
    <g className={name}>
      <rect x={x} y={y} width={width} height={height} rx="6" />
      <foreignObject x={x + 4} y={y + 2} width={width - 8} height={height - 4}>
        <div className="yh-flow-words">
          <span>{node.name}</span>
        </div>
      </foreignObject>
    </g>
  )
}
