import { randomUUID } from 'node:crypto'
import { type DifferenceKind, statementOperations as operations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { seeded } from '../../../../test/kit/exact-bills.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { yuanOf } from '../../../platform/money.ts'
import { instantOf, windowOfMonth } from '../../metering/index.ts'
import {
  csvOf,
  type Dimension,
  differencesOf,
  type Held,
  handIn,
  type Line,
  lineOf,
  type Thing,
  writeMonth,
} from '../month.fixture.ts'

const server = useServer()
const MONTHS = ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09']
const DIMENSIONS: readonly Dimension[] = ['vcpu', 'memory-gib', 'root-disk-gib']
const SOUND = 60
const EACH = 3

interface Expected {
  readonly kind: DifferenceKind
  readonly about: string
  readonly billed: bigint
  readonly platform: bigint
}

interface Month {
  readonly things: readonly Thing[]
  readonly lines: readonly Line[]
  readonly expected: readonly Expected[]
}

type Random = () => number

function anyThing(random: Random, dimensions: number, change: Partial<Thing> = {}): Thing {
  const held = DIMENSIONS.slice(0, dimensions).map((dimension) => ({
    dimension,
    held: BigInt(1 + Math.floor(random() * 2_000_000)) * 3_600_000n,
    fen: BigInt(100 + Math.floor(random() * 5_000_000)),
  }))
  return {
    id: randomUUID(),
    isApproved: true,
    externalId: `i-${randomUUID()}`,
    endedAt: null,
    held,
    ...change,
  }
}

/** One resource with one error of a kind: as the platform has it, as it is billed, and what is to be found. */
type Plant = (
  random: Random,
  month: string,
) => { thing?: Thing; lines: readonly Line[]; found: readonly Expected[] }

const share = (value: bigint, permille: bigint) => (value * permille) / 1000n
const one = (thing: Thing) => thing.held[0] as Held & { readonly fen: bigint }
const PLANTS: Readonly<Record<string, Plant>> = {
  unknown: () => {
    const resource = `Foreign-${randomUUID()}`
    const line = { resource, item: 'vcpu', quantity: '5', unit: 'vCPU-Hours', yuan: '12.30' }
    return {
      lines: [line, { ...line, item: '内存', yuan: '0.01' }],
      found: [{ kind: 'unknown-resource', about: `${resource} -`, billed: 1231n, platform: 0n }],
    }
  },
  'not approved': (random) => {
    const thing = anyThing(random, 1, { isApproved: false })
    const found = {
      kind: 'not-approved',
      about: `${thing.id} vcpu`,
      billed: one(thing).fen,
      platform: 0n,
    } as const
    return { thing, lines: [lineOf(thing, one(thing))], found: [found] }
  },
  'never approved': (random) => {
    const thing = anyThing(random, 2, { isApproved: false })
    return {
      thing,
      lines: [],
      found: [{ kind: 'never-approved', about: `${thing.id} -`, billed: 0n, platform: 0n }],
    }
  },
  'released before': (random, month) => {
    const endedAt = instantOf(windowOfMonth(month).from - 100)
    const whole = anyThing(random, 1)
    const thing = { ...whole, held: [], endedAt }
    const found = {
      kind: 'after-release',
      about: `${thing.id} vcpu`,
      billed: one(whole).fen,
      platform: 0n,
    } as const
    return { thing, lines: [lineOf(thing, one(whole))], found: [found] }
  },
  'released within': (random, month) => {
    const thing = anyThing(random, 1, { endedAt: instantOf(windowOfMonth(month).from + 100) })
    const { held, fen } = one(thing)
    const found = {
      kind: 'after-release',
      about: `${thing.id} vcpu`,
      billed: fen * 2n,
      platform: fen,
    } as const
    return {
      thing,
      lines: [lineOf(thing, { ...one(thing), held: held * 2n, fen: fen * 2n })],
      found: [found],
    }
  },
  'not measured': (random) => {
    const whole = anyThing(random, 1)
    const thing = { ...whole, held: [] }
    const found = {
      kind: 'not-measured',
      about: `${thing.id} vcpu`,
      billed: one(whole).fen,
      platform: 0n,
    } as const
    return { thing, lines: [lineOf(thing, one(whole))], found: [found] }
  },
  more: (random) => {
    const thing = anyThing(random, 1)
    const { held, fen } = one(thing)
    const more = { ...one(thing), held: share(held, 1300n), fen: share(fen, 1300n) }
    const found = {
      kind: 'quantity-over',
      about: `${thing.id} vcpu`,
      billed: more.fen,
      platform: fen,
    } as const
    return { thing, lines: [lineOf(thing, more)], found: [found] }
  },
  less: (random) => {
    const thing = anyThing(random, 1)
    const { held, fen } = one(thing)
    const less = { ...one(thing), held: share(held, 700n), fen: share(fen, 700n) }
    const found = {
      kind: 'quantity-under',
      about: `${thing.id} vcpu`,
      billed: less.fen,
      platform: fen,
    } as const
    return { thing, lines: [lineOf(thing, less)], found: [found] }
  },
  dearer: (random) => {
    const thing = anyThing(random, 1)
    const { fen } = one(thing)
    const found = {
      kind: 'price-differs',
      about: `${thing.id} vcpu`,
      billed: fen + 7n,
      platform: fen,
    } as const
    return { thing, lines: [lineOf(thing, { ...one(thing), fen: fen + 7n })], found: [found] }
  },
  'as a whole': (random) => {
    const thing = anyThing(random, 3)
    const fen = thing.held.reduce((sum, each) => sum + (each.fen ?? 0n), 0n)
    const line = {
      resource: thing.id.toUpperCase(),
      item: '云主机',
      quantity: '1',
      unit: '台·月',
      yuan: yuanOf(fen + 900n),
    }
    const found = {
      kind: 'amount-differs',
      about: `${thing.id} -`,
      billed: fen + 900n,
      platform: fen,
    } as const
    return { thing, lines: [line], found: [found] }
  },
  unpriced: (random) => {
    const whole = anyThing(random, 1)
    const thing = { ...whole, held: [{ ...one(whole), fen: null }] }
    const found = {
      kind: 'no-price',
      about: `${thing.id} vcpu`,
      billed: one(whole).fen,
      platform: 0n,
    } as const
    return { thing, lines: [lineOf(thing, one(whole))], found: [found] }
  },
  forgotten: (random) => {
    const thing = anyThing(random, 3)
    const fen = thing.held.reduce((sum, each) => sum + (each.fen ?? 0n), 0n)
    return {
      thing,
      lines: [],
      found: [{ kind: 'not-billed', about: `${thing.id} -`, billed: 0n, platform: fen }],
    }
  },
  twice: (random) => {
    const thing = anyThing(random, 2)
    const lines = thing.held.map((each) => lineOf(thing, each))
    const found = {
      kind: 'duplicate',
      about: `${thing.id} vcpu`,
      billed: one(thing).fen * 2n,
      platform: 0n,
    } as const
    return { thing, lines: [...lines, lines[0] as Line, lines[0] as Line], found: [found] }
  },
  rounded: (random) => {
    const thing = anyThing(random, 1)
    const { fen } = one(thing)
    const found = { kind: 'rounding', about: `${thing.id} vcpu`, billed: fen - 1n, platform: fen } as const
    return { thing, lines: [lineOf(thing, { ...one(thing), fen: fen - 1n })], found: [found] }
  },
}

function anyMonth(month: string, seed: number): Month {
  const random = seeded(seed)
  const sound = Array.from({ length: SOUND }, (_, n) => anyThing(random, 1 + (n % 3)))
  // Billed as a whole to the 分, and in two stretches: nothing to be found.
  const whole = anyThing(random, 3)
  const wholeFen = whole.held.reduce((sum, each) => sum + (each.fen ?? 0n), 0n)
  const planted = Object.values(PLANTS).flatMap((plant) =>
    Array.from({ length: 1 + Math.floor(random() * EACH) }, () => plant(random, month)),
  )
  const lines = [
    ...sound.flatMap((thing) => thing.held.map((each) => lineOf(thing, each))),
    { resource: whole.id, item: 'ecs.c7.large', quantity: '', unit: '', yuan: yuanOf(wholeFen) },
    ...planted.flatMap((each) => each.lines),
  ]
  return {
    things: [...sound, whole, ...planted.flatMap(({ thing }) => thing ?? [])],
    lines: lines
      .map((line) => ({ line, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ line }) => line),
    expected: planted.flatMap(({ found }) => found),
  }
}

const sorted = (all: readonly Expected[]) =>
  all.map(({ kind, about, billed, platform }) => `${kind} ${about} ${billed} ${platform}`).sort()

beforeAll(() => server.current.clock.set('2026-10-12T02:00:00.000Z'))

describe('reconciliation', () => {
  it.each(MONTHS.map((month, index) => [month, index + 1] as const))(
    'every planted error of %s is found, none is invented, and sums agree to the 分 (property)',
    async (month, seed) => {
      const { people } = server.current.world
      const { things, lines, expected } = anyMonth(month, seed)
      await writeMonth(server.current, month, things)
      const answer = await handIn(server.current, people.providerAdmin, month, csvOf(month, lines))
      expect([answer.status, answer.body.errors]).toEqual([200, 0])
      const found = await differencesOf(server.current, answer.body)
      const seen = found.map((row) => ({
        kind: row.kind,
        about: `${row.resource?.id ?? row.resourceRef} ${row.dimension ?? '-'}`,
        billed: BigInt(row.billed.amountMinor),
        platform: BigInt(row.platform.amountMinor),
      }))
      expect(sorted(seen)).toEqual(sorted(expected))
      const { statement } = answer.body
      const delta = found.reduce((sum, row) => sum + row.delta.amountMinor, 0)
      const approved = things.filter(({ isApproved }) => isApproved)
      const owed = approved.flatMap(({ held }) => held).reduce((sum, { fen }) => sum + (fen ?? 0n), 0n)
      expect((statement?.amount.amountMinor ?? 0) - delta).toBe(Number(owed))
      expect(statement?.ledgers?.approved.amount.amountMinor).toBe(Number(owed))
      expect(statement?.kinds.reduce((sum, kind) => sum + kind.delta.amountMinor, 0)).toBe(delta)
      expect(found.every((row) => (row.kind === 'rounding') === (row.state === 'settled'))).toBe(true)
    },
  )

  it('compared again it is the same: not a row is written anew', async () => {
    const { people } = server.current.world
    const rows = async () =>
      (await server.current.database.owner.query('select xmin::text, d::text from difference d order by id'))
        .rows
    const before = await rows()
    const { body } = await server.current.call(people.centre, operations.list, { query: {} })
    for (const { id } of body.items) {
      const { version } = (await server.current.call(people.centre, operations.get, { params: { id } })).body
      const again = await server.current.call(people.centre, operations.compare, {
        params: { id },
        body: { version },
      })
      expect(again.status).toBe(200)
    }
    expect(body.items).toHaveLength(MONTHS.length)
    expect(await rows()).toEqual(before)
  })
})
