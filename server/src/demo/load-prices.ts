import { type PriceVersionCreate, poolOperations, priceOperations } from '@yunheng/contract'
import { dayInChina } from '../platform/worktime/index.ts'
import type { Stage } from './stage.ts'

type Line = PriceVersionCreate['lines'][number]

/** Next year's contract prices, written down by the centre and waiting for the bureau: tiers, a package, a pool's own price, half for the stopped. */
export async function loadPrices(stage: Stage, today: Date): Promise<void> {
  const year = Number(dayInChina(today).slice(0, 4)) + 1
  const { items } = await stage.act('centre', priceOperations.list, { query: { state: 'published' } })
  const reference = items.find((price) => price.isProductDefault)
  if (reference === undefined) throw new Error('assertion: the catalogue came with reference prices')
  const pools = await stage.act('centre', poolOperations.list, { query: { class: 'dedicated', pageSize: 1 } })
  const lines = reference.lines.map(negotiated)
  const host = lines.find((line) => line.offeringCode === 'cloud-host' && line.dimension === 'vcpu')
  await stage.act('centre', priceOperations.create, {
    body: {
      name: `${year} 年度合同价（草案）`,
      effectiveFrom: `${year}-01-01`,
      effectiveTo: `${year}-12-31`,
      source: `政务云服务采购合同〔${year}〕第三条（样例）`,
      isProductDefault: false,
      providerBodyId: null,
      proration: 'day',
      pinsOrders: true,
      termFactors: reference.termFactors,
      lines: [
        ...lines,
        ...pools.items.flatMap((pool) =>
          host === undefined ? [] : [{ ...host, poolId: pool.id, tiers: [{ upTo: null, unitPrice: '58' }] }],
        ),
        ...(host === undefined ? [] : [packageOf(host)]),
      ],
    },
  })
}

/** The usual host at a flat price; a larger disk is paid for by amount. */
const packageOf = (host: Line): Line => ({
  ...host,
  planCode: 'c4m8',
  tiers: [{ upTo: null, unitPrice: '298' }],
  includes: [
    { dimension: 'vcpu', amount: 4 },
    { dimension: 'memory-gib', amount: 8 },
    { dimension: 'root-disk-gib', amount: 40 },
  ],
})

function negotiated(line: Line): Line {
  const only = line.tiers[0]?.unitPrice ?? '0'
  switch (`${line.offeringCode} ${line.planCode ?? '*'} ${line.dimension}`) {
    case 'cloud-host * vcpu':
      return { ...line, tiers: [{ upTo: null, unitPrice: '42' }], weights: { stopped: '0.5', unseen: '1' } }
    case 'cloud-storage general-ssd storage-gib':
      return {
        ...line,
        tiers: [
          { upTo: 10_000, unitPrice: only },
          { upTo: 50_000, unitPrice: '0.18' },
          { upTo: null, unitPrice: '0.15' },
        ],
      }
    case 'object-storage standard object-gib':
      return {
        ...line,
        tiers: [
          { upTo: 100, unitPrice: '0' },
          { upTo: null, unitPrice: only },
        ],
      }
    default:
      return line
  }
}
