/**
 * Reference prices to begin with: commercial list prices from copies (facts §5, confidence M). Only a proposal of the
 * product, labelled so everywhere; contract prices replace them before anything is billed.
 */
import { DEFAULT_WEIGHTS, type PriceLine, type PriceVersionCreate } from '@yunheng/contract'

type Row = readonly [
  offering: string,
  plan: string | null,
  dimension: PriceLine['dimension'],
  yuanPerMonth: string,
]

const ROWS: readonly Row[] = [
  ['cloud-host', null, 'vcpu', '46'],
  ['cloud-host', null, 'memory-gib', '17'],
  ['cloud-host', null, 'root-disk-gib', '0.2'],
  ['cloud-storage', 'general-ssd', 'storage-gib', '0.2'],
  ['cloud-storage', 'high-performance-ssd', 'storage-gib', '0.4'],
  ['cloud-storage', 'static', 'storage-gib', '0.1'],
  ['cloud-storage', 'snapshot', 'snapshot-gib', '0.09'],
  ['object-storage', 'standard', 'object-gib', '0.09'],
  ['virtual-network', 'private-network', 'instance', '0'],
  ['virtual-network', 'public-address', 'public-ip', '20'],
  ['virtual-network', 'public-address', 'bandwidth-mbps', '25'],
  ['virtual-network', 'public-address-by-traffic', 'public-ip', '20'],
  ['virtual-network', 'public-address-by-traffic', 'traffic-gb', '0.5'],
  ['cloud-firewall', null, 'instance', '0'],
  ['cross-zone-access', null, 'instance', '0'],
  ['vpn', null, 'account', '20'],
  ['web-protection', 'waf-3000', 'instance', '3880'],
  ['intrusion-prevention', null, 'host', '180'],
  ['anti-virus', null, 'host', '40'],
  ['load-balancing', null, 'instance', '150'],
  ['database-service', 'ha-2c4g', 'instance', '406'],
  ['database-service', 'domestic-ha-2c4g', 'instance', '654'],
  ['container-service', null, 'host', '330'],
  ['cloud-desktop', null, 'seat', '120'],
]

export const DEFAULT_PRICES: PriceVersionCreate = {
  name: '参考价（产品默认值）',
  effectiveFrom: '2025-01-01',
  effectiveTo: null,
  source: '产品默认值',
  isProductDefault: true,
  providerBodyId: null,
  // By natural days: the day of opening counts, the day of release does not (facts §7, product default).
  proration: 'day',
  pinsOrders: false,
  termFactors: [
    { fromMonths: 12, factor: '0.85' },
    { fromMonths: 24, factor: '0.7' },
    { fromMonths: 36, factor: '0.5' },
  ],
  lines: ROWS.map(([offeringCode, planCode, dimension, unitPrice]) => ({
    offeringCode,
    planCode,
    poolId: null,
    dimension,
    per: 'month',
    tiers: [{ upTo: null, unitPrice }],
    weights: DEFAULT_WEIGHTS,
  })),
}
