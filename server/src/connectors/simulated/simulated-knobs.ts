/** The knobs of a simulated cloud: how large it is, how slow, and how it misbehaves. All of it is data of that cloud. */
import type { CloudOffer, FaultKind, ResourceKind } from '../../modules/cloud/connector.ts'

export interface Range {
  readonly min: number
  readonly max: number
}

export interface ZoneShape {
  readonly name: string
  readonly hosts: number
  readonly vcpus: number
  readonly memoryMiB: number
  readonly diskGiB: number
}

export interface Knobs {
  readonly zones: readonly ZoneShape[]
  /** Virtual per physical core that the cloud itself allows. */
  readonly vcpuRatio: number
  readonly offer: Pick<CloudOffer, 'images' | 'volumeTypes'>
  /** External networks with the range that floating IPs come from. */
  readonly externalNetworks: readonly { readonly name: string; readonly cidr: string }[]
  /** Quota of each new project; null limits nothing. */
  readonly projectQuota: {
    readonly vcpus: number | null
    readonly memoryMiB: number | null
    readonly storageGiB: number | null
    readonly floatingIps: number | null
  }
  /** Time on the wire per call, half before the work and half after it. */
  readonly latencyMs: Range
  /** Time the cloud is at work on a thing, by kind. */
  readonly workMs: Readonly<Partial<Record<ResourceKind, Range>>> & { readonly other: Range }
  /** Multiplies both. */
  readonly slowness: number
  /** Share of calls that fail so, nothing done. */
  readonly failureRates: Readonly<Partial<Record<FaultKind, number>>>
  /** Share of calls that are done while their answer never arrives. */
  readonly lostAnswerRate: number
  /** Share of servers and volumes that are accepted and then end in an error. */
  readonly buildErrorRate: number
  /** No answer at all. */
  readonly down: boolean
  /** Every creation is refused for quota. */
  readonly overQuota: boolean
  /** Answers that make no sense. */
  readonly nonsense: boolean
  /** Minutes by which the cloud's clock is off. */
  readonly clockSkewMinutes: number
  readonly pageSize: number
  /** Calls kept in the record. */
  readonly callsKept: number
}

/** What a scripted fault does to one call. `before`: nothing is done. `after`: it is done, the answer is lost. */
export type Effect =
  | {
      readonly fault: FaultKind
      readonly when: 'before' | 'after'
      readonly words?: string
      readonly retryAfterMs?: number
    }
  /** No answer until the caller stops waiting. */
  | { readonly hang: 'before' | 'after' }
  /** Accepted, then it ends in an error, or never ends. */
  | { readonly build: 'error' | 'stuck'; readonly words?: string }

export const IMAGES: CloudOffer['images'] = [
  { id: 'kylin-v10-sp3', name: '银河麒麟高级服务器操作系统 V10 SP3', minDiskGiB: 40, osDistro: 'kylin' },
  { id: 'openeuler-2203-lts', name: 'openEuler 22.03 LTS', minDiskGiB: 20, osDistro: 'openeuler' },
  { id: 'uos-20-server', name: '统信服务器操作系统 V20', minDiskGiB: 40, osDistro: 'uos' },
  { id: 'small-test', name: 'small-test', minDiskGiB: 1, osDistro: null },
]

const THOUSAND_CORES = { vcpus: 1_000, memoryMiB: 4_194_304, diskGiB: 200_000 }

/** Zones that share this many cores, with 4 GiB of memory and 200 GiB of disk each. */
export function zonesOf(vcpus: number, names: readonly string[] = ['az-1', 'az-2']): readonly ZoneShape[] {
  const share = Math.floor(vcpus / names.length)
  return names.map((name) => ({
    name,
    hosts: Math.max(1, Math.ceil(share / 128)),
    vcpus: share,
    memoryMiB: Math.floor((share * THOUSAND_CORES.memoryMiB) / THOUSAND_CORES.vcpus),
    diskGiB: Math.floor((share * THOUSAND_CORES.diskGiB) / THOUSAND_CORES.vcpus),
  }))
}

export const DEFAULT_KNOBS: Knobs = {
  zones: zonesOf(2_000),
  vcpuRatio: 4,
  offer: { images: IMAGES, volumeTypes: ['general-ssd', 'high-performance-ssd', 'static'] },
  externalNetworks: [
    { name: 'internet', cidr: '198.18.0.0/17' },
    { name: 'government-extranet', cidr: '198.18.128.0/17' },
  ],
  projectQuota: { vcpus: null, memoryMiB: null, storageGiB: null, floatingIps: null },
  latencyMs: { min: 10, max: 60 },
  workMs: {
    server: { min: 4_000, max: 9_000 },
    volume: { min: 800, max: 2_000 },
    snapshot: { min: 1_500, max: 4_000 },
    other: { min: 200, max: 800 },
  },
  slowness: 1,
  failureRates: {},
  lostAnswerRate: 0,
  buildErrorRate: 0,
  down: false,
  overQuota: false,
  nonsense: false,
  clockSkewMinutes: 0,
  pageSize: 200,
  callsKept: 20_000,
}

/** Without any waiting: what tests start from. */
export const INSTANT: Pick<Knobs, 'latencyMs' | 'workMs'> = {
  latencyMs: { min: 0, max: 0 },
  workMs: { other: { min: 0, max: 0 } },
}
