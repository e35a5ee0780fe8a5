import type { HostAmounts, HostWanted } from '@yunheng/contract'
import { type Selectable, sql } from 'kysely'
import {
  type Db,
  type PageRequest,
  PREPARED,
  readPage,
  type Tables,
  type Tx,
} from '../../../platform/db/index.ts'
import { ALONE, type Company, type HostsOfBond } from './choose-host.ts'

export type HostClaimRow = Selectable<Tables['host_claim']> & { readonly host_name: string }

export interface NewClaim {
  readonly id: string
  readonly resourceId: string | null
  readonly name: string
  readonly wanted: HostWanted
  readonly by: string
  readonly at: Date
}

/** Room on the first of these that has it, and the claim written: see migration 0661. @returns null when none has. */
export async function insertClaim(tx: Tx, among: readonly string[], claim: NewClaim): Promise<string | null> {
  const { takes, apartGroup, togetherGroup } = claim.wanted
  const result = await sql<{
    host_id: string | null
  }>`${PREPARED} select claim_host(${claim.id}, ${[...among]}::uuid[],
    ${claim.resourceId}, ${claim.name}, ${takes.vcpus}, ${takes.memoryMiB}, ${takes.storageGiB}, ${apartGroup}, ${togetherGroup},
    ${claim.by}, ${claim.at}) as host_id`.execute(tx)
  return result.rows[0]?.host_id ?? null
}

/** @returns false when there is none such. */
export async function removeClaim(tx: Tx, id: string): Promise<boolean> {
  const result = await sql<{ released: boolean }>`select release_host(${id}) as released`.execute(tx)
  return result.rows[0]?.released ?? false
}

/** For which system a claim is. A claim that a resource had already stays as it was. */
export async function updateSystemOf(tx: Tx, claimId: string, systemId: string): Promise<void> {
  await tx.updateTable('host_claim').set({ system_id: systemId }).where('id', '=', claimId).execute()
}

/** Where whoever must be near or far stands; until the end of the transaction nobody bound to the system is placed. */
export async function findCompany(tx: Tx, wanted: HostWanted): Promise<Company> {
  const { systemId } = wanted
  const bonds = systemId === undefined || systemId === null ? [] : await findBonds(tx, systemId)
  return { ...(await findGroups(tx, wanted)), bonds }
}

async function findBonds(tx: Tx, systemId: string): Promise<readonly HostsOfBond[]> {
  const { rows } = await sql<Omit<HostsOfBond, 'hostIds'> & { host_ids: readonly string[] }>`${PREPARED}
    select kind, strength, other, host_ids from placement_bond_hosts(${systemId}::uuid)`.execute(tx)
  return rows.map(({ host_ids, ...bond }) => ({ ...bond, hostIds: new Set(host_ids) }))
}

async function findGroups(
  tx: Tx,
  { apartGroup, togetherGroup }: HostWanted,
): Promise<Omit<Company, 'bonds'>> {
  if (apartGroup === null && togetherGroup === null) return ALONE
  const { rows } = await sql<{ apart: string[]; together: string | null }>`${PREPARED} select
    coalesce((select array_agg(host_id) from host_claim where apart_group = ${apartGroup}::text), '{}') as apart,
    (select host_id from host_claim where together_group = ${togetherGroup}::text limit 1) as together`.execute(
    tx,
  )
  return { apartHostIds: new Set(rows[0]?.apart ?? []), togetherHostId: rows[0]?.together ?? null }
}

function selectClaim(db: Db) {
  return db
    .selectFrom('host_claim')
    .innerJoin('host', 'host.id', 'host_claim.host_id')
    .selectAll('host_claim')
    .select('host.name as host_name')
}

export async function findClaim(db: Db, id: string): Promise<HostClaimRow | undefined> {
  return selectClaim(db).where('host_claim.id', '=', id).executeTakeFirst()
}

export async function loadClaimForUpdate(tx: Tx, id: string): Promise<HostClaimRow | undefined> {
  return selectClaim(tx).where('host_claim.id', '=', id).forUpdate('host_claim').executeTakeFirst()
}

export async function listClaims<W>(
  db: Db,
  filter: { readonly hostId?: string },
  page: PageRequest,
  toWire: (row: HostClaimRow) => W,
) {
  let query = selectClaim(db)
  if (filter.hostId !== undefined) query = query.where('host_claim.host_id', '=', filter.hostId)
  return readPage(
    query,
    page,
    { sort: 'host_claim.created_at', id: 'host_claim.id', cast: 'timestamptz', direction: 'desc' },
    (row) => [row.created_at.toISOString(), row.id],
    toWire,
  )
}

export function takesOf(row: HostClaimRow): HostAmounts {
  return {
    vcpus: Number(row.vcpus),
    memoryMiB: Number(row.memory_mib),
    storageGiB: Number(row.storage_gib),
  }
}

/** Room that is promised on hosts of a pool and not built yet, as far as the last look at them tells. */
export async function listUnbuiltClaims(db: Db, poolId: string) {
  const rows = await db
    .selectFrom('host_claim as c')
    .innerJoin('host', 'host.id', 'c.host_id')
    .leftJoin('host_guest as g', 'g.resource_id', 'c.resource_id')
    .select(['c.id', 'c.host_id', 'c.vcpus', 'c.memory_mib', 'c.system_id'])
    .where('host.pool_id', '=', poolId)
    .where('g.external_id', 'is', null)
    .orderBy('c.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    hostId: row.host_id,
    vcpus: Number(row.vcpus),
    memoryMiB: Number(row.memory_mib),
    systemId: row.system_id,
  }))
}

/** Resources of a pool whose host was chosen and claimed by us: they are not moved behind their claim's back. */
export async function listClaimedResources(db: Db, poolId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('host_claim as c')
    .innerJoin('host', 'host.id', 'c.host_id')
    .select('c.resource_id')
    .where('host.pool_id', '=', poolId)
    .where('c.resource_id', 'is not', null)
    .execute()
  return new Set(rows.flatMap((row) => row.resource_id ?? []))
}
