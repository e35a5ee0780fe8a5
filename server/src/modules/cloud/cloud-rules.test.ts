import type { Amounts } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstLack, minus, plus, ZERO } from './amounts.ts'
import { checkSettings, stateOf } from './cloud/cloud.ts'
import type { ProbeFinding } from './connector.ts'
import {
  checkLayout,
  distanceKm,
  intakeAfter,
  isOtherPrefecture,
  kmTooNear,
  kmWords,
  type PlacedNode,
  refuseGrade,
} from './node/node.ts'
import { limitOf, refuseFacts } from './pool/pool.ts'

const count = fc.integer({ min: 0, max: 1_000_000 })
const amounts: fc.Arbitrary<Amounts> = fc.record({
  vcpus: count,
  memoryMiB: count,
  storageGiB: count,
  floatingIps: count,
  cards: count,
})

describe('amounts', () => {
  it('what is added and taken away again is as before; a lack is found exactly when there is one', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        expect(minus(plus(a, b), b)).toEqual(a)
        const lacks = (Object.keys(a) as (keyof Amounts)[]).filter((field) => b[field] > a[field])
        expect(firstLack(a, b)).toBe(lacks[0] ?? null)
      }),
    )
  })
})

describe('what may be promised of a pool', () => {
  it('is the total times over-commit, rounded down, less what is kept back, never below nothing', () => {
    const total = { ...ZERO, vcpus: 100, memoryMiB: 1001, storageGiB: 10, cards: 7 }
    const overCommit = { vcpus: '4', memory: '1', storage: '1.55' }
    const heldBack = { ...ZERO, vcpus: 10, storageGiB: 99 }
    expect(limitOf(total, overCommit, heldBack)).toEqual({
      vcpus: 390,
      memoryMiB: 1001,
      storageGiB: 0,
      floatingIps: 0,
      cards: 7,
    })
  })

  it.each([
    ['general', null, null, null],
    ['general', 'body', null, 'pool.body_not_expected'],
    ['dedicated', null, null, 'pool.body_required'],
    ['full-stack-dedicated', 'body', null, null],
    ['heterogeneous', null, null, 'pool.accelerator_required'],
    ['heterogeneous', null, { model: 'a', pflops: '1', precision: 'fp16' }, null],
  ] as const)('a %s pool for %s with %o: %s', (poolClass, dedicatedBodyId, accelerator, reason) => {
    const counted = { capacitySource: 'declared', total: { cards: 8 } } as const
    expect(refuseFacts({ class: poolClass, dedicatedBodyId, accelerator, ...counted })).toBe(reason)
  })

  it.each([
    ['declared', 8, '2.5', null],
    ['declared', 0, '2.5', 'pool.cards_required'],
    ['declared', 8, '0', 'pool.cards_required'],
    ['declared', 8, '-1', 'pool.cards_required'],
    ['observed', 0, '2.5', null],
  ] as const)(
    'R72 a heterogeneous pool, %s, of %i cards and %s PFlops: %s',
    (capacitySource, cards, pflops, reason) => {
      const accelerator = { model: 'Ascend 910B', pflops, precision: 'fp16' } as const
      const facts = { class: 'heterogeneous', dedicatedBodyId: null, accelerator, total: { cards } } as const
      expect(refuseFacts({ ...facts, capacitySource })).toBe(reason)
    },
  )
})

describe('what a probe says', () => {
  const finding = (check: ProbeFinding['check'], ok: boolean): ProbeFinding => ({
    check,
    ok,
    zh: '',
    en: '',
    latencyMs: null,
  })
  it('in one word', () => {
    expect(stateOf([finding('reach', true), finding('quota', true)], 'new')).toBe('healthy')
    expect(stateOf([finding('reach', true), finding('quota', false)], 'healthy')).toBe('degraded')
    expect(stateOf([finding('reach', false)], 'healthy')).toBe('unreachable')
    expect(stateOf([finding('reach', true)], 'suspended')).toBe('suspended')
  })

  it('settings that are missing or unknown are named', () => {
    const field = (name: string, secret: boolean, required: boolean) => ({
      name,
      secret,
      required,
      title: { zh: name, en: name },
    })
    const kind = {
      fields: [field('password', true, true), field('domain', false, true), field('note', false, false)],
    }
    expect(checkSettings(kind, { options: { domain: ' ' }, credentials: {} })).toEqual({
      missing: ['password', 'domain'],
      unknown: [],
      mixed: [],
    })
    // A secret among the open options would be shown: it is refused as unknown there.
    expect(checkSettings(kind, { options: { domain: 'd', password: 'p' }, credentials: null })).toEqual({
      missing: [],
      unknown: ['password'],
      mixed: [],
    })
  })

  it('by one of the ways to sign in, whole and alone', () => {
    const field = (name: string, secret: boolean) => ({
      name,
      secret,
      required: false,
      title: { zh: name, en: name },
    })
    const kind = {
      fields: [field('username', false), field('domain', false), field('password', true)].concat(
        field('id', false),
        field('secret', true),
      ),
      ways: [
        { name: 'p', title: { zh: '', en: '' }, needs: ['username', 'password'], takes: ['domain'] },
        { name: 'a', title: { zh: '', en: '' }, needs: ['id', 'secret'] },
      ],
    }
    const check = (options: Record<string, string>, credentials: Record<string, string> | null) => {
      const { missing, mixed } = checkSettings(kind, { options, credentials, kept: ['secret'] })
      return { missing, mixed }
    }
    expect(check({}, {})).toEqual({ missing: ['username', 'password'], mixed: [] })
    expect(check({ username: 'u', domain: 'd' }, { password: 'p' })).toEqual({ missing: [], mixed: [] })
    expect(check({ id: 'i' }, {})).toEqual({ missing: ['secret'], mixed: [] })
    // What is stored counts, and nothing else does.
    expect(check({ id: 'i' }, null)).toEqual({ missing: [], mixed: [] })
    expect(check({ username: 'u' }, null)).toMatchObject({ missing: ['password'] })
    expect(check({ id: 'i', domain: 'd' }, { secret: 's', password: 'p' })).toEqual({
      missing: [],
      mixed: ['password', 'domain'],
    })
  })
})

describe('the layout 1+2+N (R12, R23)', () => {
  const node = (parts: Partial<PlacedNode>): PlacedNode => ({
    cloudId: 'c',
    regionId: 'r',
    regionPath: '/p/r',
    kind: 'edge',
    siteRegionId: null,
    latitude: null,
    longitude: null,
    grade: null,
    certificateNo: null,
    certificateUntil: null,
    ...parts,
  })
  const backbone = node({
    kind: 'backbone',
    latitude: 33.35,
    longitude: 120.16,
    grade: 'national-a',
    certificateNo: 'A-1',
    certificateUntil: '2027-01-01',
  })
  const nodes = [
    backbone,
    node({ kind: 'dr-same-city' }),
    node({ kind: 'dr-remote', latitude: 34.26, longitude: 117.19, siteRegionId: 'other' }),
  ]
  const wrong = (list: readonly PlacedNode[], today = '2026-09-15') =>
    checkLayout(list, today)
      .filter((finding) => !finding.ok)
      .map((finding) => finding.check)

  it('is whole with one backbone, one same-city and one remote node beyond 200 km', () => {
    expect(wrong(nodes)).toEqual([])
    expect(checkLayout(nodes, '2026-09-15')).toHaveLength(6)
  })

  it('says what is missing, doubled, too near, or no longer certified', () => {
    expect(wrong(nodes.slice(0, 2))).toEqual(['dr-remote-count'])
    expect(wrong([...nodes, node({ kind: 'dr-same-city' })])).toEqual(['dr-same-city-count'])
    expect(wrong(nodes, '2027-01-02')).toEqual(['backbone-grade'])
    const near = node({ kind: 'dr-remote', latitude: 32.9, longitude: 119.8, siteRegionId: 'other' })
    expect(wrong([backbone, node({ kind: 'dr-same-city' }), near])).toEqual(['remote-distance'])
    expect(wrong([node({ kind: 'department-integrated' })])).toEqual([])
    const unstated = nodes.map((one) => ({ ...one, siteRegionId: null }))
    expect(wrong(unstated)).toEqual(['remote-place'])
  })

  it('counts an edge node of a county to the city above it whose cloud it belongs to', () => {
    const edge = node({ kind: 'edge', regionId: 'county', regionPath: '/p/r/county' })
    expect(wrong([...nodes, edge])).toEqual([])
    const alone = ['backbone-count', 'dr-same-city-count', 'dr-remote-count']
    expect(wrong([...nodes, { ...edge, regionPath: '/p/elsewhere/county' }])).toEqual(alone)
    expect(wrong([...nodes, { ...edge, cloudId: 'another' }])).toEqual(alone)
  })

  it('R12 R195 takes a remote node at 200.1 km and none at 199.9, whichever of the two is moved', () => {
    const kmPerDegree = distanceKm({ latitude: 30, longitude: 0 }, { latitude: 31, longitude: 0 })
    const at = (km: number) => ({ kind: 'dr-remote' as const, latitude: 30 + km / kmPerDegree, longitude: 0 })
    const main = { kind: 'backbone' as const, latitude: 30, longitude: 0 }
    expect(kmTooNear(at(200.1), [main])).toBeNull()
    expect(kmTooNear(at(199.9), [main])).toBeCloseTo(199.9, 3)
    expect(kmTooNear(main, [at(199.9)])).toBeCloseTo(199.9, 3)
    expect(kmTooNear({ ...at(1), kind: 'dr-same-city' }, [main])).toBeNull()
    expect(kmTooNear({ ...at(1), latitude: null }, [main])).toBeNull()
    // Rounded up it would read as if it were enough.
    expect(kmWords(199.99)).toBe('199.9')
  })

  it('R12 R195 knows another prefecture of the same province', () => {
    const line = (...ids: string[]) =>
      ids.map((id, index) => ({ id, level: ['province', 'city', 'county'][index] ?? '' }))
    expect(isOtherPrefecture(line('p', 'a'), line('p', 'b', 'x'))).toBe(true)
    expect(isOtherPrefecture(line('p', 'a'), line('p', 'a', 'x'))).toBe(false)
    expect(isOtherPrefecture(line('p', 'a'), line('q', 'b'))).toBe(false)
    expect(isOtherPrefecture(line('p', 'a'), line('p'))).toBe(false)
  })

  it.each([
    ['edge', null, 'registered'],
    ['department-integrated', null, 'registered'],
    ['backbone', null, 'managed'],
    ['dr-remote', null, 'managed'],
    ['edge', { kind: 'edge', intake: 'managed' }, 'managed'],
    ['edge', { kind: 'department-integrated', intake: 'declined' }, 'declined'],
    ['edge', { kind: 'backbone', intake: 'managed' }, 'registered'],
    ['backbone', { kind: 'edge', intake: 'registered' }, 'managed'],
  ] as const)('R2 R109 the intake of a node that is stated as %s after %o is %s', (kind, before, intake) => {
    expect(intakeAfter(kind, before)).toBe(intake)
  })

  it('measures on the globe and asks a backbone for its certificate', () => {
    expect(distanceKm({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 })).toBeCloseTo(20_015, 0)
    expect(distanceKm({ latitude: 33, longitude: 120 }, { latitude: 33, longitude: 120 })).toBe(0)
    expect(refuseGrade(backbone, '2026-09-15')).toBeNull()
    expect(refuseGrade({ ...backbone, certificateNo: null }, '2026-09-15')).toBe('node.grade_required')
    expect(refuseGrade(node({ kind: 'edge' }), '2026-09-15')).toBeNull()
  })
})
