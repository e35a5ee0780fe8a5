/** What FOCUS 1.2 calls things that the platform has its own words for. */
import { type Dimension, isCounted, type ResourceKind } from '@yunheng/contract'

interface KindInFocus {
  /** ServiceCategory and ServiceSubcategory: pairs of the specification's closed list. */
  readonly category: string
  readonly subcategory: string
  /** ResourceType */
  readonly type: string
}

const of = (category: string, subcategory: string, type: string): KindInFocus => ({
  category,
  subcategory,
  type,
})

export const KIND_IN_FOCUS: Readonly<Record<ResourceKind, KindInFocus>> = {
  server: of('Compute', 'Virtual Machines', 'Virtual Machine'),
  volume: of('Storage', 'Block Storage', 'Volume'),
  snapshot: of('Storage', 'Backup Storage', 'Snapshot'),
  backup: of('Storage', 'Backup Storage', 'Backup'),
  network: of('Networking', 'Network Infrastructure', 'Network'),
  subnet: of('Networking', 'Network Infrastructure', 'Subnet'),
  router: of('Networking', 'Network Routing', 'Router'),
  'security-group': of('Networking', 'Network Security', 'Security Group'),
  'floating-ip': of('Networking', 'Network Connectivity', 'Public Address'),
  'load-balancer': of('Networking', 'Application Networking', 'Load Balancer'),
  bucket: of('Storage', 'Object Storage', 'Bucket'),
  'key-pair': of('Security', 'Secret Management', 'Key Pair'),
  project: of('Management and Governance', 'Other (Management and Governance)', 'Project'),
  service: of('Other', 'Other (Other)', 'Service'),
}

/** Of what one is counted; count nouns that FOCUS does not list are capitalised (UnitFormat). */
const NOUN: Readonly<Record<Dimension, readonly [one: string, many: string]>> = {
  vcpu: ['Core', 'Cores'],
  'memory-gib': ['GiB', 'GiB'],
  'root-disk-gib': ['GiB', 'GiB'],
  'storage-gib': ['GiB', 'GiB'],
  'snapshot-gib': ['GiB', 'GiB'],
  'object-gib': ['GiB', 'GiB'],
  'public-ip': ['Address', 'Addresses'],
  // A count by a name of its own: sizes are written Mb, and a rate that is held is no size.
  'bandwidth-mbps': ['Mbps', 'Mbps'],
  'accelerator-card': ['Card', 'Cards'],
  instance: ['Instance', 'Instances'],
  account: ['Account', 'Accounts'],
  host: ['Host', 'Hosts'],
  message: ['Message', 'Messages'],
  seat: ['Seat', 'Seats'],
  'million-tokens': ['Unit', 'Units'],
  device: ['Device', 'Devices'],
  licence: ['License', 'Licenses'],
  'traffic-gb': ['GB', 'GB'],
}

/** What was held: `Core-Seconds`, exact where hours would have no end. */
export const consumedUnitOf = (dimension: Dimension) =>
  isCounted(dimension) ? NOUN[dimension][1] : `${NOUN[dimension][0]}-Seconds`
/** What a price list prices: a unit for a month; of what is counted, or paid once, the unit. */
export const pricingUnitOf = (dimension: Dimension, isOnce: boolean) =>
  isOnce || isCounted(dimension) ? NOUN[dimension][1] : `${NOUN[dimension][0]}-Months`
/** Of a plan at a flat price. */
export const PACKAGE_UNIT = 'Package-Months'
