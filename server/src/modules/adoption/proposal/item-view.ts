import type { AdoptionItem, PoolMapping } from '@yunheng/contract'
import type { Db } from '../../../platform/db/index.ts'
import { listCurrentPlans } from '../../catalogue/index.ts'
import { listAllPools } from '../../cloud/index.ts'
import { ruleWords, sizeWords } from '../adoption.ts'
import { tagOf } from '../plan/plan-store.ts'
import { planRuleWords } from '../plan/plan-words.ts'
import { isPriceable, type ProposedPlan, proposePlan, type Shape, tiersOf } from '../plan/propose-plan.ts'
import type { OpenItem } from './item-list-store.ts'

/** With the plan that each would be priced by, as the catalogue and the pools are today. */
export async function itemPresenter(db: Db): Promise<(row: OpenItem) => AdoptionItem> {
  const offered = await listCurrentPlans(db)
  const pools = Map.groupBy(await listAllPools(db), (pool) => pool.cloud_id)
  const tiers = new Map(
    [...pools].map(([id, of]) => [id, tiersOf(of.map((pool) => pool.mapping as PoolMapping))]),
  )
  return (row) => {
    const tierOf = tiers.get(row.cloud_id) ?? (() => null)
    return toItem(row, proposePlan(shapeOf(row), offered, tierOf))
  }
}

const shapeOf = ({ kind, spec }: OpenItem): Shape => {
  const amount = (value: unknown) => (typeof value === 'number' ? value : null)
  return {
    kind,
    vcpus: amount(spec.vcpus),
    memoryMiB: amount(spec.memoryMiB),
    rootDiskGiB: amount(spec.rootDiskGiB),
    sizeGiB: amount(spec.sizeGiB),
    volumeType: kind === 'volume' && typeof spec.volumeType === 'string' ? spec.volumeType : null,
  }
}

function toItem(row: OpenItem, priced: ProposedPlan): AdoptionItem {
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
    plan: priced.plan && tagOf(priced.plan),
    planBecause: isPriceable(row.kind)
      ? planRuleWords(priced.rule, typeof row.spec.volumeType === 'string' ? row.spec.volumeType : '')
      : null,
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
