import type { AdoptionItem } from '@yunheng/contract'
import { ruleWords, sizeWords } from '../adoption.ts'
import type { OpenItem } from './item-list-store.ts'

export function toItem(row: OpenItem): AdoptionItem {
  const { addresses } = row.attributes
  return {
    id: row.id,
    cloud: { id: row.cloud_id, name: row.cloud_name },
    kind: row.kind,
    externalId: row.external_id,
    projectName: row.project_name,
    name: row.name,
    state: row.state,
    size: sizeWords(row.kind, row.spec),
    addresses: Array.isArray(addresses)
      ? addresses.filter((one): one is string => typeof one === 'string').slice(0, 50)
      : [],
    firstSeenAt: row.first_seen_at.toISOString(),
    proposal: proposalOf(row),
    list:
      row.list_id === null
        ? null
        : {
            id: row.list_id,
            no: row.list_no ?? '',
            body: { id: row.list_body_id ?? '', name: row.list_body_name ?? '' },
          },
  }
}

function proposalOf({ rule, found, system_id, body_id, ...row }: OpenItem): AdoptionItem['proposal'] {
  if (rule === null || system_id === null || body_id === null) return null
  return {
    body: { id: body_id, name: row.body_name ?? '' },
    system: { id: system_id, name: row.system_name ?? '', code: row.system_code ?? '' },
    rule,
    reason: ruleWords(rule, found ?? ''),
  }
}
