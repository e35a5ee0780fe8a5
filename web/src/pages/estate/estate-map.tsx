import type { Estate, EstateLink } from '@yunheng/contract'
import { useMemo } from 'react'
import { GoTo, State } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { EmptyState, Panel } from '../../ui/index.ts'
import { EstateTable } from './estate-table.tsx'
import type { MapLayout, Spot } from './map-layout.ts'
import { MapLegend, NodeMark } from './node-mark.tsx'
import { type PlacedNode, placeNodes } from './placed-node.ts'

/** Beyond this many the names would cover each other: a mark then says its name when it is pointed at or focused. */
const NAMES_MAX = 40

/** Nodes where they stand, with what recovers what and how far away it is (R12). The table behind it says the same. */
export function EstateMap({ estate }: { readonly estate: Estate }) {
  const t = useText('estate')
  const { layout, placed, unplaced } = useMemo(() => placeNodes(estate), [estate])
  return (
    <>
      {placed.length === 0 ? (
        <EmptyState title={t('map.none')} why={t('map.none-why')} />
      ) : (
        <Panel title={t('tab.map')}>
          <MapPicture estate={estate} layout={layout} placed={placed} />
          <MapLegend isMoved={layout.isMoved} />
        </Panel>
      )}
      {unplaced.length > 0 && (
        <Panel title={t('map.unplaced')}>
          <ul className="yh-estate-unplaced">
            {unplaced.map(({ cloud, node }) => (
              <li key={node.id}>
                <State of="cloud" state={cloud.state} />{' '}
                <GoTo to={to('cloud', { id: cloud.id })}>{`${cloud.name} · ${node.name}`}</GoTo>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel title={t('tab.table')} flush>
        <EstateTable estate={estate} />
      </Panel>
    </>
  )
}

interface PictureProps {
  readonly estate: Estate
  readonly layout: MapLayout
  readonly placed: readonly PlacedNode[]
}

function MapPicture({ estate, layout, placed }: PictureProps) {
  const t = useText('estate')
  const title = t('map.title', { nodes: placed.length, links: estate.links.length })
  const at = new Map(placed.map((one) => [one.node.id, one.spot]))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone the picture scrolls, and what scrolls is reachable by keyboard
    <section className="yh-map" aria-label={title} tabIndex={0}>
      <svg viewBox={`0 0 ${layout.width} ${layout.height}`}>
        <title>{title}</title>
        <Grid layout={layout} />
        {estate.links.map((link) => (
          <Link key={`${link.fromNodeId}${link.toNodeId}`} link={link} at={at} min={estate.remoteKmMin} />
        ))}
        {placed.map((one) => (
          <NodeMark key={one.node.id} placed={one} isNamed={placed.length <= NAMES_MAX} />
        ))}
        <ScaleBar layout={layout} />
      </svg>
    </section>
  )
}

function Grid({ layout }: { readonly layout: MapLayout }) {
  const { width, height } = layout
  return (
    <g>
      <rect className="yh-map-ground" width={width} height={height} />
      {layout.meridians.map(({ degrees, at }) => (
        <g key={degrees}>
          <line className="yh-map-grid" x1={at} x2={at} y1={0} y2={height} />
          <text className="yh-map-degrees" x={at + 3} y={height - 5}>{`${degrees}°E`}</text>
        </g>
      ))}
      {layout.parallels.map(({ degrees, at }) => (
        <g key={degrees}>
          <line className="yh-map-grid" x1={0} x2={width} y1={at} y2={at} />
          <text className="yh-map-degrees" x={4} y={at - 3}>{`${degrees}°N`}</text>
        </g>
      ))}
    </g>
  )
}

interface LinkProps {
  readonly link: EstateLink
  readonly at: ReadonlyMap<string, Spot>
  readonly min: number
}

/** From a backbone to what recovers it, with the distance in words. */
function Link({ link, at, min }: LinkProps) {
  const t = useText('estate')
  const [from, target] = [at.get(link.fromNodeId), at.get(link.toNodeId)]
  if (!from || !target) return null
  const isBad = link.isFarEnough === false
  const km = link.km === null ? t('map.km-unknown') : t('map.km', { km: Math.round(link.km) })
  // Too short to write along: the distance stands under the name of what recovers.
  const isShort = Math.hypot(from.x - target.x, from.y - target.y) < 80
  const isLeft = isShort && target.x < target.realX - 1
  const words = isBad ? `${km} · ${t('map.too-near', { min })}` : km
  return (
    <g className={isBad ? 'yh-map-link yh-map-bad' : 'yh-map-link'}>
      <line x1={from.x} y1={from.y} x2={target.x} y2={target.y} />
      <text
        x={isShort ? target.x + (isLeft ? -15 : 15) : (from.x + target.x) / 2}
        y={isShort ? target.y + 20 : (from.y + target.y) / 2 - 5}
        textAnchor={isShort ? (isLeft ? 'end' : 'start') : 'middle'}
      >
        {words}
      </text>
    </g>
  )
}

function ScaleBar({ layout: { scale, width, height } }: { readonly layout: MapLayout }) {
  const t = useText('estate')
  const x = width - scale.length - 24
  const y = height - 24
  return (
    <g className="yh-map-scale">
      <path d={`M${x} ${y - 5}v5h${scale.length}v-5`} />
      <text x={x + scale.length / 2} y={y - 8} textAnchor="middle">
        {t('map.scale', { km: scale.km })}
      </text>
    </g>
  )
}
