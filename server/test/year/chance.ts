/** What happens in a month, by the seed alone: the same seed tells the same year. Nothing happens twice to one resource in a month. */
import { aLife, DAY_S, type Dice, SERVERS, VOLUMES_GIB } from './births.ts'
import { beginOf } from './civil.ts'
import type { Change } from './ledger.ts'
import { isAlive, type Life, lastOf } from './life.ts'

const HOUR_S = 3600

/** Shares of what there is, in a month; of each there is at least one, so that a small province sees everything. */
const RATES = {
  resize: 0.02,
  grow: 0.015,
  pause: 0.015,
  move: 0.01,
  migrate: 0.005,
  release: 0.01,
  order: 0.01,
  silence: 0.005,
  outage: 0.05,
  lateSilence: 0.004,
  lateRelease: 0.003,
} as const

export interface MonthPlan {
  readonly delivered: readonly Life[]
  /** One after another: the second ends what the first began. */
  readonly steps: readonly (readonly Change[])[]
  readonly unseen: { readonly lives: readonly Life[]; readonly from: number; readonly to: number } | null
}

type Fits = (life: Life) => boolean
type Draw = (rate: number, fits?: Fits) => readonly Life[]

/** Draws without replacement from what nothing has happened to yet, and what the saving programme does not look at. */
function urnOf({ resources, upTo }: Dice, month: string, lives: readonly Life[]): Draw {
  const before = beginOf(month) + DAY_S
  const free = lives.filter(
    (life) =>
      life.sort === null && isAlive(life) && lastOf(life).condition === 'serving' && lastOf(life).at < before,
  )
  return (rate, fits = () => true) => {
    const wanted = Math.max(1, Math.round(rate * resources))
    const drawn: Life[] = []
    for (let tries = wanted * 40; drawn.length < wanted && tries > 0 && free.length > 0; tries--) {
      const at = upTo(free.length)
      const life = free[at] as Life
      if (!fits(life)) continue
      drawn.push(life)
      free[at] = free.at(-1) as Life
      free.pop()
    }
    return drawn
  }
}

/** Between the fourth and the twenty-seventh day, to the second. */
const someTime = ({ upTo }: Dice, month: string) => beginOf(month) + 3 * DAY_S + upTo(23 * DAY_S)

const isServer: Fits = ({ kind }) => kind === 'server'
const isVolume: Fits = ({ kind }) => kind === 'volume'

export function aMonth(dice: Dice, number: number, month: string, lives: readonly Life[]): MonthPlan {
  const draw = urnOf(dice, month, lives)
  const timed = (some: readonly Life[]) => some.map((life) => ({ life, at: someTime(dice, month) }))
  const changes = changesOf(dice, draw, timed)
  const migrated = timed(draw(RATES.migrate))
  const released = timed(draw(RATES.release))
  const paused = timed(draw(RATES.pause, isServer))
  const silent = timed(draw(RATES.silence))
  // Switched off in the first month, and never again on: the saving programme is to find them.
  const asleep = number === 0 ? timed(lives.filter(({ sort }) => sort === 'stopped')) : []
  const orders = Array.from({ length: Math.max(1, Math.round(RATES.order * dice.resources)) }, () =>
    aLife(dice, someTime(dice, month), number),
  )
  // To another provider: a new one there in the second in which the old one is given back.
  const arrived = migrated.map(({ life, at }) => {
    const { kind, body, system } = life
    return aLife(dice, at, number, { kind, body, system, amounts: lastOf(life).amounts })
  })
  const into = (some: ReturnType<typeof timed>, condition: NonNullable<Change['condition']>) =>
    some.map((one): Change => ({ ...one, condition }))
  const backFrom = (some: ReturnType<typeof timed>, span: number) =>
    some.map(({ life, at }): Change => ({ life, at: at + 1 + dice.upTo(span), condition: 'serving' }))
  return {
    delivered: [...orders, ...arrived],
    steps: [
      [
        ...changes,
        ...into([...paused, ...asleep], 'stopped'),
        ...into([...released, ...migrated], 'over'),
        ...into(silent, 'unseen'),
      ],
      [...backFrom(paused, 2 * DAY_S), ...backFrom(silent, DAY_S)],
    ],
    unseen: number % 3 === 1 ? anOutage(dice, draw, month) : null,
  }
}

/** Made larger or smaller, grown, moved to the other pool of the same provider. */
function changesOf(
  { province, pick }: Dice,
  draw: Draw,
  timed: (some: readonly Life[]) => readonly { readonly life: Life; readonly at: number }[],
): readonly Change[] {
  const otherPool = (life: Life) =>
    province.pools.findIndex(
      ({ provider }, number) => provider === life.provider && number !== lastOf(life).pool,
    )
  const cores = (life: Life) => lastOf(life).amounts[0] ?? 0
  return [
    ...timed(draw(RATES.resize, isServer)).map((one) => ({
      ...one,
      amounts: pick(SERVERS.filter(([vcpus]) => vcpus !== cores(one.life))),
    })),
    ...timed(draw(RATES.grow, isVolume)).map((one) => ({
      ...one,
      amounts: [cores(one.life) + pick(VOLUMES_GIB)],
    })),
    ...timed(draw(RATES.move)).map((one) => ({ ...one, pool: otherPool(one.life) })),
  ]
}

/** For some hours nobody looked at a part of what one pool holds. */
function anOutage({ province, upTo }: Dice, draw: Draw, month: string): MonthPlan['unseen'] {
  const pool = upTo(province.pools.length)
  const from = beginOf(month) + 14 * DAY_S + upTo(DAY_S)
  const lives = draw(RATES.outage, (life) => lastOf(life).pool === pool)
  return lives.length === 0 ? null : { lives, from, to: from + 3 * HOUR_S + upTo(9 * HOUR_S) }
}

/** What becomes known of a month when its bills are out: only of what nothing else happened to. */
export function aLateMonth(
  dice: Dice,
  month: string,
  lives: readonly Life[],
): readonly (readonly Change[])[] {
  const draw = urnOf(dice, month, lives)
  const silent = draw(RATES.lateSilence).map(
    (life): Change => ({ life, at: someTime(dice, month), condition: 'unseen' }),
  )
  const gone = draw(RATES.lateRelease).map(
    (life): Change => ({ life, at: someTime(dice, month), condition: 'over' }),
  )
  const back = silent.map(
    ({ life, at }): Change => ({
      life,
      at: at + 3 * HOUR_S + dice.upTo(2 * DAY_S),
      condition: 'serving',
    }),
  )
  return [[...silent, ...gone], back]
}
