/** Bonds between systems (亲和约束): what keeps one, and which contradict each other. Rules only. */
import type { PlacementBondKind, PlacementBondLevel, PlacementBondStrength, Text } from '@yunheng/contract'

/** A bond of the system that is placed, with where the other one stands. */
export interface Bond {
  readonly id: string
  readonly kind: PlacementBondKind
  readonly level: PlacementBondLevel
  readonly strength: PlacementBondStrength
  readonly other: { readonly id: string; readonly name: string }
  /** At the level of the bond; empty while it stands nowhere. A bond to one host is kept here by the pool of the hosts. */
  readonly at: ReadonlySet<string>
}

/** Where a candidate is. */
export type Place = Readonly<Record<PlacementBondLevel, string>>

export function isKept({ kind, level, at }: Bond, place: Place): boolean {
  if (at.size === 0) return true
  // A pool has many hosts: two of them can be found in it, as one can.
  if (kind === 'apart') return level === 'host' || !at.has(place[level])
  return at.has(place[level])
}

/** The first bond that must be kept and would not be. */
export function findBroken(bonds: readonly Bond[], kind: PlacementBondKind, place: Place): Bond | null {
  return bonds.find((bond) => bond.kind === kind && bond.strength === 'must' && !isKept(bond, place)) ?? null
}

/** Of the bonds that are only preferred, the share that is kept. */
export function shareKept(preferred: readonly Bond[], place: Place): number {
  return preferred.length === 0
    ? 0
    : preferred.filter((bond) => isKept(bond, place)).length / preferred.length
}

/** From narrow to wide. */
const WIDTH: Readonly<Record<PlacementBondLevel, number>> = {
  host: 0,
  zone: 1,
  node: 2,
  cloud: 3,
  provider: 4,
}

/** What binds a pair, whoever of the two asks. */
export interface Pledge {
  readonly kind: PlacementBondKind
  readonly level: PlacementBondLevel
  readonly strength: PlacementBondStrength
  readonly system_id: string
  readonly other_id: string
}

const binds = (pledge: Pledge, one: string, other: string) =>
  (pledge.system_id === one && pledge.other_id === other) ||
  (pledge.system_id === other && pledge.other_id === one)

/**
 * The bonds that cannot be kept together with the wanted one, the way from one system to the other; empty when all can. Who
 * shares a zone shares its node: so two that are together at a level, be it by way of others, cannot be apart at this
 * level or a wider one. What is only preferred contradicts nothing but its own opposite.
 */
export function findContradiction(known: readonly Pledge[], wanted: Pledge): readonly Pledge[] {
  const opposite = known.find(
    (one) =>
      one.kind !== wanted.kind && binds(one, wanted.system_id, wanted.other_id) && excludes(one, wanted),
  )
  if (opposite) return [opposite]
  if (wanted.strength === 'prefer') return []
  const must = known.filter((one) => one.strength === 'must')
  const ties = [...must, wanted].filter((one) => one.kind === 'together')
  const splits = wanted.kind === 'apart' ? [wanted] : must.filter((one) => one.kind === 'apart')
  for (const split of splits) {
    const way = findWay(
      ties.filter((tie) => WIDTH[tie.level] <= WIDTH[split.level]),
      split.system_id,
      split.other_id,
    )
    if (way !== null) return [...way, split].filter((one) => one !== wanted)
  }
  return []
}

/** Together in a place cannot be apart from it or from what it lies in. */
function excludes(one: Pledge, other: Pledge): boolean {
  const [tie, split] = one.kind === 'together' ? [one, other] : [other, one]
  return WIDTH[tie.level] <= WIDTH[split.level]
}

/** The shortest way over ties; null when there is none. */
function findWay(ties: readonly Pledge[], from: string, to: string): readonly Pledge[] | null {
  const ways = new Map<string, readonly Pledge[]>([[from, []]])
  const queue = [from]
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (at === to) return ways.get(at) as readonly Pledge[]
    for (const tie of ties) {
      if (tie.system_id !== at && tie.other_id !== at) continue
      const next = tie.system_id === at ? tie.other_id : tie.system_id
      if (ways.has(next)) continue
      ways.set(next, [...(ways.get(at) as readonly Pledge[]), tie])
      queue.push(next)
    }
  }
  return null
}

export const KIND_WORDS: Readonly<Record<PlacementBondKind, Text>> = {
  together: { zh: '亲和', en: 'together' },
  apart: { zh: '反亲和', en: 'apart' },
}

export const STRENGTH_WORDS: Readonly<Record<PlacementBondStrength, Text>> = {
  must: { zh: '必须', en: 'must' },
  prefer: { zh: '尽量', en: 'preferably' },
}

export const LEVEL_WORDS: Readonly<Record<PlacementBondLevel, Text>> = {
  host: { zh: '宿主机', en: 'host' },
  zone: { zh: '可用区', en: 'zone' },
  node: { zh: '节点', en: 'node' },
  cloud: { zh: '云平台', en: 'cloud' },
  provider: { zh: '服务商', en: 'provider' },
}

/** Of a candidate that a bond left out. */
export function bondWords({
  kind,
  level,
  other,
}: {
  readonly kind: PlacementBondKind
  readonly level: PlacementBondLevel
  readonly other: string
}): Text {
  const { zh, en } = LEVEL_WORDS[level]
  return kind === 'apart'
    ? {
        zh: `与“${other}”反亲和：不能在同一${zh}`,
        en: `bound apart from “${other}”: never on the same ${en}`,
      }
    : { zh: `与“${other}”亲和：必须在同一${zh}`, en: `bound together with “${other}”: on the same ${en}` }
}
