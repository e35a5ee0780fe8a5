import type { HostService, ProtectionCoverage, UnprotectedHost, UnprotectedSite } from '@yunheng/contract'
import type { CoverageRow, SiteRow, UnprotectedRow } from './coverage-store.ts'

const WORDS: Readonly<Record<HostService, Pick<ProtectionCoverage, 'requirement' | 'title' | 'definition'>>> =
  {
    'anti-virus': {
      requirement: 'R67',
      title: { zh: '防病毒覆盖率', en: 'Anti-virus coverage' },
      definition: definitionOf('防病毒', 'anti-virus'),
    },
    'intrusion-prevention': {
      requirement: 'R66',
      title: { zh: '入侵防御覆盖率', en: 'Intrusion prevention coverage' },
      definition: definitionOf('入侵防御', 'intrusion prevention'),
    },
  }

function definitionOf(zh: string, en: string): ProtectionCoverage['definition'] {
  return {
    zh: `受保护主机 ÷ 在用云主机。已交付的${zh}服务先覆盖其点名的主机，余下的订购数量按创建先后覆盖本系统的其他主机；由台账计算，不能填写。`,
    en: `Protected hosts ÷ hosts in use. A delivered ${en} service covers the hosts that it names; what is left of its number covers the other hosts of its system, the oldest first. Worked out from the ledger, never typed.`,
  }
}

export function toCoverage(service: HostService, row: CoverageRow): ProtectionCoverage {
  return {
    service,
    ...WORDS[service],
    hosts: row.hosts,
    protectedHosts: row.protected,
    percent: percentOf(row),
  }
}

/** One decimal, cut and not rounded up: 100 % is said only where every host is protected. */
export const percentOf = (row: CoverageRow): number | null =>
  row.hosts === 0 ? null : Math.floor((row.protected * 1000) / row.hosts) / 10

export const toUnprotected = (row: UnprotectedRow): UnprotectedHost => ({
  id: row.id,
  name: row.name,
  body: { id: row.body_id, name: row.body_name },
  system: { id: row.system_id, name: row.system_name },
  protectionLevel: row.protection_level,
  cloud: { id: row.cloud_id, name: row.cloud_name },
  createdAt: row.created_at.toISOString(),
})

export const toSite = (row: SiteRow): UnprotectedSite => ({
  id: row.id,
  name: row.name,
  body: { id: row.body_id, name: row.body_name },
  protectionLevel: row.protection_level,
  isOrdered: row.is_ordered,
})
