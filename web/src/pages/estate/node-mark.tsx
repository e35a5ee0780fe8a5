import type { EstateCloud, EstateNode } from '@yunheng/contract'
import type { ReactNode } from 'react'
import { useGoTo } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import type { PlacedNode } from './placed-node.ts'

type NodeKind = EstateNode['kind']

/** Each role has its own shape, so that colour is left to say how the cloud is. */
const SHAPES: Readonly<Record<NodeKind, ReactNode>> = {
  backbone: <rect x="-9" y="-9" width="18" height="18" rx="2" />,
  'dr-same-city': <path d="M0 -10 10 0 0 10 -10 0z" />,
  'dr-remote': <path d="M0 -10 9 6 -9 6z" />,
  edge: <circle r="6" />,
  'department-integrated': <path d="M-8 -5 0 -9 8 -5V5L0 9-8 5z" />,
}
const KINDS = Object.keys(SHAPES) as readonly NodeKind[]

const TONE: Readonly<Record<EstateCloud['state'], string>> = {
  healthy: 'good',
  degraded: 'attention',
  unreachable: 'bad',
  suspended: 'off',
  new: 'unknown',
}

/** A node on the map: leads to its cloud, by pointer and by keyboard, and says what it is. */
export function NodeMark({
  placed: { cloud, node, spot },
  isNamed,
}: {
  readonly placed: PlacedNode
  readonly isNamed: boolean
}) {
  const t = useText('estate')
  const terms = useText('terms')
  const go = useGoTo()
  const place = to('cloud', { id: cloud.id })
  const words = t('map.node', {
    name: node.name,
    kind: terms(`node-kind.${node.kind}`),
    cloud: cloud.name,
    state: terms(`cloud.${cloud.state}`),
  })
  const isLeft = spot.x < spot.realX - 1
  const said = cloud.isOld ? `${words} · ${t('old')}` : words
  return (
    <>
      {(spot.x !== spot.realX || spot.y !== spot.realY) && (
        <line className="yh-map-lead" x1={spot.realX} y1={spot.realY} x2={spot.x} y2={spot.y} />
      )}
      <a
        href={place.path}
        aria-label={said}
        className={`yh-map-node yh-map-${TONE[cloud.state]}${isNamed ? '' : ' yh-map-unnamed'}${cloud.isOld ? ' yh-map-old' : ''}`}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          go(place)
        }}
      >
        <title>{said}</title>
        <g transform={`translate(${spot.x} ${spot.y})`}>
          <circle className="yh-map-halo" r="14" />
          {SHAPES[node.kind]}
          {/* Drawn apart to the left, its name stands on the left: not over its neighbour. */}
          <text x={isLeft ? -15 : 15} y="4" textAnchor={isLeft ? 'end' : 'start'}>
            {node.name}
          </text>
        </g>
      </a>
    </>
  )
}

/** What the shapes mean, in words. */
export function MapLegend({ isMoved }: { readonly isMoved: boolean }) {
  const t = useText('estate')
  const terms = useText('terms')
  return (
    <section className="yh-map-legend" aria-label={t('map.legend')}>
      {KINDS.map((kind) => (
        <span key={kind}>
          <svg viewBox="-12 -12 24 24" width="18" height="18" aria-hidden="true">
            {SHAPES[kind]}
          </svg>
          {terms(`node-kind.${kind}`)}
        </span>
      ))}
      <span>
        <svg viewBox="0 0 24 12" width="24" height="12" aria-hidden="true" className="yh-map-link">
          <line x1="0" y1="6" x2="24" y2="6" />
        </svg>
        {t('map.legend-dr')}
      </span>
      <span>
        <svg viewBox="0 0 24 12" width="24" height="12" aria-hidden="true" className="yh-map-link yh-map-bad">
          <line x1="0" y1="6" x2="24" y2="6" />
        </svg>
        {t('map.legend-bad')}
      </span>
      {isMoved && <span className="yh-quiet">{t('map.moved')}</span>}
    </section>
  )
}
