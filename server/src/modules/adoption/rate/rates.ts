import type { AdoptionCloud, AdoptionCounty, AdoptionNode, AdoptionRate } from '@yunheng/contract'
import { DEFAULT_SCAN_OPTIONS, type ScanOptions } from '../../inventory/index.ts'
import type { CloudRow, CountyRow, NodeRow } from './rate-store.ts'

/** Figures of a cloud are old when a full scan that is due has been missing for half its interval. */
export function oldBefore(now: Date, options: Partial<ScanOptions> = {}): Date {
  return new Date(now.getTime() - ({ ...DEFAULT_SCAN_OPTIONS, ...options }.fullEveryMs * 3) / 2)
}

/** With one digit, and never 100 while anything is missing. */
export function percentOf(part: number, whole: number): number | null {
  if (whole === 0) return null
  const percent = Math.round((1_000 * part) / whole) / 10
  return part < whole ? Math.min(percent, 99.9) : percent
}

export const toNode = (row: NodeRow): AdoptionNode => ({
  id: row.id,
  name: row.name,
  cloud: { id: row.cloud_id, name: row.cloud_name },
  region: row.region,
  isManaged: row.gap === null,
  gap: row.gap,
  scannedAt: row.scanned_at?.toISOString() ?? null,
})

export const toCounty = ({ id, code, name, systems }: CountyRow): AdoptionCounty => ({
  id,
  code,
  name,
  systems: Number(systems),
  isOnCloud: Number(systems) > 0,
})

export const toCloud = (row: CloudRow): AdoptionCloud => {
  const managed = Number(row.managed)
  const unmanaged = Number(row.unmanaged)
  return {
    cloud: { id: row.id, name: row.name },
    managed,
    unmanaged,
    proposed: Number(row.proposed),
    assigned: Number(row.assigned),
    percent: percentOf(managed, managed + unmanaged),
  }
}

/** Both targets are 100 % (001 一(三)). */
const TARGET = 100

export function ratesOf(
  nodes: readonly AdoptionNode[],
  counties: readonly AdoptionCounty[],
): readonly AdoptionRate[] {
  const managed = nodes.filter((node) => node.isManaged).length
  const onCloud = counties.filter((county) => county.isOnCloud).length
  return [
    {
      requirement: 'R19',
      title: { zh: '多云管理平台纳管率', en: 'Management rate of the multi-cloud platform' },
      definition: {
        zh: '已纳管节点数 ÷ 已登记节点数。已纳管：节点已批准纳入并登记可用区，所在云平台连接正常，且最近一次全量盘点完整、未过期。',
        en: 'Managed nodes ÷ registered nodes. Managed: it was admitted and has a zone, its cloud answers, and the last full scan is complete and not old.',
      },
      part: managed,
      whole: nodes.length,
      percent: percentOf(managed, nodes.length),
      target: TARGET,
    },
    {
      requirement: 'R18',
      title: { zh: '县（市、区）上云率', en: 'County on-cloud rate' },
      definition: {
        zh: '至少有一个已纳管信息系统在云上的县（市、区）数 ÷ 县（市、区）总数。',
        en: 'Counties with at least one managed system on the cloud ÷ all counties.',
      },
      part: onCloud,
      whole: counties.length,
      percent: percentOf(onCloud, counties.length),
      target: TARGET,
    },
  ]
}
