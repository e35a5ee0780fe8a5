import type { ResourceItem } from '@yunheng/contract'
import { GoTo, SimulatedTag, State } from '../../../kit/index.ts'
import { to } from '../../../paths.ts'
import { useText } from '../../../text/index.ts'
import { BOX_HEIGHT, BOX_WIDTH, type Box, type Line, type TopologyLayout } from './layout.ts'
import './topology.css'

interface PictureProps {
  readonly layout: TopologyLayout
  readonly open: ReadonlySet<string>
  readonly onToggle: (group: string) => void
}

/** Boxes are links and buttons in reading order over drawn lines: the picture is walked by keyboard as it is read. */
export function TopologyPicture({ layout, open, onToggle }: PictureProps) {
  const t = useText('system')
  const terms = useText('terms')
  const opened = layout.groups.filter(({ key }) => open.has(key))
  const said = t('topology.said', {
    boxes: layout.boxes.length,
    lines: layout.lines.length,
    clouds: layout.frames.length,
  })
  return (
    <>
      {opened.length > 0 && (
        <p className="yh-topology-opened">
          {opened.map(({ key, kind, count }) => (
            <button key={key} type="button" onClick={() => onToggle(key)}>
              {t('topology.close', { kind: terms(`resource-kind.${kind}`), count })}
            </button>
          ))}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide picture scrolls, and what scrolls is reachable by keyboard */}
      <section className="yh-topology" aria-label={said} tabIndex={0}>
        <div style={{ width: layout.width, height: layout.height }}>
          <svg width={layout.width} height={layout.height} aria-hidden="true">
            {layout.frames.map((frame) => (
              <rect
                key={frame.cloudId}
                className="yh-topology-frame"
                x={frame.x + 0.5}
                y={frame.y + 0.5}
                width={frame.width - 1}
                height={frame.height - 1}
                rx="6"
              />
            ))}
            {layout.lines.map((line) => (
              <path key={line.key} className="yh-topology-line" d={pathOf(line)} />
            ))}
          </svg>
          {layout.frames.map((frame) => (
            <div key={frame.cloudId} className="yh-topology-cloud" style={{ top: frame.y + 6 }}>
              {frame.name} <SimulatedTag when={frame.isSimulated} />
            </div>
          ))}
          {layout.boxes.map((box) => (
            <div
              key={box.key}
              className="yh-topology-box"
              style={{ left: box.x, top: box.y, width: BOX_WIDTH, height: BOX_HEIGHT }}
            >
              <BoxWords box={box} onToggle={onToggle} />
            </div>
          ))}
        </div>
      </section>
    </>
  )
}

/** The gravest first: what one of many has, the box shows. */
const GRAVE: Readonly<Record<ResourceItem['state'], number>> = {
  missing: 0,
  faulty: 1,
  unknown: 2,
  removing: 3,
  'cooling-off': 4,
  changing: 5,
  building: 6,
  waiting: 7,
  stopped: 8,
  ready: 9,
  released: 10,
}

function gravest(items: readonly ResourceItem[]): ResourceItem['state'] {
  const rank = (state: ResourceItem['state']) => GRAVE[state]
  return (items.toSorted((a, b) => rank(a.state) - rank(b.state))[0] as ResourceItem).state
}

function BoxWords({ box, onToggle }: { readonly box: Box; readonly onToggle: (group: string) => void }) {
  const t = useText('system')
  const terms = useText('terms')
  const kind = terms(`resource-kind.${box.kind}`)
  const [first] = box.items
  if (first === undefined) return null
  if (box.items.length === 1)
    return (
      <>
        <GoTo to={to('resource', { id: first.id })} title={first.name}>
          {first.name}
        </GoTo>
        <span className="yh-small">
          <span className="yh-quiet">{kind}</span> <State of="resource" state={first.state} />
        </span>
      </>
    )
  return (
    <>
      <button type="button" aria-expanded={false} onClick={() => onToggle(box.key)}>
        {t('topology.many', { kind, count: box.items.length })}
      </button>
      <span className="yh-small">
        <State of="resource" state={gravest(box.items)} />
      </span>
    </>
  )
}

/** Between two rows, and how far before and behind a box a line turns into it. */
const LANE = 7
const TURN = 36

/** From the side that faces the other; within one column around its left. */
function pathOf({ from, to: target }: Line): string {
  const [y1, y2] = [from.y + BOX_HEIGHT / 2, target.y + BOX_HEIGHT / 2]
  if (from.x === target.x) return `M${from.x} ${y1}C${from.x - 28} ${y1} ${from.x - 28} ${y2} ${from.x} ${y2}`
  const isLeft = target.x < from.x
  const x1 = isLeft ? from.x : from.x + BOX_WIDTH
  const x2 = isLeft ? target.x + BOX_WIDTH : target.x
  // Over a column between them it runs beside the row, not behind the boxes.
  if (Math.abs(target.x - from.x) > BOX_WIDTH * 2) {
    const lane = y2 > y1 ? from.y + BOX_HEIGHT + LANE : from.y - LANE
    const turn = isLeft ? -TURN : TURN
    return `M${x1} ${y1}C${x1 + turn / 2} ${y1} ${x1 + turn / 2} ${lane} ${x1 + turn} ${lane}H${x2 - turn}C${x2 - turn / 2} ${lane} ${x2 - turn / 2} ${y2} ${x2} ${y2}`
  }
  const middle = (x1 + x2) / 2
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`
}
