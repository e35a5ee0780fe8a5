import type { PlacementWhatIf } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import { joined } from '../../../platform/http/index.ts'
import { chosenResources, type PlanInOffering } from '../../catalogue/index.ts'
import { type ClaimInput, listZonesOfPools, type Part, type Placing } from '../../placement/index.ts'
import {
  intendResources,
  kindsOf,
  listResourcesById,
  listResourcesOfSystem,
  type ResourceRow,
} from '../../resource/index.ts'
import { amountsOf } from '../amounts.ts'
import type { Allocation, AllocationLine } from '../doors.ts'
import { isId } from '../form/load-form.ts'

/**
 * Places the lines of a request together and writes their resources: a volume can be attached, and a network reached, only
 * where they stand side by side. The caller undoes everything when they do not fit.
 */
export async function allocateLines(
  placing: Placing,
  ctx: Ctx,
  tx: Tx,
  allocation: Allocation,
): Promise<{ readonly providerIds: readonly string[] }> {
  const { lines, override } = allocation
  const placed = await placing.claim(tx, ctx, {
    requestId: allocation.requestId,
    poolIds: override?.poolIds ?? null,
    ...(override && { override: { reason: override.reason } }),
    parts: lines.map(toPart),
    wanted: await wantedFor(tx, allocation),
  })
  const units = placed.flatMap(({ part, ...place }) => {
    const line = lines.find((each) => each.lineId === part.requestLineId)
    return line ? [{ line, ...place }] : []
  })
  const servers: Servers = new Map()
  // What hangs on a server of this request is written after it, and by its id.
  for (const { line, ...place } of units.toSorted((a, b) => Number(hangs(a.line)) - Number(hangs(b.line)))) {
    const serverIdOf = (unit: number) => serverFor(servers, lines, line, unit)
    const ids = await intendResources(tx, ctx, { ...place, line: toIntend(allocation, line), serverIdOf })
    if (lines.some((other) => other.serverLine === line.number))
      for (const row of await elevated(tx, () => listResourcesById(tx, ids)))
        if (row.kind === 'server') servers.set(`${line.number}/${row.unit}`, row.id)
  }
  return { providerIds: [...new Set(placed.map(({ site }) => site.providerBodyId))] }
}

/** Where they would go, and what would be left, by the rules in force or another version of them. */
export async function imagineLines(
  placing: Placing,
  ctx: Ctx,
  tx: Tx,
  allocation: Allocation,
  ruleSetId: string | null,
): Promise<PlacementWhatIf> {
  return placing.imagine(joined(ctx, tx), {
    how: 'together',
    ruleSetId,
    shared: await wantedFor(tx, allocation),
    parts: allocation.lines.map(toPart),
  })
}

/** What all lines want alike. */
async function wantedFor(tx: Tx, allocation: Allocation): Promise<ClaimInput['wanted']> {
  return {
    systemId: allocation.systemId,
    bodyId: allocation.bodyId,
    poolClass: allocation.poolClass,
    networkZone: allocation.networkZone,
    poolId: null,
    preference: allocation.preference,
    atEdge: allocation.atEdge,
    atRecovery: allocation.atRecovery,
    ...(allocation.prices.length > 0 && { prices: [...allocation.prices] }),
    ...(await besideWhat(tx, allocation)),
  }
}

/** Ids of servers by `line/unit`. */
type Servers = Map<string, string>

const hangs = (line: AllocationLine) => line.serverLine !== null

/** All on the one server, or each unit on its own: the gate saw to it that there are as many. */
function serverFor(
  servers: Servers,
  lines: readonly AllocationLine[],
  { serverLine }: AllocationLine,
  unit: number,
): string | null {
  if (serverLine === null) return null
  const isOne = lines.find((line) => line.number === serverLine)?.quantity === 1
  const id = servers.get(`${serverLine}/${isOne ? 1 : unit}`)
  assert(id !== undefined, `line ${serverLine} brought the server of unit ${unit}`)
  return id
}

function toPart(line: AllocationLine): Part {
  const text = (name: string) => {
    const value = line.parameters[name]
    return typeof value === 'string' && value !== '' ? [value] : []
  }
  const runs = line.plan.fulfilment.by === 'connector'
  return {
    requestLineId: line.lineId,
    quantity: line.quantity,
    unit: amountsOf(line.dimensions, 1),
    needsExternalNetwork: line.dimensions.some((each) => each.dimension === 'public-ip' && each.amount > 0),
    imageCodes: runs ? text('image') : [],
    tiers: runs ? text('tier') : [],
    kinds: kindsOf({
      fulfilment: line.plan.fulfilment,
      dimensions: dimensionsOf(line),
      parameters: line.parameters,
    }),
  }
}

const dimensionsOf = (line: AllocationLine) =>
  Object.fromEntries(line.dimensions.map((each) => [each.dimension, each.amount]))

/** What a zone binds; the other kinds serve all zones of their cloud. */
const BOUND_TO_ZONE: ReadonlySet<ResourceRow['kind']> = new Set(['server', 'volume', 'snapshot'])

/**
 * The cloud and zones where the request has to stand because of what exists: what its lines refer to; or, when it brings
 * nothing that runs (a further volume, an address), where the servers of its system run.
 */
async function besideWhat(
  tx: Tx,
  { systemId, networkZone, lines }: Allocation,
): Promise<{ readonly cloudId: string | null; readonly zoneIds?: string[] }> {
  return elevated(tx, async () => {
    const referred = await listResourcesById(tx, lines.flatMap(referencesOf))
    const anchors = referred.length > 0 || lines.some(bringsServers) ? referred : await runningServers()
    const bound = anchors.filter((row) => BOUND_TO_ZONE.has(row.kind)).map((row) => row.pool_id)
    // References into two clouds fit nowhere: where they are written they are refused by name.
    const cloudId = referred[0]?.cloud_id ?? null
    return bound.length === 0 ? { cloudId } : { cloudId, zoneIds: [...(await listZonesOfPools(tx, bound))] }
  })

  async function runningServers(): Promise<readonly ResourceRow[]> {
    if (!lines.some((line) => line.plan.fulfilment.by === 'connector')) return []
    const rows = await listResourcesOfSystem(tx, systemId)
    return rows.filter(
      (row) => row.kind === 'server' && row.presence === 'present' && row.network_zone === networkZone,
    )
  }
}

/** What the line names of the resources that exist, by its plan's parameter schema (R41). */
function referencesOf({ plan, parameters }: AllocationLine): readonly string[] {
  const { parameters: schema } = plan.source as PlanInOffering
  return chosenResources(schema, parameters).flatMap((chosen) => chosen.ids.filter(isId))
}

const bringsServers = ({ plan }: AllocationLine): boolean =>
  plan.fulfilment.by === 'connector' && plan.fulfilment.kinds.includes('server')

function toIntend(allocation: Allocation, line: AllocationLine) {
  const { plan } = line
  return {
    requestId: allocation.requestId,
    lineId: line.lineId,
    systemId: allocation.systemId,
    systemCode: allocation.systemCode,
    bodyId: allocation.bodyId,
    plan: { id: plan.planId, code: plan.planCode, title: plan.planTitle, offeringCode: plan.offeringCode },
    fulfilment: plan.fulfilment,
    quantity: line.quantity,
    dimensions: dimensionsOf(line),
    parameters: line.parameters,
    // Set when it is delivered: the term begins then.
    expiresAt: null,
  }
}
