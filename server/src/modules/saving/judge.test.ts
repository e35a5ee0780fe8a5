import { SAVING_RULES } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, daysBetween } from '../../platform/worktime/index.ts'
import type { Summary } from '../measure/index.ts'
import { SHIPPED_BOOK } from '../rule/index.ts'
import { lastDays, lastMonths, lengthOf } from './civil-days.ts'
import { refusePeriod } from './exemption.ts'
import type { JudgedMeasures, Measures } from './figures.ts'
import { type Exemption, type JudgedResource, judge, smallerSize, unrefuted } from './judge.ts'
import { windowsOf } from './judge-batch.ts'
import { type Prices, savingOf } from './judge-price.ts'
import { nextStep } from './notice.ts'
import { noticeTermsOf } from './notice-clock.ts'
import { thresholdsOf } from './thresholds.ts'

const thresholds = thresholdsOf(SHIPPED_BOOK)
const TODAY = '2026-11-20'
const windows = windowsOf(thresholds, TODAY)

/** A whole window at these values, every day alike. */
function flat(window: Measures['window'], permille: number, days = lengthOf(window)): Summary {
  const bucket = Math.min(19, Math.max(0, Math.ceil(permille / 50) - 1))
  const samples = days * 288
  return {
    days,
    samples,
    sum: permille * samples,
    peak: permille,
    peakSum: permille * days,
    histogram: Array.from({ length: 20 }, (_, at) => (at === bucket ? samples : 0)),
  }
}

interface Level {
  readonly cpu?: number
  readonly memory?: number
  readonly disk?: number
  /** Bytes a second. */
  readonly network?: number
  readonly days?: number
}

function at(window: Measures['window'], { cpu, memory, disk, network, days }: Level): Measures {
  const of = new Map<'cpu' | 'memory' | 'disk' | 'network', Summary>()
  if (cpu !== undefined) of.set('cpu', flat(window, cpu, days))
  if (memory !== undefined) of.set('memory', flat(window, memory, days))
  if (disk !== undefined) of.set('disk', flat(window, disk, days))
  if (network !== undefined) {
    const samples = lengthOf(window) * 288
    of.set('network', { ...flat(window, 0, days), sum: network * samples, peak: network })
  }
  return { window, of }
}

const measured = (level: Level): JudgedMeasures => ({
  idle: at(windows.idle, level),
  undersized: at(windows.undersized, level),
  months: windows.months.map((window) => at(window, level)),
})

const server: JudgedResource = {
  kind: 'server',
  vcpus: 8,
  memoryMiB: 16_384,
  deliveredOn: '2026-01-01',
  sizedOn: null,
  stoppedOn: null,
  isUnseen: false,
  unusedOn: null,
  expiresOn: null,
}
const volume: JudgedResource = { ...server, kind: 'volume', vcpus: 0, memoryMiB: 0 }
const ruleOf = (...given: Parameters<typeof judge>) => {
  const judgement = judge(...given)
  return judgement.is === 'found' ? judgement.finding.rule : judgement.is
}

const IDLE: Level = { cpu: 20, memory: 150, network: 100 }
const OVERSIZED: Level = { cpu: 150, memory: 250, network: 90_000 }
const STEADY: Level = { cpu: 400, memory: 600, disk: 400, network: 90_000 }

describe('what is found (R128)', () => {
  it.each<[string, JudgedResource, Level | null, string]>([
    ['idle for thirty days', server, IDLE, 'idle'],
    ['idle, but for its network', server, { ...IDLE, network: 2048 }, 'oversized'],
    ['idle, while its network is not told', server, { cpu: 20, memory: 150 }, 'oversized'],
    ['too large for three months', server, OVERSIZED, 'oversized'],
    ['CPU low, memory well used', server, { ...OVERSIZED, memory: 450 }, 'well'],
    ['CPU low, memory not told', server, { cpu: 150, network: 90_000 }, 'well'],
    ['just as large as it should be', server, STEADY, 'well'],
    ['at the limits exactly', server, { cpu: 300, memory: 400, network: 90_000 }, 'well'],
    ['too small by CPU', server, { ...STEADY, cpu: 760 }, 'undersized'],
    ['too small by memory', server, { ...STEADY, memory: 720 }, 'undersized'],
    ['its disk nearly full', server, { ...STEADY, disk: 850 }, 'undersized'],
    ['measured by nobody', server, null, 'unmeasured'],
    ['measured on too few days', server, { ...IDLE, days: 1 }, 'unmeasured'],
    ['made smaller within the last month', { ...server, sizedOn: '2026-10-31' }, OVERSIZED, 'well'],
    ['made smaller before the three months', { ...server, sizedOn: '2026-07-31' }, OVERSIZED, 'oversized'],
    ['made larger last week', { ...server, sizedOn: '2026-11-13' }, { ...STEADY, cpu: 760 }, 'unmeasured'],
    [
      'made larger the day before the week',
      { ...server, sizedOn: '2026-11-12' },
      { ...STEADY, cpu: 760 },
      'undersized',
    ],
    ['off tonight, as every night, and idle by day', { ...server, stoppedOn: '2026-11-19' }, IDLE, 'idle'],
    ['off tonight, too large by day', { ...server, stoppedOn: TODAY }, OVERSIZED, 'oversized'],
    ['off tonight, too small by day', { ...server, stoppedOn: TODAY }, { ...STEADY, cpu: 760 }, 'undersized'],
    ['off for 30 days', { ...server, stoppedOn: '2026-10-21' }, null, 'well'],
    ['off for 31 days', { ...server, stoppedOn: '2026-10-20' }, null, 'stopped'],
    ['a volume in use', volume, null, 'well'],
    ['a volume that nothing uses', { ...volume, unusedOn: '2026-09-01' }, null, 'orphan'],
    ['a volume taken off last week', { ...volume, unusedOn: '2026-11-13' }, null, 'well'],
    ['over since yesterday', { ...server, expiresOn: '2026-11-19' }, STEADY, 'expired'],
    ['over at the end of today', { ...server, expiresOn: TODAY }, STEADY, 'well'],
    [
      'over, off and idle: one thing alone',
      { ...server, expiresOn: '2026-11-01', stoppedOn: '2026-01-01' },
      IDLE,
      'expired',
    ],
    ['too small to be made smaller', { ...server, vcpus: 1, memoryMiB: 1024 }, OVERSIZED, 'well'],
  ])('%s', (_, resource, level, rule) => {
    expect(ruleOf(resource, level && measured(level), [], thresholds, TODAY)).toBe(rule)
  })

  it('says which figure over which days against which limit', () => {
    const judgement = judge(server, measured(OVERSIZED), [], thresholds, TODAY)
    expect(judgement).toMatchObject({ is: 'found', finding: { size: { vcpus: 4, memoryMiB: 8192 } } })
    const evidence = judgement.is === 'found' ? judgement.finding.evidence : []
    expect(evidence).toHaveLength(9)
    expect(evidence.slice(-3)).toEqual([
      { figure: 'cpu-mean', from: '2026-10-01', to: '2026-10-31', value: 15, relation: 'below', limit: 30 },
      {
        figure: 'memory-mean',
        from: '2026-10-01',
        to: '2026-10-31',
        value: 25,
        relation: 'below',
        limit: 40,
      },
      { figure: 'cpu-p95', from: '2026-10-01', to: '2026-10-31', value: 15, relation: 'below', limit: 60 },
    ])
  })

  it('takes one month above the limit for enough not to be too large', () => {
    const months = measured(OVERSIZED).months.map((month, index) =>
      index === 1 ? at(month.window, STEADY) : month,
    )
    expect(ruleOf(server, { ...measured(OVERSIZED), months }, [], thresholds, TODAY)).toBe('well')
  })
})

describe('who is not judged', () => {
  const census: Exemption = { sort: 'season', from: '2026-12-01', to: '2026-12-31' }
  const year = { from: '2026-01-01', to: null }
  it.each<[string, JudgedResource, Level | null, readonly Exemption[], string]>([
    ['the first ninety days', { ...server, deliveredOn: '2026-08-23' }, OVERSIZED, [], 'first-days'],
    ['the ninety-first day', { ...server, deliveredOn: '2026-08-22' }, OVERSIZED, [], 'oversized'],
    [
      'what must grow, from its first day on',
      { ...server, deliveredOn: '2026-11-01' },
      { ...STEADY, cpu: 900 },
      [],
      'undersized',
    ],
    ['DR standby', server, IDLE, [{ ...year, sort: 'standby' }], 'standby'],
    [
      'DR standby that is over its term',
      { ...server, expiresOn: '2026-11-01' },
      IDLE,
      [{ ...year, sort: 'standby' }],
      'expired',
    ],
    [
      'what 等保 requires to be kept',
      { ...server, expiresOn: '2026-11-01' },
      null,
      [{ ...year, sort: 'must-keep' }],
      'must-keep',
    ],
    ['a census that is near (R126)', server, OVERSIZED, [census], 'season'],
    [
      'a census within the months judged (R126)',
      server,
      OVERSIZED,
      [{ ...census, from: '2026-09-01', to: '2026-09-10' }],
      'season',
    ],
    [
      'a census long gone',
      server,
      OVERSIZED,
      [{ ...census, from: '2026-05-01', to: '2026-05-31' }],
      'oversized',
    ],
    [
      'a census of next year',
      server,
      OVERSIZED,
      [{ ...census, from: '2027-06-01', to: '2027-06-30' }],
      'oversized',
    ],
    [
      'a standby that has ended',
      server,
      IDLE,
      [{ sort: 'standby', from: '2026-01-01', to: '2026-11-19' }],
      'idle',
    ],
  ])('%s', (_, resource, level, exemptions, outcome) => {
    const judgement = judge(resource, level && measured(level), exemptions, thresholds, TODAY)
    expect(
      judgement.is === 'exempt' ? judgement.why : judgement.is === 'found' ? judgement.finding.rule : 'well',
    ).toBe(outcome)
  })
})

describe('of what nobody measured or saw an earlier finding still stands (R129)', () => {
  const of = (resource: JudgedResource, level: Level | null, exemptions: readonly Exemption[] = []) =>
    unrefuted(resource, level && measured(level), exemptions, thresholds, TODAY)
  const standby: Exemption = { sort: 'standby', from: '2026-01-01', to: null }
  it.each<[string, readonly string[], readonly string[]]>([
    ['measured by nobody', of(server, null), ['idle', 'oversized']],
    ['measured on too few days', of(server, { ...STEADY, days: 1 }), ['idle', 'oversized']],
    ['its cloud tells nothing of it', of({ ...server, isUnseen: true }, STEADY), ['stopped']],
    ['well used', of(server, STEADY), []],
    ['busy, its network not told', of(server, { cpu: 400, memory: 600 }), []],
    ['idle, its network not told', of(server, { cpu: 20, memory: 600 }), ['idle']],
    ['given another size last week', of({ ...server, sizedOn: '2026-11-13' }, OVERSIZED), ['idle']],
    ['too small to be made smaller', of({ ...server, vcpus: 1, memoryMiB: 1024 }, OVERSIZED), []],
    ['measured by nobody, and accepted as standby', of(server, null, [standby]), []],
    ['a volume', of(volume, null), []],
  ])('%s', (_, rules, expected) => {
    expect(rules).toEqual(expected)
  })
  it('whatever the measures, what is found of use is not refuted', () => {
    fc.assert(
      fc.property(level, (used) => {
        const judgement = judge(server, measured(used), [], thresholds, TODAY)
        const rule = judgement.is === 'found' ? judgement.finding.rule : null
        if (rule === 'idle' || rule === 'oversized') expect(of(server, used)).toContain(rule)
      }),
    )
  })
})

const level: fc.Arbitrary<Level> = fc.record({
  cpu: fc.integer({ min: 0, max: 1000 }),
  memory: fc.integer({ min: 0, max: 1000 }),
  disk: fc.integer({ min: 0, max: 1000 }),
  network: fc.integer({ min: 0, max: 10_000_000 }),
})

describe('whatever the measures', () => {
  it('stricter limits of being too large find no more (R128)', () => {
    fc.assert(
      fc.property(
        level,
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 100 }),
        (given, a, b) => {
          const [lower, higher] = [Math.min(a, b), Math.max(a, b)]
          const isFound = (cpuMean: number) =>
            ruleOf(
              server,
              measured(given),
              [],
              {
                ...thresholds,
                idle: { ...thresholds.idle, cpuMean: 0 },
                oversized: { ...thresholds.oversized, cpuMean },
              },
              TODAY,
            ) === 'oversized'
          expect(!isFound(lower) || isFound(higher)).toBe(true)
        },
      ),
    )
  })

  it('a smaller size is smaller, whole, and would hold the busiest month', () => {
    const size = fc.record({
      vcpus: fc.integer({ min: 1, max: 64 }),
      memoryMiB: fc.integer({ min: 1024, max: 262_144 }),
    })
    fc.assert(
      fc.property(level, size, (given, before) => {
        const months = measured(given).months
        const after = smallerSize(before, months, thresholds)
        if (after === null) return
        expect(after.vcpus).toBeLessThanOrEqual(before.vcpus)
        expect(after.memoryMiB).toBeLessThanOrEqual(before.memoryMiB)
        expect(Number.isInteger(after.vcpus) && Number.isInteger(after.memoryMiB)).toBe(true)
        const load = ((given.cpu ?? 0) / 10) * (before.vcpus / after.vcpus)
        if (after.vcpus < before.vcpus) expect(load).toBeLessThan(thresholds.oversized.cpuP95)
        const memory = ((given.memory ?? 0) / 10) * (before.memoryMiB / after.memoryMiB)
        if (after.memoryMiB < before.memoryMiB) expect(memory).toBeLessThan(thresholds.undersized.memoryMean)
      }),
    )
  })
})

describe('money', () => {
  const line = (
    dimension: 'vcpu' | 'memory-gib' | 'root-disk-gib',
    unitPrice: string,
  ): NonNullable<Prices>['lines'][number] => ({
    position: 0,
    offeringCode: 'cloud-host',
    planCode: null,
    poolId: null,
    dimension,
    per: 'month',
    tiers: [{ upTo: null, unitPrice }],
    weights: { stopped: '1', unseen: '1' },
  })
  const prices = {
    id: 'p',
    name: 'p',
    effectiveFrom: '2026-01-01',
    source: 's',
    isProductDefault: true,
    pinsOrders: false,
    termFactors: [{ fromMonths: 12, factor: '0.5' }],
    lines: [line('vcpu', '46'), line('memory-gib', '17'), line('root-disk-gib', '0.2')],
  }
  const priced = {
    kind: 'server',
    plan: { id: 'x', code: 'c8m16', offeringCode: 'cloud-host' },
    poolId: 'p',
    vcpus: 8,
    memoryMiB: 16_384,
    diskGiB: 100,
    isOff: false,
  } as const

  it('is the list price of a month, in 分, of the whole or of what is too much', () => {
    expect(savingOf(priced, { rule: 'idle', size: null }, prices)).toEqual({
      fen: 66_000n,
      vcpus: 8,
      memoryMiB: 16_384,
      storageGiB: 100,
    })
    expect(savingOf(priced, { rule: 'oversized', size: { vcpus: 2, memoryMiB: 8192 } }, prices)).toEqual({
      fen: 41_200n,
      vcpus: 6,
      memoryMiB: 8192,
      storageGiB: 0,
    })
  })

  it('of what is off is what bills charge for it while it is off (R128)', () => {
    const shares = {
      ...prices,
      lines: prices.lines.map((one) =>
        one.dimension === 'root-disk-gib' ? one : { ...one, weights: { stopped: '0.25', unseen: '1' } },
      ),
    }
    const fenOf = (rule: 'stopped' | 'expired' | 'idle', isOff: boolean) =>
      savingOf({ ...priced, isOff }, { rule, size: null }, shares).fen
    // A quarter of 8 × 46 and 16 × 17 yuan, and all of the disk.
    expect(fenOf('stopped', true)).toBe(18_000n)
    expect(fenOf('expired', true)).toBe(18_000n)
    expect(fenOf('expired', false)).toBe(66_000n)
    // Off tonight alone: by day it is charged in full.
    expect(fenOf('idle', true)).toBe(66_000n)
    expect(savingOf({ ...priced, isOff: true }, { rule: 'stopped', size: null }, prices).fen).toBe(66_000n)
  })

  it('is not known of what has no price, or was taken in without an order; what must grow saves nothing', () => {
    const idle = { rule: 'idle', size: null } as const
    expect(savingOf({ ...priced, plan: null }, idle, prices).fen).toBeNull()
    expect(savingOf(priced, idle, null).fen).toBeNull()
    expect(savingOf(priced, idle, { ...prices, lines: prices.lines.slice(0, 2) }).fen).toBeNull()
    expect(savingOf(priced, { rule: 'undersized', size: null }, null).fen).toBe(0n)
  })
})

describe('days and months', () => {
  it('are whole ones before today', () => {
    expect(lastDays(TODAY, 7)).toEqual({ from: '2026-11-13', to: '2026-11-19' })
    expect(lastMonths('2026-01-15', 2)).toEqual([
      { from: '2025-11-01', to: '2025-11-30' },
      { from: '2025-12-01', to: '2025-12-31' },
    ])
    expect(lastMonths('2028-03-01', 1)).toEqual([{ from: '2028-02-01', to: '2028-02-29' }])
  })

  it('count back and forth', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), (days) => {
        expect(daysBetween(TODAY, addDays(TODAY, days))).toBe(days)
      }),
    )
  })

  it.each([
    ['season', '2026-10-01', null, false],
    ['season', '2026-10-01', '2026-12-31', true],
    ['season', '2026-10-01', '2027-10-03', false],
    ['standby', '2026-10-01', null, true],
    ['must-keep', '2026-10-02', '2026-10-01', false],
  ] as const)('an exemption for %s from %s until %s may stand: %s', (sort, from, until, may) => {
    expect(refusePeriod({ sort, from, until }, 366) === null).toBe(may)
  })
})

it('every limit of the rules is there, and a product default but for the baseline (R123)', () => {
  expect(
    Object.values(thresholds).flatMap((one) => (typeof one === 'number' ? one : Object.values(one))),
  ).not.toContain(undefined)
  expect(SHIPPED_BOOK.integer('saving.baseline.utilisation')).toMatchObject({
    value: 33,
    isProductDefault: false,
  })
  expect(SHIPPED_BOOK.integer('saving.idle.cpu-mean').isProductDefault).toBe(true)
  expect(SAVING_RULES).toHaveLength(6)
})

describe('a notice that is answered (R129)', () => {
  const notice = {
    state: 'accepted',
    rule: 'oversized',
    vcpus: 8,
    memory_mib: 16_384,
    settled_on: null,
    effect_on: null,
    due_on: '2026-12-20',
  } as const
  const now = {
    isGone: false,
    isLeaving: false,
    vcpus: 8,
    memory_mib: 16_384,
    isFound: true,
    isUnrefuted: false,
    isScheduled: false,
  }
  it.each<
    [string, Partial<Parameters<typeof nextStep>[0]>, Partial<Parameters<typeof nextStep>[1]>, string | null]
  >([
    ['as it was', {}, {}, null],
    ['made smaller', {}, { vcpus: 4, isFound: false }, 'done'],
    ['given back for good', { rule: 'idle' }, { isGone: true, isFound: false }, 'done'],
    ['given back, and could be had again', { rule: 'idle' }, { isLeaving: true, isFound: false }, null],
    ['in use again', { rule: 'idle' }, { isFound: false }, 'lapsed'],
    ['measured by nobody any more', { rule: 'idle' }, { isFound: false, isUnrefuted: true }, null],
    [
      'measured by nobody any more, and late: its clock goes on',
      { rule: 'idle', due_on: '2026-11-19' },
      { isFound: false, isUnrefuted: true },
      'overdue',
    ],
    ['not answered yet, and given back', { state: 'sent' }, { isGone: true }, null],
    ['refused objection, made smaller', { state: 'insisted' }, { memory_mib: 8192 }, 'done'],
    ['objection that stands', { state: 'waived' }, { isGone: true }, null],
    ['followed by a power schedule that answers it', { rule: 'idle' }, { isScheduled: true }, 'done'],
    ['due today', { due_on: TODAY }, {}, 'due-soon'],
    ['due the day before today', { due_on: '2026-11-19' }, {}, 'overdue'],
    ['due for a week', { due_on: '2026-11-13', state: 'insisted' }, {}, 'to-head'],
    ['due for a month', { due_on: '2026-10-20' }, {}, 'to-centre'],
    ['answered before there was a clock', { due_on: null }, {}, null],
    [
      'due the day before today, and on its way out',
      { due_on: '2026-11-19' },
      { isLeaving: true, isFound: false },
      null,
    ],
    ['made smaller late', { due_on: '2026-11-01' }, { vcpus: 4 }, 'done'],
    ['done 29 days ago', { state: 'done', settled_on: '2026-10-22' }, {}, null],
    ['done 30 days ago', { state: 'done', settled_on: '2026-10-21' }, {}, 'measure'],
    ['done and measured', { state: 'done', settled_on: '2026-09-01', effect_on: '2026-10-01' }, {}, null],
  ])('%s', (_, change, seen, step) => {
    expect(nextStep({ ...notice, ...change }, { ...now, ...seen }, TODAY, noticeTermsOf(SHIPPED_BOOK))).toBe(
      step,
    )
  })
})
