/** What comes into being, by the seed: what stands there when the year begins, and what is ordered later. */
import { seeded } from '../kit/exact-bills.ts'
import { beginOf, FIRST_MONTH } from './civil.ts'
import { KINDS, type Kind, type Life, type Sort, uuidOf } from './life.ts'
import type { Province } from './province.ts'

const HOUR_S = 3600
export const DAY_S = 24 * HOUR_S

export const SERVERS = [
  [2, 4, 40],
  [2, 8, 40],
  [4, 8, 40],
  [4, 16, 40],
  [8, 16, 40],
  [8, 32, 40],
] as const
export const VOLUMES_GIB = [20, 40, 100, 200, 500] as const
/** What there is of each: two volumes and an address for a server. */
const MIX: readonly Kind[] = [...KINDS, 'volume']

/** Of all, of each sort: what the saving programme has to find, and what is to be left alone by it. */
const SORT_SHARE = 0.004
const SORTS: readonly (readonly [Sort, Kind, amounts: readonly number[]])[] = [
  ['idle', 'server', [4, 8, 40]],
  ['oversized', 'server', [8, 16, 40]],
  ['stopped', 'server', [4, 16, 40]],
  ['orphan', 'volume', [500]],
  ['busy', 'server', [2, 4, 40]],
]

/** The one source of chance of a year. */
export interface Dice {
  readonly resources: number
  readonly province: Province
  readonly random: () => number
  /** So often it was thrown. */
  drawn: number
  upTo(limit: number): number
  pick<T>(from: readonly T[]): T
  /** So many have been made. */
  made: number
}

/** @param before as they lay when they were thrown last. */
export function createDice(
  resources: number,
  seed: number,
  province: Province,
  before: Pick<Dice, 'made' | 'drawn'> = { made: 0, drawn: 0 },
): Dice {
  const next = seeded(seed)
  for (let thrown = 0; thrown < before.drawn; thrown++) next()
  const random = () => {
    dice.drawn += 1
    return next()
  }
  const upTo = (limit: number) => Math.floor(random() * limit)
  const dice: Dice = {
    ...{ resources, province, random, upTo, made: before.made, drawn: before.drawn },
    pick: (from) => from[upTo(from.length)] as never,
  }
  return dice
}

type Given = Partial<Pick<Life, 'kind' | 'body' | 'system' | 'sort'>> & {
  readonly amounts?: readonly number[]
}

/** @param known number of the month on whose bill it is first. */
export function aLife(dice: Dice, at: number, known: number, given: Given = {}): Life {
  const { province, upTo, pick } = dice
  dice.made += 1
  const kind = given.kind ?? (MIX[dice.made % MIX.length] as Kind)
  const pool = upTo(province.pools.length)
  const body = given.body ?? Math.floor(dice.made / MIX.length) % province.bodies.length
  const amounts =
    given.amounts ?? (kind === 'server' ? [...pick(SERVERS)] : kind === 'volume' ? [pick(VOLUMES_GIB)] : [1])
  return {
    id: uuidOf(1, dice.made),
    externalId: `i-${dice.made.toString(36).padStart(6, '0')}`,
    kind,
    body,
    system: given.system ?? upTo(province.bodies[body]?.systems.length ?? 1),
    provider: province.pools[pool]?.provider ?? 0,
    sort: given.sort ?? null,
    stretches: [{ at, known, condition: 'serving', pool, amounts, isSaving: false }],
  }
}

/** All of it is delivered on the first day. */
export function aStock(dice: Dice): readonly Life[] {
  const begin = beginOf(FIRST_MONTH)
  const each = Math.max(2, Math.round(dice.resources * SORT_SHARE))
  const sorts = SORTS.flatMap(([sort, kind, amounts]) =>
    Array.from({ length: each }, (_, nth) =>
      // In the first hour; each of a sort with another body.
      aLife(dice, begin + dice.upTo(HOUR_S), 0, {
        sort,
        kind,
        amounts,
        body: nth % dice.province.bodies.length,
      }),
    ),
  )
  const others = Array.from({ length: Math.max(0, dice.resources - sorts.length) }, () =>
    aLife(dice, begin + dice.upTo(DAY_S), 0),
  )
  return [...sorts, ...others]
}
