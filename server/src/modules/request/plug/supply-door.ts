/** What requests ask of placement and resources, answered by their doors. */
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { findPool } from '../../cloud/index.ts'
import { findRegion } from '../../organisation/index.ts'
import type { Placing } from '../../placement/index.ts'
import {
  intendRelease,
  intendRestore,
  intendStart,
  intendStop,
  listResourcesById,
  listResourcesOfSystem,
  listSubnetsOfBody,
  listSubnetsOfSystem,
  type ResourceModule,
  type ResourceRow,
  releaseAll,
  setTerm,
} from '../../resource/index.ts'
import type { ResourceFact, SupplyDoor } from '../doors.ts'
import type { ReferenceFact } from '../gate/gate-facts.ts'
import { allocateLines, imagineLines } from './allocate-lines.ts'
import { progressOf } from './progress.ts'

export function createSupplyDoor(placing: Placing, resource: ResourceModule): SupplyDoor {
  return {
    async findResources(tx, ids) {
      const rows = await listResourcesById(tx, ids)
      const facts = await Promise.all(rows.map((row) => toFact(tx, row)))
      return new Map(facts.map((fact) => [fact.id, fact]))
    },
    async findReferences(tx, ids) {
      const rows = await listResourcesById(tx, ids)
      return new Map(rows.map((row) => [row.id, toReference(row)]))
    },
    async listRanges(tx, { systemId, networkZone }) {
      const rows = await listSubnetsOfSystem(tx, systemId, networkZone)
      return rows.flatMap(({ name, spec }) => (spec.kind === 'subnet' ? [{ name, cidr: spec.cidr }] : []))
    },
    async listZoneRanges(tx, bodyId) {
      const rows = await listSubnetsOfBody(tx, bodyId)
      return rows.flatMap(({ name, spec, network_zone: networkZone }) =>
        spec.kind === 'subnet' ? [{ name, cidr: spec.cidr, networkZone }] : [],
      )
    },
    async listCrossZoneAccess(tx, systemId) {
      const rows = await listResourcesOfSystem(tx, systemId)
      return rows.flatMap(({ plan, state, spec }) =>
        plan?.offeringCode === CROSS_ZONE && state === 'ready' && spec.kind === 'service'
          ? [toAccess(spec.parameters)]
          : [],
      )
    },
    async listResourcesOfSystem(tx, systemId) {
      // Whose cloud it stands on does not matter here, so it is not looked up for each.
      return (await listResourcesOfSystem(tx, systemId)).map((row) => ({ ...plainFact(row) }))
    },
    allocate: (ctx, tx, allocation) => allocateLines(placing, ctx, tx, allocation),
    imagine: (ctx, tx, allocation, ruleSetId) => imagineLines(placing, ctx, tx, allocation, ruleSetId),
    async change(ctx, tx, resourceId, line) {
      const { plan } = line
      await resource.intendChange(tx, ctx, {
        resourceId,
        lineId: line.lineId,
        plan: {
          id: plan.planId,
          code: plan.planCode,
          title: plan.planTitle,
          offeringCode: plan.offeringCode,
        },
        dimensions: Object.fromEntries(line.dimensions.map((each) => [each.dimension, each.amount])),
        parameters: line.parameters,
      })
      const [row] = await listResourcesById(tx, [resourceId])
      return { providerIds: row ? [row.provider_body_id] : [] }
    },
    async release(ctx, tx, ids, { atOnce, reason }) {
      const release = { act: 'resource.release', reason, ...(atOnce ? { coolingDays: 0 } : {}) }
      await intendRelease(tx, ctx, ids, release)
    },
    async restore(ctx, tx, ids) {
      await intendRestore(tx, ctx, ids)
    },
    stop: (ctx, tx, ids) => intendStop(tx, ctx, ids, 'resource.stop'),
    start: (ctx, tx, ids) => intendStart(tx, ctx, ids, 'resource.start'),
    async giveUp(ctx, tx, requestId, reason) {
      await releaseAll(tx, ctx, requestId, reason)
    },
    setExpiry: (ctx, tx, ids, until) => setExpiry(ctx, tx, ids, until),
    progress: progressOf,
  }
}

/** The item of the catalogue that opens a way between network zones. */
const CROSS_ZONE = 'cross-zone-access'

const toAccess = ({ fromCidr, toCidr, expiresOn }: Readonly<Record<string, unknown>>) => ({
  cidrs: [fromCidr, toCidr].filter((cidr) => typeof cidr === 'string'),
  until: typeof expiresOn === 'string' ? expiresOn : '',
})

/** The last day counts to its end in Shanghai. What is being given back meanwhile keeps the term it had. */
async function setExpiry(ctx: Ctx, tx: Tx, ids: readonly string[], until: string): Promise<void> {
  const rows = await listResourcesById(tx, ids)
  const there = rows.filter((row) => row.presence === 'present').map((row) => row.id)
  await setTerm(tx, ctx, there, new Date(`${until}T23:59:59+08:00`))
}

function plainFact(row: ResourceRow): ResourceFact {
  return {
    id: row.id,
    name: row.name,
    systemId: row.system_id,
    bodyId: row.body_id,
    offeringCode: row.plan?.offeringCode ?? null,
    planId: row.plan?.id ?? null,
    requestLineId: row.request_line_id,
    sizedByLineId: row.change_line_id ?? row.request_line_id,
    providerBodyId: row.provider_body_id,
    amounts: row.wanted,
    isGivenBack: row.presence === 'absent',
    onCountyCloud: false,
  }
}

function toReference(row: ResourceRow): ReferenceFact {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    systemId: row.system_id,
    cloudId: row.cloud_id,
    networkZone: row.network_zone,
    isGivenBack: row.presence === 'absent',
    isUsable: row.state !== 'missing' && row.state !== 'faulty',
  }
}

async function toFact(tx: Tx, row: ResourceRow): Promise<ResourceFact> {
  const pool = await elevated(tx, () => findPool(tx, row.pool_id))
  const region = pool && (await findRegion(tx, pool.region_id))
  return { ...plainFact(row), onCountyCloud: region?.level === 'county' }
}
