/**
 * What the year costs, as data: the platform gets it through proposal and approval, the oracle reads it as it stands. A general list
 * that changes in the middle of a month and again at mid-year, one provider's own by natural days for two months, another's by the second.
 */
import { type BodyOf, priceOperations } from '@yunheng/contract'
import { well } from '../kit/journey.ts'
import type { TestServer } from '../kit/open-server.ts'
import type { Province } from './province.ts'

export const DIMENSIONS = ['vcpu', 'memory-gib', 'root-disk-gib', 'storage-gib', 'public-ip'] as const
export type Dimension = (typeof DIMENSIONS)[number]

export interface PriceClause {
  readonly dimension: Dimension
  /** Number of the pool that it is for; null for all. */
  readonly pool: number | null
  readonly tiers: readonly { readonly upTo: number | null; readonly unitPrice: string }[]
  readonly stopped: string
  readonly unseen: string
}

export interface PriceList {
  readonly name: string
  /** Number of the provider; null for all. */
  readonly provider: number | null
  readonly from: string
  /** Its last day; null until the next one of the same provider. */
  readonly until: string | null
  readonly proration: 'second' | 'day'
  readonly clauses: readonly PriceClause[]
}

const flat = (unitPrice: string) => [{ upTo: null, unitPrice }]
const clause = (
  dimension: Dimension,
  tiers: PriceClause['tiers'],
  stopped = '1',
  unseen = '1',
  pool: number | null = null,
): PriceClause => ({ dimension, tiers, stopped, unseen, pool })

export const PRICE_LISTS: readonly PriceList[] = [
  {
    name: '政务云服务价格（2026）',
    provider: null,
    from: '2026-10-01',
    until: null,
    proration: 'second',
    clauses: [
      clause('vcpu', [{ upTo: 40, unitPrice: '46.123456789' }, ...flat('39.9')], '0.25', '1'),
      clause('vcpu', flat('58.4'), '0.5', '1', 1),
      clause('memory-gib', flat('17.07'), '1', '0.5'),
      clause('root-disk-gib', flat('0.2')),
      clause('storage-gib', [{ upTo: 500, unitPrice: '0.2' }, ...flat('0.153')]),
      clause('public-ip', [{ upTo: 1, unitPrice: '0' }, ...flat('20.5')]),
    ],
  },
  {
    name: '乙服务商合同价',
    provider: 1,
    from: '2026-12-01',
    until: null,
    proration: 'second',
    clauses: [
      clause('vcpu', [{ upTo: 8, unitPrice: '44.01' }, ...flat('38.123')], '0.05', '0.95'),
      clause('memory-gib', flat('16')),
      clause('root-disk-gib', flat('0.18'), '1', '0.25'),
      clause('storage-gib', flat('0.17')),
      clause('public-ip', flat('18')),
    ],
  },
  {
    name: '政务云服务价格（年初调整，月中生效）',
    provider: null,
    from: '2027-01-16',
    until: null,
    proration: 'second',
    clauses: [
      clause('vcpu', flat('44.5'), '0.3', '1'),
      clause('memory-gib', [{ upTo: 100, unitPrice: '16.5' }, ...flat('15.05')], '1', '0.5'),
      clause('root-disk-gib', flat('0.2')),
      clause('storage-gib', flat('0.19'), '1', '0'),
      clause('public-ip', flat('20')),
    ],
  },
  {
    name: '丙服务商合同价（按自然日，两个月）',
    provider: 2,
    from: '2027-02-01',
    until: '2027-03-31',
    proration: 'day',
    clauses: [
      clause('vcpu', flat('43.333333333'), '0.1'),
      clause('memory-gib', flat('16.16')),
      clause('root-disk-gib', flat('0.15')),
      clause('storage-gib', [{ upTo: 200, unitPrice: '0.2' }, ...flat('0.1')]),
      clause('public-ip', flat('19')),
    ],
  },
  {
    name: '政务云服务价格（年中调整）',
    provider: null,
    from: '2027-04-01',
    until: null,
    proration: 'second',
    clauses: [
      clause('vcpu', [{ upTo: 64, unitPrice: '42' }, ...flat('36.000000001')], '0', '1'),
      clause('memory-gib', flat('15.5'), '0.9', '1'),
      clause('root-disk-gib', flat('0.19')),
      clause('storage-gib', [{ upTo: 1000, unitPrice: '0.18' }, ...flat('0.12')]),
      clause('public-ip', flat('19.9')),
    ],
  },
]

const SOLD_AS: Readonly<
  Record<Dimension, { readonly offeringCode: string; readonly planCode: string | null }>
> = {
  vcpu: { offeringCode: 'cloud-host', planCode: null },
  'memory-gib': { offeringCode: 'cloud-host', planCode: null },
  'root-disk-gib': { offeringCode: 'cloud-host', planCode: null },
  'storage-gib': { offeringCode: 'cloud-storage', planCode: 'general-ssd' },
  'public-ip': { offeringCode: 'virtual-network', planCode: 'public-address' },
}

/** The centre proposes those that begin within the month, the bureau approves them. */
export async function publishPrices(server: TestServer, province: Province, month: string): Promise<void> {
  const { call, world } = server
  for (const list of PRICE_LISTS.filter(({ from }) => from.startsWith(month))) {
    const body: BodyOf<typeof priceOperations.create> = {
      name: list.name,
      effectiveFrom: list.from,
      effectiveTo: list.until,
      source: '政务云服务采购合同价格条款（模拟）',
      isProductDefault: false,
      providerBodyId: list.provider === null ? null : (province.providers[list.provider]?.id ?? null),
      proration: list.proration,
      pinsOrders: false,
      termFactors: [],
      lines: list.clauses.map(({ dimension, pool, tiers, stopped, unseen }) => ({
        ...SOLD_AS[dimension],
        poolId: pool === null ? null : (province.pools[pool]?.id ?? null),
        dimension,
        per: 'month' as const,
        tiers: [...tiers],
        weights: { stopped, unseen },
      })),
    }
    const { id, version } = await well(call(world.people.centre, priceOperations.create, { body }))
    await well(call(world.people.bureau, priceOperations.publish, { params: { id }, body: { version } }))
  }
}
